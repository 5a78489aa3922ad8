import { z } from "zod";
import { dayOf, endOfDay } from "./day";
import { AppError } from "./error";

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** A day (its end, in the organisation's time zone) or an exact instant. */
export const asOfText = z.union([z.iso.date(), z.iso.datetime({ offset: true })]);

/**
 * The instant a reader asked for, or null for now (no text, or today).
 * @throws AppError BAD_REQUEST for a date that has not come yet.
 */
export function asOfInstant(text: string | undefined, timeZone: string, now: Date): Date | null {
  if (!text) return null;
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
