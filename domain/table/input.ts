import { z } from "zod";
import { EVERYTHING, type Filter, LONGEST_VALUE, shapeFault } from "./filter";
import { ARCHIVED, LARGEST_PAGE, LAST_PAGE, LONGEST_SEARCH, MOST_COLUMNS, MOST_SORTS, PAGE_SIZE, WIDTHS } from "./view";

/** Rows of one bulk edit, and marked rows of an export. */
export const MOST_ROWS = 1_000;
/** Cards a lane of a board begins with. */
export const LANE_SIZE = 30;
/** Characters of a value that is set: a cause or a note has sentences. */
const LONGEST_SET = 4_000;
export const MOST_LANES = 60;
/** Groups a page of rows may be asked with or without, so that its address stays short. */
export const MOST_FOLDED = 100;
const LONGEST_KEY = 60;

const key = z.string().min(1).max(LONGEST_KEY);
const plain = (max: number) =>
  z
    .string()
    .max(max)
    .refine((text) => !text.includes("\u0000"), "A text holds no NUL.");

export const filterInput = z
  .custom<Filter>((given) => typeof given === "object" && given !== null, "A filter is made of conditions and groups.")
  .superRefine((given, check) => {
    const message = shapeFault(given);
    if (message) check.addIssue({ code: "custom", message });
  });

const sort = z.object({ key, descending: z.boolean().default(false) });

/** Which rows a procedure of a register speaks of. */
export const rowScope = z.object({
  q: plain(LONGEST_SEARCH).trim().default(""),
  filter: filterInput.default(EVERYTHING),
  archived: z.enum(ARCHIVED).default("no"),
  /** Exactly these among them: marked rows. */
  ids: z.array(z.uuid()).max(MOST_ROWS).optional(),
});
export type RowScopeInput = z.infer<typeof rowScope>;

export const rowsInput = rowScope.extend({
  sort: z.array(sort).max(MOST_SORTS).default([]),
  /** Rows come group by group. */
  group: key.nullable().default(null),
  /** Of rows that come so: those of these groups only, or of all others. A group is named as `groups` answers it. */
  only: z
    .object({ groups: z.enum(["these", "others"]), values: z.array(plain(LONGEST_VALUE)).min(1).max(MOST_FOLDED) })
    .optional(),
  /** Columns whose cells the rows carry. */
  columns: z.array(key).max(MOST_COLUMNS).default([]),
  page: z.number().int().min(1).max(LAST_PAGE).default(1),
  pageSize: z.number().int().min(1).max(LARGEST_PAGE).default(PAGE_SIZE),
});
export type RowsInput = z.infer<typeof rowsInput>;

/** Groups by the values of a column, in its order, with counts, and subtotals of the columns named. */
export const groupsInput = rowScope.extend({ group: key, columns: z.array(key).max(MOST_COLUMNS).default([]) });
export type GroupsInput = z.infer<typeof groupsInput>;

/** The lanes of a board with their first cards. */
export const boardInput = rowScope.extend({
  board: key,
  sort: z.array(sort).max(MOST_SORTS).default([]),
  columns: z.array(key).max(MOST_COLUMNS).default([]),
  perLane: z.number().int().min(1).max(LARGEST_PAGE).default(LANE_SIZE),
});
export type BoardInput = z.infer<typeof boardInput>;

/** The values of a column with the rows each would leave, the plain conditions on other columns holding. */
export const valuesInput = rowScope.extend({
  column: key,
  /** Narrows long lists of choices. */
  find: plain(100).trim().default(""),
});
export type ValuesInput = z.infer<typeof valuesInput>;

const seenRow = z.object({ id: z.uuid(), version: z.number().int().min(1) });

/** One column set for many rows; `add` and `remove` are for tags. A null value empties. */
export const bulkChange = z.discriminatedUnion("op", [
  z.object({ op: z.literal("set"), column: key, value: plain(LONGEST_SET).nullable() }),
  z.object({ op: z.enum(["add", "remove"]), column: key, values: z.array(plain(LONGEST_VALUE)).min(1).max(20) }),
]);
export type BulkChange = z.infer<typeof bulkChange>;

/** What a bulk edit would do to marked rows, or to all that match. */
export const bulkPreviewInput = z.object({
  rows: z.union([z.object({ ids: z.array(z.uuid()).min(1).max(MOST_ROWS) }), z.object({ matching: rowScope })]),
  change: bulkChange,
});
export type BulkPreviewInput = z.infer<typeof bulkPreviewInput>;

/** The rows of a preview, each as of the version seen there. */
export const bulkCommitInput = z.object({
  rows: z.array(seenRow).min(1).max(MOST_ROWS),
  change: bulkChange,
  reason: plain(2_000).trim().optional(),
});
export type BulkCommitInput = z.infer<typeof bulkCommitInput>;

/** A view as a saved view keeps it. Keys are held to the register's columns when it is read, not when it is kept. */
export const viewInput = z.object({
  q: plain(LONGEST_SEARCH).default(""),
  filter: filterInput.default(EVERYTHING),
  archived: z.enum(ARCHIVED).default("no"),
  sort: z.array(sort).max(MOST_SORTS).default([]),
  columns: z
    .array(z.object({ key, width: z.number().int().min(WIDTHS.least).max(WIDTHS.most).optional() }))
    .max(MOST_COLUMNS)
    .nullable()
    .default(null),
  group: key.nullable().default(null),
  board: key.nullable().default(null),
  pageSize: z.number().int().min(1).max(LARGEST_PAGE).default(PAGE_SIZE),
});
