/** Numbers and dates as they are printed, on screen and on paper alike. */
import { groupThousands } from "./sentence";

const NARROW_SPACE = "\u202f";
const NO_BREAK_SPACE = "\u00a0";
const MINUS = "\u2212";
const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
] as const;

/** An undefined figure is said, never shown as 0. */
export const NOT_AVAILABLE = "n/a";

/**
 * A number with a fixed count of decimals, thousands separators and a true minus: 1234.5 -> "1,234.50".
 * NaN and infinities, which a platform may send, are said in words.
 */
export function formatNumber(value: number, decimals = 0): string {
  if (Number.isNaN(value)) return "not a number";
  if (!Number.isFinite(value)) return value > 0 ? "infinite" : `${MINUS}infinite`;
  const [whole = "0", fraction] = Math.abs(value).toFixed(decimals).split(".");
  const digits = fraction === undefined ? grouped(whole) : `${grouped(whole)}.${fraction}`;
  const isZero = !/[1-9]/.test(digits); // -0.001 at two decimals is 0.00, not a negative zero
  return value < 0 && !isZero ? `${MINUS}${digits}` : digits;
}

const grouped = (digits: string): string => (digits.length > 15 ? digits : groupThousands(Number(digits)));

/** A number with its unit after a narrow space: "12 %", "41 d". A unit of null or "" adds nothing. */
export function formatMeasure(value: number, unit: string | null, decimals = 0): string {
  const digits = formatNumber(value, decimals);
  return unit ? `${digits}${NARROW_SPACE}${unit}` : digits;
}

/** The change from one number to another, always signed: "+2", "−0.12", "0". */
export function formatChange(change: number, decimals = 0): string {
  const digits = formatNumber(change, decimals);
  return change > 0 && /[1-9]/.test(digits) ? `+${digits}` : digits;
}

/** A share of a whole as a whole percentage. @throws RangeError when the whole is 0: say what is absent instead. */
export function formatShare(part: number, whole: number): string {
  if (whole === 0) throw new RangeError("a share of nothing is not defined");
  return formatMeasure((part / whole) * 100, "%");
}

type CalendarDay = { year: number; month: number; day: number; hour: number; minute: number };

const clocks = new Map<string, Intl.DateTimeFormat>();

function calendarDay(instant: Date, timeZone: string): CalendarDay {
  const clock =
    clocks.get(timeZone) ??
    new Intl.DateTimeFormat("en-GB", {
      timeZone,
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "2-digit",
      minute: "2-digit",
      hourCycle: "h23",
    });
  clocks.set(timeZone, clock);
  const parts = new Map(clock.formatToParts(instant).map(({ type, value }) => [type, Number(value)]));
  const part = (name: Intl.DateTimeFormatPartTypes) => parts.get(name) ?? 0;
  return {
    year: part("year"),
    month: part("month"),
    day: part("day"),
    hour: part("hour"),
    minute: part("minute"),
  };
}

const monthName = (month: number): string => MONTHS[month - 1] ?? "";
const unbroken = (...parts: (string | number)[]): string => parts.join(NO_BREAK_SPACE);

/** "20 Nov 2026" in the time zone of the organisation; no break inside. */
export function formatDay(instant: Date, timeZone: string): string {
  const { year, month, day } = calendarDay(instant, timeZone);
  return unbroken(day, monthName(month).slice(0, 3), year);
}

/** "20 Nov", for a column whose year is said in its head. */
export function formatShortDay(instant: Date, timeZone: string): string {
  const { month, day } = calendarDay(instant, timeZone);
  return unbroken(day, monthName(month).slice(0, 3));
}

/** "20 November 2026", for running text. */
export function formatLongDay(instant: Date, timeZone: string): string {
  const { year, month, day } = calendarDay(instant, timeZone);
  return unbroken(day, monthName(month), year);
}

/** "22 October" in a sentence whose year is understood; with the year when it is not the year of `now`. */
export function formatSpokenDay(instant: Date, now: Date, timeZone: string): string {
  const { year, month, day } = calendarDay(instant, timeZone);
  return year === calendarDay(now, timeZone).year ? unbroken(day, monthName(month)) : formatLongDay(instant, timeZone);
}

/** "20 Nov 2026, 06:00" in the time zone of the organisation. */
export function formatInstant(instant: Date, timeZone: string): string {
  const { hour, minute } = calendarDay(instant, timeZone);
  return `${formatDay(instant, timeZone)}, ${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
}

/** A calendar date without a clock ("2026-11-20") as "20 Nov 2026". @throws RangeError when it is no such date. */
export function formatDate(date: string): string {
  const day = new Date(`${date}T00:00:00Z`);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date) || Number.isNaN(day.getTime()))
    throw new RangeError(`a date must be YYYY-MM-DD, got ${date}`);
  return unbroken(day.getUTCDate(), monthName(day.getUTCMonth() + 1).slice(0, 3), day.getUTCFullYear());
}

/** The calendar date of an instant in a time zone, as "2026-11-20": comparable with a stored date. */
export function dateOf(instant: Date, timeZone: string): string {
  const { year, month, day } = calendarDay(instant, timeZone);
  return `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
}

const DAY_MS = 86_400_000;

/** Whole days from one instant to a later one, rounded down: the age of a state. */
export const daysBetween = (from: Date, to: Date): number => Math.floor((to.getTime() - from.getTime()) / DAY_MS);
