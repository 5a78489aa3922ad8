import { MONTHS } from "../shared/month";
import type { DateOrder } from "./mapping";

const SHORT_MONTHS = MONTHS.map((name) => name.slice(0, 3).toLowerCase());
const MONTH =
  "(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)";
const YEAR_FIRST = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?Z?)?$/;
const YEAR_LAST = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4})$/;
const DAY_WORD = new RegExp(`^(\\d{1,2})[ -]${MONTH}\\.?,?[ -](\\d{4})$`, "i");
const WORD_DAY = new RegExp(`^${MONTH}\\.? (\\d{1,2}),? (\\d{4})$`, "i");

/** ISO date, or null when the calendar has no such day. */
function iso(year: number, month: number, day: number): string | null {
  const date = new Date(Date.UTC(year, month - 1, day));
  const isReal = year >= 1900 && year <= 2199 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return isReal ? date.toISOString().slice(0, 10) : null;
}

const monthOf = (word: string | undefined) => SHORT_MONTHS.indexOf((word ?? "").slice(0, 3).toLowerCase()) + 1;

/** Both readings of a date such as 3/4/2024; null where the calendar has no such day. */
function readings(text: string): Record<DateOrder, string | null> | null {
  const match = YEAR_LAST.exec(text);
  if (!match) return null;
  const [first, second, year] = [Number(match[1]), Number(match[3]), Number(match[4])];
  return { "day-first": iso(year, second, first), "month-first": iso(year, first, second) };
}

/**
 * The ISO date a text states in full, or null: a month alone, a year alone, two-digit years, quarters, ranges and
 * dates followed by words are not guessed at. Without an order a date such as 3/4/2024 is read only if it has one reading.
 */
export function parseDate(text: string, order: DateOrder | null): string | null {
  const plain = text.trim();
  const both = readings(plain);
  if (both) {
    if (order) return both[order];
    const [dayFirst, monthFirst] = [both["day-first"], both["month-first"]];
    if (dayFirst === monthFirst) return dayFirst;
    return dayFirst === null ? monthFirst : monthFirst === null ? dayFirst : null;
  }
  const yearFirst = YEAR_FIRST.exec(plain);
  if (yearFirst) return iso(Number(yearFirst[1]), Number(yearFirst[2]), Number(yearFirst[3]));
  const dayWord = DAY_WORD.exec(plain);
  if (dayWord) return iso(Number(dayWord[3]), monthOf(dayWord[2]), Number(dayWord[1]));
  const wordDay = WORD_DAY.exec(plain);
  return wordDay ? iso(Number(wordDay[3]), monthOf(wordDay[1]), Number(wordDay[2])) : null;
}

export type DateEvidence = { dayFirst: number; monthFirst: number; ambiguous: number; order: DateOrder | null };

/** Which order a column's dates prove. Contradicting dates, or none that proves one, leave it open. */
export function dateEvidence(texts: Iterable<string>): DateEvidence {
  const evidence: DateEvidence = { dayFirst: 0, monthFirst: 0, ambiguous: 0, order: null };
  for (const text of texts) {
    const both = readings(text.trim());
    if (!both || both["day-first"] === both["month-first"]) continue;
    if (both["month-first"] === null) evidence.dayFirst++;
    else if (both["day-first"] === null) evidence.monthFirst++;
    else evidence.ambiguous++;
  }
  if (evidence.dayFirst > 0 && evidence.monthFirst === 0) evidence.order = "day-first";
  if (evidence.monthFirst > 0 && evidence.dayFirst === 0) evidence.order = "month-first";
  return evidence;
}

/** Decimal text that a number holds without loss: no leading zeros, thousands marks, exponent or spare digits. */
export const isPlainNumber = (text: string): boolean =>
  /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/.test(text) && String(Number(text)) === text;
