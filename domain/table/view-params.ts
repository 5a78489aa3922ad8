import {
  isBoardable,
  isCustomKey,
  isFilterable,
  isGroupable,
  isSortable,
  RELEVANCE,
  RESERVED_KEYS,
  type RegisterColumn,
  type RegisterDeclaration,
  type Sort,
} from "./column";
import { type Condition, conditionFault, conjuncts, type Filter, isCondition, keeping, shapeFault } from "./filter";
import { filterFromText, filterText } from "./filter-text";
import { MOST_VALUES } from "./operator";
import {
  ARCHIVED,
  LAST_PAGE,
  LONGEST_SEARCH,
  MOST_COLUMNS,
  MOST_SORTS,
  PAGE_SIZE,
  PAGE_SIZES,
  type ShownColumn,
  type ViewState,
  WIDTHS,
} from "./view";

/**
 * The address of a view:
 * q=sepsis · stage=pilot&stage=build (a plain "is") · where=target.next:30,day (anything else; all of them hold) ·
 * archived=only|all · sort=-updated,title · cols=title,stage*120 (order, and width in pixels) · group=stage · board=stage ·
 * size=100 · page=2. What is not understood is left out: an old link shows more rows, never an error.
 * Conditions on custom fields are kept as they stand; the server leaves out those of fields that are gone.
 */
export type ParamReader = (name: string) => string[];

/** Reads what URLSearchParams or Next's search parameters hold. */
export function readerOf(
  source: URLSearchParams | Readonly<Record<string, string | string[] | undefined>>,
): ParamReader {
  if (source instanceof URLSearchParams) return (name) => source.getAll(name);
  return (name) => [source[name] ?? []].flat();
}

const oneOf = <Choice extends string>(choices: readonly Choice[], text: string | undefined): Choice | undefined =>
  choices.find((choice) => choice === text);

type Known = (key: string) => RegisterColumn | undefined;

const listed = (read: ParamReader, name: string): string[] => read(name).flatMap((text) => text.split(","));

/** An "is" an address names by its column alone. */
const isPlain = (part: Filter): part is Condition => isCondition(part) && part.op === "is" && !isCustomKey(part.column);

/** In one order, whatever order they were named in: one plain "is" a column as the columns stand, then the rest. */
function ordered(parts: readonly Filter[], register: RegisterDeclaration): Filter[] {
  const plain = register.columns.flatMap(({ key }) => {
    const first = parts.find((part) => isPlain(part) && part.column === key);
    return first ? [first] : [];
  });
  const once = plain.map((part) => (isPlain(part) ? { ...part, values: [...new Set(part.values)] } : part));
  return [...once, ...parts.filter((part) => !plain.includes(part))];
}

function filterFrom(read: ParamReader, register: RegisterDeclaration): Filter {
  const fits = (condition: Condition) =>
    shapeFault(condition) === null &&
    ((register.custom && isCustomKey(condition.column)) || conditionFault(condition, register.columns) === null);
  const plain = register.columns.filter(isFilterable).flatMap(({ key }): Condition[] => {
    const values = [...new Set(read(key))].filter((value) => fits({ column: key, op: "is", values: [value] }));
    return values.length > 0 ? [{ column: key, op: "is", values: values.slice(0, MOST_VALUES) }] : [];
  });
  const aliased = Object.entries(register.aliases ?? {}).flatMap(([name, { column, op }]): Condition[] => {
    const [value] = read(name);
    return value === undefined ? [] : [{ column, op, values: [value] }];
  });
  const written = read("where").flatMap((text) => filterFromText(text) ?? []);
  const parts = conjuncts(keeping({ all: [...plain, ...aliased, ...written] }, fits));
  const filter: Filter = { all: ordered(parts, register) };
  return shapeFault(filter) === null ? filter : { all: plain };
}

function sortsFrom(texts: readonly string[], known: Known): Sort[] {
  const sorts = texts.flatMap((text): Sort[] => {
    const key = text.replace(/^-/, "");
    const column = known(key);
    const fits = key === RELEVANCE || isCustomKey(key) || (column !== undefined && isSortable(column));
    return fits ? [{ key, descending: text.startsWith("-") }] : [];
  });
  const first = sorts.filter(({ key }, index) => sorts.findIndex((each) => each.key === key) === index);
  return first.slice(0, MOST_SORTS);
}

function columnsFrom(texts: readonly string[], known: Known): ShownColumn[] | null {
  const shown = texts.flatMap((text): ShownColumn[] => {
    const [key = "", size] = text.split("*");
    if (!known(key) && !isCustomKey(key)) return [];
    const width = Number(size);
    const drawn = Number.isInteger(width) && width >= WIDTHS.least && width <= WIDTHS.most;
    return [drawn ? { key, width } : { key }];
  });
  const once = shown.filter(({ key }, index) => shown.findIndex((each) => each.key === key) === index);
  return once.length > 0 ? once.slice(0, MOST_COLUMNS) : null;
}

/** The view an address names. */
export function viewFromParams(read: ParamReader, register: RegisterDeclaration): ViewState {
  const known: Known = (key) =>
    register.custom || !isCustomKey(key) ? register.columns.find((column) => column.key === key) : undefined;
  const named = (name: string, fits: (column: RegisterColumn) => boolean): string | null => {
    const [key] = read(name);
    const column = key === undefined ? undefined : known(key);
    const isCustom = key !== undefined && register.custom === true && isCustomKey(key);
    return key !== undefined && (isCustom || (column !== undefined && fits(column))) ? key : null;
  };
  const q = (read("q")[0] ?? "").trim();
  const size = Number(read("size")[0]);
  return {
    q: q.length <= LONGEST_SEARCH && !q.includes("\u0000") ? q : "",
    filter: filterFrom(read, register),
    archived: (register.archives && oneOf(ARCHIVED, read("archived")[0])) || "no",
    sort: sortsFrom(listed(read, "sort"), known),
    columns: columnsFrom(listed(read, "cols"), known),
    group: named("group", isGroupable),
    board: named("board", isBoardable),
    pageSize: PAGE_SIZES.find((each) => each === size) ?? PAGE_SIZE,
  };
}

/** The page an address names, from 1. */
export function pageFromParams(read: ParamReader): number {
  const page = Number(read("page")[0]);
  return Number.isInteger(page) && page >= 1 && page <= LAST_PAGE ? page : 1;
}

/** The address of a view, in one order, without what holds anyway. */
export function paramsOf(view: Partial<ViewState>): URLSearchParams {
  const params = new URLSearchParams();
  if (view.q) params.set("q", view.q);
  const named = new Set<string>();
  for (const part of view.filter ? conjuncts(view.filter) : []) {
    if (isPlain(part) && !named.has(part.column)) {
      named.add(part.column);
      for (const value of part.values) params.append(part.column, value);
    } else params.append("where", filterText(part));
  }
  if (view.archived && view.archived !== "no") params.set("archived", view.archived);
  if (view.sort?.length)
    params.set("sort", view.sort.map(({ key, descending }) => `${descending ? "-" : ""}${key}`).join(","));
  if (view.columns)
    params.set("cols", view.columns.map(({ key, width }) => (width ? `${key}*${width}` : key)).join(","));
  if (view.group) params.set("group", view.group);
  if (view.board) params.set("board", view.board);
  if (view.pageSize && view.pageSize !== PAGE_SIZE) params.set("size", String(view.pageSize));
  return params;
}

/** Names a change of view takes out of an address before it writes its own; others (`at`, `view`) stay. */
export const viewParamNames = ({ columns, aliases }: RegisterDeclaration): string[] => [
  ...RESERVED_KEYS.filter((key) => !["at", "view", "org", "noun", "format", "ids", RELEVANCE].includes(key)),
  ...columns.map(({ key }) => key),
  ...Object.keys(aliases ?? {}),
];
