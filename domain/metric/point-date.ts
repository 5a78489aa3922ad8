import { formatSpokenDay } from "../shared/figure";

const DAY_SECONDS = 86_400;
const DAY_MS = 1000 * DAY_SECONDS;

/** How far points of a measure lie apart, in seconds; null where nobody says. */
type Every = number | null | undefined;

/**
 * Whether the time of a point is a day that was stated, not an instant at which something happened. A platform that says
 * "2026-11-01", for a day or for the whole of November, sends its midnight in UTC. A measure that is known to come more
 * often than daily sends instants, at midnight too.
 */
export function isStatedDay(at: Date | number, everySeconds?: Every): boolean {
  if (everySeconds !== null && everySeconds !== undefined && everySeconds < DAY_SECONDS) return false;
  return Number(at) % DAY_MS === 0;
}

/**
 * The time zone in which the date of a point is read, and of what follows from it: an alert, a version. A stated day is
 * that day everywhere, so it is read in UTC; an instant is read where the organisation is. Instants of our own (received,
 * pulled, recorded) are never read so: they are in the organisation's zone at any hour.
 */
export const pointZone = (at: Date | number, timeZone: string, everySeconds?: Every): string =>
  isStatedDay(at, everySeconds) ? "UTC" : timeZone;

/** "3 November", or with its year when that is not the year of `now`. */
export const spokenPointDay = (at: Date, now: Date, timeZone: string, everySeconds?: Every): string =>
  formatSpokenDay(at, now, pointZone(at, timeZone, everySeconds));
