import {
  FILTER_KEYS,
  type InitiativeFilter,
  type InitiativeSort,
  initiativeFilter,
  initiativeSort,
  registerInput,
} from "./register";

/** What an address, a link or an export names: every value of a repeated parameter. */
export type ParamReader = (name: string) => string[];

/** Reads what URLSearchParams or Next's search parameters hold. */
export function readerOf(source: URLSearchParams | Record<string, string | string[] | undefined>): ParamReader {
  if (source instanceof URLSearchParams) return (name) => source.getAll(name);
  return (name) => [source[name] ?? []].flat();
}

/** Keeps what can be understood: an old or mistyped address shows more rows, never an error. */
export function filterFromParams(read: ParamReader): InitiativeFilter {
  const shape = initiativeFilter.shape;
  const one = (name: string) => read(name)[0];
  const lists = Object.fromEntries(
    FILTER_KEYS.map((key) => {
      const item = shape[key];
      return [key, [...new Set(read(key))].filter((value) => item.safeParse([value]).success)];
    }),
  );
  const ids = read("ids").flatMap((text) => text.split(","));
  return {
    ...initiativeFilter.parse(lists),
    q: shape.q.catch("").parse(one("q") ?? ""),
    restricted: shape.restricted.catch(undefined).parse(one("restricted")),
    archived: shape.archived.catch("no").parse(one("archived") ?? "no"),
    changed: shape.changed.catch(undefined).parse(one("changed")),
    ...(ids.length > 0 ? { ids: shape.ids.catch(undefined).parse(ids) } : {}),
  };
}

/** `sort=title` or `sort=-updated`. */
export function sortFromParams(read: ParamReader): InitiativeSort | undefined {
  const text = read("sort")[0] ?? "";
  const found = initiativeSort.safeParse({ key: text.replace(/^-/, ""), descending: text.startsWith("-") });
  return found.success ? found.data : undefined;
}

/** The address of a filter, in one order, without what holds anyway. */
export function paramsOf(filter: Partial<InitiativeFilter>): URLSearchParams {
  const params = new URLSearchParams();
  if (filter.q) params.set("q", filter.q);
  for (const key of FILTER_KEYS) for (const value of filter[key] ?? []) params.append(key, value);
  if (filter.restricted) params.set("restricted", filter.restricted);
  if (filter.archived && filter.archived !== "no") params.set("archived", filter.archived);
  if (filter.changed) params.set("changed", filter.changed);
  return params;
}

const CUSTOM = "custom.";

/** Everything the register asks for under an address; the page on the server and the table in the browser ask the same. */
export function registerRequest(read: ParamReader) {
  const filter = filterFromParams(read);
  const page = Number(read("page")[0]);
  const columns = read("cols").flatMap((text) => text.split(","));
  const shown = columns.filter((key) => key.startsWith(CUSTOM)).map((key) => key.slice(CUSTOM.length));
  const sort = sortFromParams(read);
  return {
    ...filter,
    ...(sort ? { sort } : {}),
    page: Number.isInteger(page) && page >= 1 && page <= 10_000 ? page : 1,
    fields: [...new Set(shown)].filter((id) => registerInput.shape.fields.safeParse([id]).success).slice(0, 20),
  };
}

/** True when a filter narrows anything. */
export const isNarrowed = (filter: InitiativeFilter): boolean => [...paramsOf(filter).keys()].length > 0;
