import type { Operator, Unit } from "./operator";

const DAY_MS = 86_400_000;

/** Days from `from` to `to`, both included; null is open on that side. */
export type DayRange = { from: string | null; to: string | null };

/** What relative dates are counted from: the organisation's day, and the month (1-12) its year begins in. */
export type Today = { day: string; fiscalYearStart: number };

const at = (day: string): Date => new Date(`${day}T00:00:00Z`);
const textOf = (date: Date): string => date.toISOString().slice(0, 10);

export const addDays = (day: string, days: number): string => textOf(new Date(at(day).getTime() + days * DAY_MS));

/** The same day some months on; the last day of a shorter month: 31 Jan and one month is 28 or 29 Feb. */
export function addMonths(day: string, months: number): string {
  const date = at(day);
  const first = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 1));
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  first.setUTCDate(Math.min(date.getUTCDate(), last));
  return textOf(first);
}

const MONTHS_OF: Partial<Record<Unit, number>> = { month: 1, quarter: 3, year: 12 };

function add(day: string, count: number, unit: Unit): string {
  const months = MONTHS_OF[unit];
  return months ? addMonths(day, count * months) : addDays(day, unit === "week" ? count * 7 : count);
}

/** The day, week (from Monday), month, or the quarter or year of the organisation's fiscal calendar, that a day is in. */
function periodOf({ day, fiscalYearStart }: Today, unit: Unit): DayRange {
  const months = MONTHS_OF[unit];
  if (!months) {
    const from = unit === "week" ? addDays(day, -((at(day).getUTCDay() + 6) % 7)) : day;
    return { from, to: addDays(from, unit === "week" ? 6 : 0) };
  }
  const month = Number(day.slice(5, 7));
  const into = (((month - fiscalYearStart) % months) + months) % months;
  const from = addMonths(`${day.slice(0, 7)}-01`, -into);
  return { from, to: addDays(addMonths(from, months), -1) };
}

/** PostgreSQL and JavaScript both hold the years 1 to 9999; beyond them a range is simply open. */
const within = (day: string): string | null => (/^\d{4}-/.test(day) && day >= "0001" ? day : null);

/**
 * The days a condition on a date or an instant leaves, one range a value of "is". Operators without days of their own
 * (empty, filled) leave none. @throws RangeError for values that `valueFault` refuses.
 */
export function dayRanges(op: Operator, values: readonly string[], today: Today): DayRange[] {
  const [first = "", second = ""] = values;
  const count = Number(first);
  switch (op) {
    case "is":
      return values.map((day) => ({ from: day, to: day }));
    case "before":
      return [{ from: null, to: addDays(first, -1) }];
    case "after":
      return [{ from: addDays(first, 1), to: null }];
    case "at-least":
      return [{ from: first, to: null }];
    case "at-most":
      return [{ from: null, to: first }];
    case "between":
      return [{ from: first, to: second }];
    case "last":
      return [{ from: within(add(today.day, -count, second as Unit)), to: today.day }];
    case "next":
      return [{ from: today.day, to: within(add(today.day, count, second as Unit)) }];
    case "this":
      return [periodOf(today, first as Unit)];
    case "overdue":
      return [{ from: null, to: addDays(today.day, -1) }];
    default:
      return [];
  }
}
