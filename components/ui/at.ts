/** The URL's as-of day, as in `?at=2026-06-30`: every page then shows what was recorded by the end of that day. */
export const AT_KEY = "at";

const DAY = /^(\d{4})-(\d{2})-(\d{2})$/;

/** The day in `value`, or null when it names no real day. Takes what Next passes as a search parameter. */
export function parseAt(value: unknown): string | null {
  const text = Array.isArray(value) ? value[0] : value;
  if (typeof text !== "string") return null;
  const parts = DAY.exec(text);
  if (!parts) return null;
  const [year, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day && year >= 1970 ? text : null;
}

/** `href` carrying the as-of day, unless it already states one or leaves the application. */
export function withAt(href: string, at: string | null): string {
  if (!at || !href.startsWith("/") || href.startsWith("//")) return href;
  const [beforeHash = "", hash] = href.split("#", 2);
  const [path = "", query = ""] = beforeHash.split("?", 2);
  const params = new URLSearchParams(query);
  if (!params.has(AT_KEY)) params.set(AT_KEY, at);
  return `${path}?${params}${hash === undefined ? "" : `#${hash}`}`;
}

export type AtPreset = { label: string; day: string };

/** Days people ask for, seen from `today` (YYYY-MM-DD): the last ends of a month, a quarter and a year. */
export function atPresets(today: string): AtPreset[] {
  const [year = 1970, month = 1] = today.split("-").map(Number);
  const end = (y: number, m: number) => new Date(Date.UTC(y, m, 0)).toISOString().slice(0, 10);
  return [
    { label: "End of last month", day: end(year, month - 1) },
    { label: "End of last quarter", day: end(year, Math.floor((month - 1) / 3) * 3) },
    { label: "End of last year", day: end(year, 0) },
  ];
}
