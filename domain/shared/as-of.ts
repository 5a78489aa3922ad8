import { z } from "zod";
import { dayOf, endOfDay } from "./day";
import { AppError } from "./error";

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** A day (its end, in the organisation's time zone) or an exact instant. */
export const asOfText = z.union([z.iso.date(), z.iso.datetime({ offset: true })]);

/** Older days are mistyped, and the oldest have no instant that PostgreSQL reads. */
const EARLIEST = "1970-01-01";

/**
 * The instant a reader asked for, or null for now (no text, or today).
 * @throws AppError BAD_REQUEST for a date that has not come yet, or lies before 1970.
 */
export function asOfInstant(text: string | undefined, timeZone: string, now: Date): Date | null {
  if (!text) return null;
  if (text < EARLIEST) throw new AppError("BAD_REQUEST", "Nothing was recorded before 1970. Choose a later date.");
  if (DAY.test(text)) {
    if (text === dayOf(now, timeZone)) return null;
    const end = endOfDay(text, timeZone);
    if (end > now) throw new AppError("BAD_REQUEST", `${text} has not come yet. Choose a past date.`);
    return end;
  }
  const instant = new Date(text);
  if (instant > now) throw new AppError("BAD_REQUEST", "That instant has not come yet. Choose a past one.");
  return instant;
}
