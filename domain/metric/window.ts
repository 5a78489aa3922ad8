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

/** More windows than this in one gap are not listed one by one: the state no longer changes. */
const LONGEST_GAP = 400;

/**
 * One sample for each window between the first reading and `until`, oldest first; the last reading of a window counts.
 * A window without a reading is missing once it ended at least `latenessMs` before `until`.
 * `readings` must be in ascending order of time.
 */
export function samplesOf(
  seconds: number,
  readings: readonly Reading[],
  until: Date,
  latenessMs: number,
): WindowSample[] {
  const samples: WindowSample[] = [];
  let expected: number | null = null;
  const missing = (before: number): void => {
    for (let gap = 0; expected !== null && expected < before && gap < LONGEST_GAP; gap += 1) {
      samples.push({ at: new Date(expected), value: null });
      expected = nextWindow(seconds, expected);
    }
  };
  for (const reading of readings) {
    const start = windowStart(seconds, reading.at);
    if (expected !== null && start < expected) samples.pop();
    else missing(start);
    samples.push({ at: reading.at, value: reading.value, cases: reading.cases ?? null });
    expected = nextWindow(seconds, start);
  }
  if (expected !== null) missing(windowStart(seconds, new Date(until.getTime() - latenessMs)));
  return samples;
}
