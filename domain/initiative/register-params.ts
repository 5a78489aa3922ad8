import type { InitiativeFilter, InitiativeSort } from "./register";
import {
  ARCHIVED_CHOICES,
  ATTENTION_CHOICES,
  FILTER_KEYS,
  FILTER_LIMITS,
  type FilterKey,
  LAST_PAGE,
  MOST_FIELDS,
  MOST_IDS,
  MOST_VALUES,
  NOT_STATED,
  RESTRICTED_CHOICES,
  SORT_KEYS,
  STAGE_CHOICES,
  TIER_CHOICES,
  TYPE_CHOICES,
} from "./register-choice";

/** What an address, a link or an export names: every value of a repeated parameter. */
export type ParamReader = (name: string) => string[];

/** Reads what URLSearchParams or Next's search parameters hold. */
export function readerOf(source: URLSearchParams | Record<string, string | string[] | undefined>): ParamReader {
  if (source instanceof URLSearchParams) return (name) => source.getAll(name);
  return (name) => [source[name] ?? []].flat();
}

// The schema says the same, and a test holds the two together; its library would be a seventh of the page's script.
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const CUSTOM = "custom.";

const isUuid = (text: string): boolean => UUID.test(text);
const isDay = (text: string): boolean => {
  const instant = DAY.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return !Number.isNaN(instant) && new Date(instant).toISOString().startsWith(text); // 30 February is read as March
};
/** The value itself when it is one of the choices. */
const oneOf = <Choice extends string>(choices: readonly Choice[], text: string | undefined): Choice | undefined =>
  choices.find((choice) => choice === text);
const isOne = (choices: readonly string[]) => (text: string) => choices.includes(text);
const isShort = (most: number) => (text: string) => text.length <= most;

const IS_VALUE: Record<FilterKey, (text: string) => boolean> = {
  stage: isOne(STAGE_CHOICES),
  tier: isOne(TIER_CHOICES),
  type: isOne(TYPE_CHOICES),
  unit: isShort(FILTER_LIMITS.short),
  owner: isShort(FILTER_LIMITS.short),
  program: (text) => text === NOT_STATED || isUuid(text),
  tag: isShort(FILTER_LIMITS.tag),
  attention: isOne(ATTENTION_CHOICES),
};

/** Keeps what can be understood: an old or mistyped address shows more rows, never an error. */
export function filterFromParams(read: ParamReader): InitiativeFilter {
  const one = (name: string) => read(name)[0];
  const lists = Object.fromEntries(
    FILTER_KEYS.map((key) => [key, [...new Set(read(key))].filter(IS_VALUE[key]).slice(0, MOST_VALUES)]),
  ) as Pick<InitiativeFilter, FilterKey>;
  const q = (one("q") ?? "").trim();
  const changed = one("changed");
  const ids = read("ids").flatMap((text) => text.split(","));
  return {
    ...lists,
    q: q.length <= FILTER_LIMITS.q ? q : "",
    restricted: oneOf(RESTRICTED_CHOICES, one("restricted")),
    archived: oneOf(ARCHIVED_CHOICES, one("archived")) ?? "no",
    changed: changed && isDay(changed) ? changed : undefined,
    ...(ids.length > 0 ? { ids: ids.length <= MOST_IDS && ids.every(isUuid) ? ids : undefined } : {}),
  };
}

const isCustomSort = (key: string): key is `custom.${string}` =>
  key.startsWith(CUSTOM) && isUuid(key.slice(CUSTOM.length));

/** `sort=title` or `sort=-updated`. */
export function sortFromParams(read: ParamReader): InitiativeSort | undefined {
  const text = read("sort")[0] ?? "";
  const name = text.replace(/^-/, "");
  const key = oneOf(SORT_KEYS, name) ?? (isCustomSort(name) ? name : undefined);
  return key && { key, descending: text.startsWith("-") };
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
    page: Number.isInteger(page) && page >= 1 && page <= LAST_PAGE ? page : 1,
    fields: [...new Set(shown)].filter(isUuid).slice(0, MOST_FIELDS),
  };
}

/** True when a filter narrows anything. */
export const isNarrowed = (filter: InitiativeFilter): boolean => [...paramsOf(filter).keys()].length > 0;
