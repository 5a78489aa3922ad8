import type { Permission } from "../access/permission";

/**
 * A register is declared, not written: a noun, its columns and its usual view. From the declaration come the filter builder,
 * sorting, grouping, the board, bulk edit, exports and saved views; the server adds one expression a column
 * (server/table/register.ts) and only where the column is not a field of the noun's own table.
 *
 * Nothing in this folder but input.ts may import zod: the browser reads all the rest.
 */
export const COLUMN_KINDS = [
  "text",
  "number",
  "date",
  "instant",
  "choice",
  "person",
  "tag",
  "boolean",
  "reference",
] as const;
/**
 * date: a day without a zone, YYYY-MM-DD. instant: a moment, filtered by days of the organisation. person: a member, or the
 * name of somebody who is none. reference: a record of another noun, named by its id. tag: any number of words.
 */
export type ColumnKind = (typeof COLUMN_KINDS)[number];

/** Stands for an empty value wherever a filter, a group or a link names values. */
export const NOT_STATED = "none";
/** Stands for whoever looks, in a condition on people. */
export const ME = "me";

export type ColumnChoice = { value: string; label: string };

export type RegisterColumn = {
  /** The name in addresses, sorts, filters and saved views; never changed once released. */
  key: string;
  label: string;
  kind: ColumnKind;
  /** Fixed values of a choice, in their order; it is also the order sorted and grouped by. */
  choices?: readonly ColumnChoice[];
  /** A choice of which a record may have several at once: each of them can be asked for, none can be grouped by. */
  several?: boolean;
  /** What no value is called: "nobody", "unrated". */
  empty?: string;
  /** Always filled, so nobody is offered "is empty". */
  required?: boolean;
  /** Default true, but for tags. */
  sortable?: boolean;
  /** The first click on its head sorts from the largest or latest. */
  descendingFirst?: boolean;
  /** Default true. */
  filterable?: boolean;
  /** Default true for choice, person, boolean and reference. */
  groupable?: boolean;
  /** May be set for many rows at once; the noun's own rules still decide on every row. */
  bulk?: boolean;
  /** May be set in its row, though not for many at once: a title, an amount. What is `bulk` may be set in its row too. */
  edit?: boolean;
  /** Sentences rather than words: asked for in several lines. */
  long?: boolean;
  /** Whoever changes it says why. */
  reasoned?: boolean;
  /** May be the lanes of a board, of a choice only; `bulk` says that a card may be moved. */
  board?: boolean;
  /** What the foot of a group says of it; numbers only. */
  subtotal?: "sum" | "average" | "none";
  unit?: string;
  /** One sentence on a term not everybody knows. */
  help?: string;
  /** Shown only when chosen. */
  hidden?: boolean;
  /** Cannot be put away. */
  fixed?: boolean;
  /** Pixels; columns without one share what is left. */
  width?: number;
  /** Head of the column where its label is too long: "Age" for "Updated". */
  head?: string;
  /** Said instead of "is" in a sentence: "Needs attention" + "for" + "any reason". */
  verb?: string;
  /** Default true; false for what moves with time alone, or is worked out from what other records say. */
  compared?: boolean;
  /** Only a drawing of the noun's own: no cell, no filter, no sort, no place in an export. */
  drawn?: boolean;
  /** Absent for roles without it, everywhere. */
  permission?: Permission;
};

export type Sort = { key: string; descending: boolean };

export type RegisterDeclaration = {
  noun: RegisterNoun;
  one: string;
  many: string;
  columns: readonly RegisterColumn[];
  /** What holds without a sort in the address. */
  sort: readonly Sort[];
  /** Records are archived instead of deleted; a view then says which it shows. */
  archives?: boolean;
  /** Has a quick search. A ranked one finds by words, and `relevance` sorts by it; the other finds a part of a name. */
  search?: "ranked" | "contains";
  /** Custom fields of the organisation are columns as well. */
  custom?: boolean;
  /** Older names in an address: `changed=2026-10-01` meant updated on or after. */
  aliases?: Readonly<Record<string, { column: string; op: "at-least" | "is" }>>;
};

export const REGISTER_NOUNS = ["initiative", "model", "member", "risk", "assumption", "issue", "raid"] as const;
export type RegisterNoun = (typeof REGISTER_NOUNS)[number];

/** Names an address uses itself; no column may be called so. A test holds every declaration to it. */
export const RESERVED_KEYS = [
  "q",
  "where",
  "sort",
  "page",
  "size",
  "cols",
  "group",
  "board",
  "archived",
  "ids",
  "view",
  "at",
  "org",
  "noun",
  "format",
  "relevance",
] as const;

/** Sorts by how well a search fits; means nothing without one. */
export const RELEVANCE = "relevance";

const CUSTOM = /^custom\.[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;

/** True for the column of a custom field, `custom.<its id>`. */
export const isCustomKey = (key: string): boolean => CUSTOM.test(key);
export const customKey = (fieldId: string): string => `custom.${fieldId}`;
export const customId = (key: string): string => key.slice("custom.".length);

type CustomField = {
  id: string;
  label: string;
  kind: "text" | "number" | "date" | "choice";
  choices: readonly string[];
};

/** The column of a custom field, as the organisation declared it. */
export const customColumn = ({ id, label, kind, choices }: CustomField): RegisterColumn => ({
  key: customKey(id),
  label,
  kind,
  hidden: true,
  bulk: true,
  width: 130,
  ...(kind === "choice" ? { choices: choices.map((value) => ({ value, label: value })), board: true } : {}),
  ...(kind === "number" ? { subtotal: "sum" as const } : {}),
});

/** Every column of a register at run time: those declared, then the custom fields of the organisation. */
export const columnsWith = (
  { columns, custom }: Pick<RegisterDeclaration, "columns" | "custom">,
  fields: readonly CustomField[],
): readonly RegisterColumn[] => (custom ? [...columns, ...fields.map(customColumn)] : columns);

const GROUPED: readonly ColumnKind[] = ["choice", "person", "boolean", "reference"];

export const isSortable = ({ kind, sortable, several, drawn }: RegisterColumn): boolean =>
  !drawn && (sortable ?? (kind !== "tag" && !several));
export const isFilterable = ({ filterable = true, drawn }: RegisterColumn): boolean => filterable && !drawn;
export const isGroupable = ({ kind, groupable, several, drawn }: RegisterColumn): boolean =>
  !several && !drawn && (groupable ?? GROUPED.includes(kind));
/** The columns somebody with these rights may see. */
export const columnsFor = (
  columns: readonly RegisterColumn[],
  may: (permission: Permission) => boolean,
): readonly RegisterColumn[] => columns.filter(({ permission }) => permission === undefined || may(permission));
export const isBoardable = (column: RegisterColumn): boolean =>
  (column.board ?? false) && column.kind === "choice" && isGroupable(column);
/** True for a column that may be set where it stands, in the row. */
export const isSetInRow = ({ bulk, edit }: RegisterColumn): boolean => bulk === true || edit === true;
/** What an empty value of a column is called. */
export const emptyWord = ({ kind, empty }: RegisterColumn): string =>
  empty ?? (kind === "person" ? "nobody" : kind === "tag" || kind === "reference" ? "none" : "not stated");
