import type { Sample } from "@/domain/metric/rule";

/** How often a rule looks. `point`: at every point that arrives; else once for each UTC hour, day, week or month. */
export const RULE_WINDOWS = ["point", "hour", "day", "week", "month"] as const;
export type RuleWindow = (typeof RULE_WINDOWS)[number];

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Weeks start on Monday; 1 January 1970 was a Thursday. */
const FIRST_MONDAY_MS = 4 * DAY_MS;

/** Start of the window an instant falls in, in milliseconds since 1970. */
export function windowStart(window: RuleWindow, at: Date): number {
  const ms = at.getTime();
  const down = (step: number, origin = 0): number => Math.floor((ms - origin) / step) * step + origin;
  if (window === "hour") return down(HOUR_MS);
  if (window === "day") return down(DAY_MS);
  if (window === "week") return down(7 * DAY_MS, FIRST_MONDAY_MS);
  if (window === "month") return Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), 1);
  return ms;
}

/** Start of the window after the one that starts at `start`. */
export function nextWindow(window: Exclude<RuleWindow, "point">, start: number): number {
  if (window === "hour") return start + HOUR_MS;
  if (window === "day") return start + DAY_MS;
  if (window === "week") return start + 7 * DAY_MS;
  const at = new Date(start);
  return Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 1);
}

export type Reading = { at: Date; value: number; cases?: number | null };
export type WindowSample = Sample & { at: Date };

/** More windows than this in one gap are not listed one by one: the state no longer changes. */
const LONGEST_GAP = 400;

/**
 * One sample for each window between the first reading and `until`, oldest first; the last reading of a window counts.
 * A window without a reading is missing once it has ended at least `latenessMs` before `until`.
 * `readings` must be in ascending order of time.
 */
export function samplesOf(
  window: RuleWindow,
  readings: readonly Reading[],
  until: Date,
  latenessMs: number,
): WindowSample[] {
  if (window === "point") return readings.map(({ at, value, cases }) => ({ at, value, cases: cases ?? null }));
  const samples: WindowSample[] = [];
  let expected: number | null = null;
  const missing = (before: number): void => {
    for (let gap = 0; expected !== null && expected < before && gap < LONGEST_GAP; gap += 1) {
      samples.push({ at: new Date(expected), value: null });
      expected = nextWindow(window, expected);
    }
  };
  for (const reading of readings) {
    const start = windowStart(window, reading.at);
    if (expected !== null && start < expected) samples.pop();
    else missing(start);
    samples.push({ at: reading.at, value: reading.value, cases: reading.cases ?? null });
    expected = nextWindow(window, start);
  }
  if (expected !== null) missing(lastDue(window, until, latenessMs));
  return samples;
}

/** Start of the first window that is not yet overdue: it has not ended, or ended less than the lateness ago. */
function lastDue(window: Exclude<RuleWindow, "point">, until: Date, latenessMs: number): number {
  return windowStart(window, new Date(until.getTime() - latenessMs));
}
