import type { Sample } from "@/domain/metric/rule";

const DAY_MS = 86_400_000;
const WEEK_MS = 7 * DAY_MS;
/** From 28 days on a window is a calendar month. */
export const MONTH_SECONDS = 28 * 86_400;
/** Weeks start on Monday; 1 January 1970 was a Thursday. */
const FIRST_MONDAY_MS = 4 * DAY_MS;

/** Start of the window (of `seconds`, in UTC) an instant falls in, in milliseconds since 1970. */
export function windowStart(seconds: number, at: Date): number {
  if (seconds >= MONTH_SECONDS) return Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), 1);
  const step = seconds * 1000;
  const origin = step === WEEK_MS ? FIRST_MONDAY_MS : 0;
  return Math.floor((at.getTime() - origin) / step) * step + origin;
}

/** Start of the window after the one that starts at `start`. */
export function nextWindow(seconds: number, start: number): number {
  if (seconds < MONTH_SECONDS) return start + seconds * 1000;
  const at = new Date(start);
  return Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 1);
}

export type Reading = { at: Date; value: number; cases?: number | null };
export type WindowSample = Sample & { at: Date };

const ascending = (counts: readonly Reading[]) => [...counts].sort((a, b) => a.at.getTime() - b.at.getTime());

/**
 * Readings with how many cases they rest on: the newest count in the same window. A window nobody counted has none, so that
 * a rule that asks for some waits for the count.
 */
export function counted(seconds: number, readings: readonly Reading[], counts: readonly Reading[]): Reading[] {
  const last = new Map(ascending(counts).map(({ at, value }) => [windowStart(seconds, at), value]));
  return readings.map((reading) => ({ ...reading, cases: last.get(windowStart(seconds, reading.at)) ?? 0 }));
}

/** More windows than this in one gap are not listed one by one: the state no longer changes. */
const LONGEST_GAP = 400;

/**
 * One sample for each window between the first reading and `until`, oldest first; the last reading of a window counts.
 * A window without a reading is missing once it ended at least `latenessMs` before `until`. Where outcomes are known only
 * `labelDelayMs` later, what is younger is not looked at: neither its readings nor their absence.
 * `readings` must be in ascending order of time.
 */
export function samplesOf(
  seconds: number,
  readings: readonly Reading[],
  until: Date,
  { latenessMs, labelDelayMs = 0 }: { latenessMs: number; labelDelayMs?: number },
): WindowSample[] {
  const known = until.getTime() - labelDelayMs;
  const samples: WindowSample[] = [];
  let expected: number | null = null;
  const missing = (before: number): void => {
    for (let gap = 0; expected !== null && expected < before && gap < LONGEST_GAP; gap += 1) {
      samples.push({ at: new Date(expected), value: null });
      expected = nextWindow(seconds, expected);
    }
  };
  for (const reading of readings) {
    if (labelDelayMs > 0 && reading.at.getTime() > known) break;
    const start = windowStart(seconds, reading.at);
    if (expected !== null && start < expected) samples.pop();
    else missing(start);
    samples.push({ at: reading.at, value: reading.value, cases: reading.cases ?? null });
    expected = nextWindow(seconds, start);
  }
  if (expected !== null) missing(windowStart(seconds, new Date(known - latenessMs)));
  return samples;
}
