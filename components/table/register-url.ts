import { createLoader, createParser, parseAsArrayOf, parseAsString } from "nuqs/server";

export type Sort = { key: string; descending: boolean };

/** `sort=title` or `sort=-updated`: a minus first means from the largest or latest. */
export const parseAsSort = createParser<Sort>({
  parse: (text) => {
    const match = /^(-?)([a-z][\w.-]*)$/i.exec(text);
    return match?.[2] ? { key: match[2], descending: match[1] === "-" } : null;
  },
  serialize: (sort) => `${sort.descending ? "-" : ""}${sort.key}`,
  eq: (a, b) => a.key === b.key && a.descending === b.descending,
});

/** From 1; anything else is not a page. */
export const parseAsPage = createParser<number>({
  parse: (text) => (/^[1-9]\d{0,6}$/.test(text) ? Number(text) : null),
  serialize: String,
});

/** What every register keeps in its address. A noun adds its filters beside them. */
export const registerParsers = {
  q: parseAsString.withDefault(""),
  sort: parseAsSort,
  page: parseAsPage.withDefault(1),
  cols: parseAsArrayOf(parseAsString),
};

/** Reads the same address on the server: `loadRegister(await searchParams)`. */
export const loadRegister = createLoader(registerParsers);

/** The sort after a click on `column`: its first direction, then the other, then none. */
export function nextSort(now: Sort | null, column: { key: string; descendingFirst?: boolean }): Sort | null {
  const first = column.descendingFirst ?? false;
  if (now?.key !== column.key) return { key: column.key, descending: first };
  return now.descending === first ? { key: column.key, descending: !first } : null;
}
