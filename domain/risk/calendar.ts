/** Days as YYYY-MM-DD, without a clock or a zone. */

const DAY_MS = 86_400_000;

const at = (day: string): Date => new Date(`${day}T00:00:00Z`);
const dayText = (date: Date): string => date.toISOString().slice(0, 10);

export const addDays = (day: string, days: number): string => dayText(new Date(at(day).getTime() + days * DAY_MS));

/** Whole days from one day to another; negative when it lies before. */
export const daysFrom = (from: string, to: string): number =>
  Math.round((at(to).getTime() - at(from).getTime()) / DAY_MS);

/** The same day of a later month, or its last day where it has no such: 31 January and a month is 28 February. */
export function addMonths(day: string, months: number): string {
  const from = at(day);
  const month = new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + months, 1));
  const last = new Date(Date.UTC(month.getUTCFullYear(), month.getUTCMonth() + 1, 0)).getUTCDate();
  month.setUTCDate(Math.min(from.getUTCDate(), last));
  return dayText(month);
}

const isWorkingDay = (day: string): boolean => ![0, 6].includes(at(day).getUTCDay());

/**
 * The day that many working days after a day, Monday to Friday; public holidays are not known here.
 *
 * @throws RangeError for a negative or broken count
 */
export function addWorkingDays(day: string, count: number): string {
  if (!Number.isInteger(count) || count < 0) throw new RangeError(`working days must be a whole number, got ${count}`);
  let [reached, left] = [day, count];
  while (left > 0) {
    reached = addDays(reached, 1);
    if (isWorkingDay(reached)) left -= 1;
  }
  return reached;
}
