/** Numbers and dates as they stand in sentences and on paper: English, dates never broken across lines. */
import { type DateShape, dateText } from "./date-text";
import { dayOf } from "./day";
import { MINUS, printNumber, withUnit } from "./number";

const NO_BREAK_SPACE = "\u00a0";

/** An undefined figure is said, never shown as 0. */
export const NOT_AVAILABLE = "n/a";

/**
 * A number with a fixed count of decimals, thousands separators and a true minus: 1234.5 -> "1,234.50".
 * NaN and infinities, which a platform may send, are said in words.
 */
export function formatNumber(value: number, decimals = 0): string {
  if (Number.isNaN(value)) return "not a number";
  if (!Number.isFinite(value)) return value > 0 ? "infinite" : `${MINUS}infinite`;
  return printNumber(value, { digits: decimals });
}

/** A number with its unit after a narrow space: "12 %", "41 d". A unit of null or "" adds nothing. */
export const formatMeasure = (value: number, unit: string | null, decimals = 0): string =>
  withUnit(formatNumber(value, decimals), unit);

/** The change from one number to another, always signed: "+2", "−0.12", "0". */
export const formatChange = (change: number, decimals = 0): string =>
  Number.isFinite(change) ? printNumber(change, { digits: decimals, signed: true }) : formatNumber(change);

/** A share of a whole as a whole percentage. @throws RangeError when the whole is 0: say what is absent instead. */
export function formatShare(part: number, whole: number): string {
  if (whole === 0) throw new RangeError("a share of nothing is not defined");
  return formatMeasure((part / whole) * 100, "%");
}

/** Keeps a date or a figure with its word on one line inside a sentence. */
export const unbroken = (text: string): string => text.replaceAll(" ", NO_BREAK_SPACE);

const dateIn = (shape: DateShape) => (instant: Date, timeZone: string) => unbroken(dateText(instant, shape, timeZone));

/** "20 Nov 2026" in the time zone of the organisation; no break inside. */
export const formatDay = dateIn("day");

/** "20 Nov", for a column whose year is said in its head. */
export const formatShortDay = dateIn("short");

/** "20 November 2026", for running text. */
export const formatLongDay = dateIn("long");

const yearOf = (instant: Date, timeZone: string): string => dayOf(instant, timeZone).slice(0, 4);

/** "22 October" in a sentence whose year is understood; with the year when it is not the year of `now`. */
export const formatSpokenDay = (instant: Date, now: Date, timeZone: string): string =>
  yearOf(instant, timeZone) === yearOf(now, timeZone)
    ? dateIn("long-short")(instant, timeZone)
    : formatLongDay(instant, timeZone);

/** "20 Nov 2026, 06:00" in the time zone of the organisation. */
export const formatInstant = (instant: Date, timeZone: string): string =>
  `${formatDay(instant, timeZone)}, ${dateText(instant, "time", timeZone)}`;

const MOST_DATES = 4000; // ten years of days, then from the beginning
const dates = new Map<string, string>();

/** A calendar date without a clock ("2026-11-20") as "20 Nov 2026". @throws RangeError when it is no such date. */
export function formatDate(date: string): string {
  const known = dates.get(date);
  if (known) return known;
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date);
  if (!match) throw new RangeError(`a date must be YYYY-MM-DD, got ${date}`);
  const made = formatDay(new Date(`${date}T00:00:00Z`), "UTC");
  if (dates.size >= MOST_DATES) dates.clear();
  dates.set(date, made);
  return made;
}

const DAY_MS = 86_400_000;

/** Whole days from one instant to a later one, rounded down: the age of a state. */
export const daysBetween = (from: Date, to: Date): number => Math.floor((to.getTime() - from.getTime()) / DAY_MS);
