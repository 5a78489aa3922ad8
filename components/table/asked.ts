import type { RegisterColumn, RegisterDeclaration } from "@/domain/table/column";
import { type RowScope, rowsRequest, type ViewState } from "@/domain/table/view";
import { pageFromParams, paramsOf, readerOf, viewFromParams, viewParamNames } from "@/domain/table/view-params";

/** The saved view an address is based on; `SHOW_ALL` says that none is meant, not even the one that opens by itself. */
export const SAVED_KEY = "view";
export const SHOW_ALL = "all";

type Query = URLSearchParams | Readonly<Record<string, string | string[] | undefined>>;
export type Address = { view: ViewState; page: number; savedId: string | null };

export function addressFrom(query: Query, declaration: RegisterDeclaration): Address {
  const read = readerOf(query);
  return { view: viewFromParams(read, declaration), page: pageFromParams(read), savedId: read(SAVED_KEY)[0] ?? null };
}

/** True when an address says nothing about the view: then the one somebody chose to open may. */
export const saysNothing = (query: Query, declaration: RegisterDeclaration): boolean =>
  [SAVED_KEY, ...viewParamNames(declaration)].every((name) => readerOf(query)(name).length === 0);

/** The address of another view, other names in it (`at`) kept. */
export function paramsFor(
  now: URLSearchParams,
  declaration: RegisterDeclaration,
  { view, page, savedId }: Address,
): URLSearchParams {
  const next = new URLSearchParams(now);
  for (const name of [SAVED_KEY, "page", ...viewParamNames(declaration)]) next.delete(name);
  if (savedId) next.set(SAVED_KEY, savedId);
  for (const [name, value] of paramsOf(view)) next.append(name, value);
  if (page > 1) next.set("page", String(page));
  return next;
}

/** Sorted together, so that two addresses of one view compare as texts. */
export const viewText = (view: ViewState, declaration: RegisterDeclaration): string =>
  paramsOf(viewFromParams(readerOf(paramsOf(view)), declaration)).toString();

/** What is asked of the server for a table; the page there and the table here ask the same. */
export const rowsAsked = (view: ViewState, page: number, columns: readonly RegisterColumn[]) =>
  asArrays(rowsRequest(view, page, columns));

/** Cards a lane begins with, and as many more at a time. */
export const LANE_SIZE = 30;

/** What is asked of the server for a board. */
export function boardAsked(view: ViewState, columns: readonly RegisterColumn[]) {
  const { q, filter, archived, sort, columns: keys } = asArrays(rowsRequest(view, 1, columns));
  return { q, filter, archived, sort, columns: keys, board: view.board ?? "", perLane: LANE_SIZE };
}

export const scopeAsked = ({ q, filter, archived }: RowScope) => ({ q, filter, archived });

const asArrays = ({ sort, columns, ...rest }: ReturnType<typeof rowsRequest>) => ({
  ...rest,
  sort: [...sort],
  columns: [...columns],
});
