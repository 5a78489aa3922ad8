import { RELEVANCE, type RegisterColumn, type RegisterDeclaration, type Sort } from "./column";
import { conditionsOf, EVERYTHING, type Filter } from "./filter";

export const ARCHIVED = ["no", "only", "all"] as const;
export type Archived = (typeof ARCHIVED)[number];

/** Usual and largest rows of a page. */
export const PAGE_SIZE = 50;
export const LARGEST_PAGE = 100;
/** Rows one copy takes, a page at a time; more is an export. */
export const MOST_COPIED = 1_000;
export const PAGE_SIZES = [25, 50, 100] as const;
/** Rows a page may start after: deeper than any organisation has, shallow enough to be harmless. */
export const LAST_PAGE = 10_000;
export const MOST_SORTS = 4;
export const MOST_COLUMNS = 60;
/** Longest quick search, in characters. */
export const LONGEST_SEARCH = 200;
/** Pixels a column may be drawn to. */
export const WIDTHS = { least: 40, most: 800 } as const;

export type ShownColumn = { key: string; width?: number };

/** Everything that says what a register shows: what an address holds and what a saved view keeps. */
export type ViewState = {
  /** Quick search. */
  q: string;
  filter: Filter;
  archived: Archived;
  /** Several keys, the first counts most; none is the register's own order. */
  sort: readonly Sort[];
  /** In this order; null is the usual set. */
  columns: readonly ShownColumn[] | null;
  /** Column whose values head groups of rows. */
  group: string | null;
  /** Column whose values are the lanes of a board; null is a table. */
  board: string | null;
  pageSize: number;
};

export const USUAL_VIEW: ViewState = {
  q: "",
  filter: EVERYTHING,
  archived: "no",
  sort: [],
  columns: null,
  group: null,
  board: null,
  pageSize: PAGE_SIZE,
};

/** The columns to draw, in order: those of the view, else the usual ones; fixed ones always. */
export function shownColumns(
  columns: readonly RegisterColumn[],
  chosen: readonly ShownColumn[] | null,
): (RegisterColumn & { width?: number })[] {
  if (!chosen) return columns.filter(({ fixed, hidden }) => fixed || !hidden);
  const named = chosen.flatMap(({ key, width }) => {
    const column = columns.find((each) => each.key === key);
    return column ? [width ? { ...column, width } : column] : [];
  });
  const missing = columns.filter(({ key, fixed }) => fixed && !named.some((column) => column.key === key));
  return [...missing, ...named];
}

/** The sort that holds: that of the view, else by relevance while searching, else the register's own. */
export function sortOf({ q, sort }: Pick<ViewState, "q" | "sort">, register: RegisterDeclaration): readonly Sort[] {
  const meant = sort.filter(({ key }) => key !== RELEVANCE || (q !== "" && register.search === "ranked"));
  if (meant.length > 0) return meant;
  return q !== "" && register.search === "ranked" ? [{ key: RELEVANCE, descending: true }] : register.sort;
}

/** True when a view leaves rows out, beyond what every view does. */
export const isNarrowed = ({ q, filter, archived }: Pick<ViewState, "q" | "filter" | "archived">): boolean =>
  q !== "" || archived !== "no" || conditionsOf(filter).length > 0;

/** Which rows: what every procedure of a register takes. */
export type RowScope = { q: string; filter: Filter; archived: Archived };
/** What a page of rows is asked by. `columns` are the keys whose cells come with the rows. */
export type RowsRequest = RowScope & {
  sort: readonly Sort[];
  group: string | null;
  columns: readonly string[];
  page: number;
  pageSize: number;
};

export const scopeOf = ({ q, filter, archived }: ViewState): RowScope => ({ q, filter, archived });

/** What is asked of the server for a view; the page on the server and the table in the browser ask the same. */
export function rowsRequest(view: ViewState, page: number, columns: readonly RegisterColumn[]): RowsRequest {
  return {
    ...scopeOf(view),
    sort: view.sort,
    group: view.group,
    columns: view.columns ? view.columns.map(({ key }) => key) : shownColumns(columns, null).map(({ key }) => key),
    page,
    pageSize: view.pageSize,
  };
}
