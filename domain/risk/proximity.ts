import { counted, sentenceCase } from "../shared/sentence";
import { addMonths, daysFrom } from "./calendar";

/** How soon a risk may come true, soonest first. */
export const PROXIMITIES = ["imminent", "near", "medium", "far"] as const;
export type Proximity = (typeof PROXIMITIES)[number];

export const PROXIMITY_LABELS: Record<Proximity, string> = {
  imminent: "Imminent, within a month",
  near: "Near, within three months",
  medium: "Medium, within a year",
  far: "Far, a year or more away",
};

const MONTHS_OF: readonly [Proximity, number][] = [
  ["imminent", 1],
  ["near", 3],
  ["medium", 12],
];

/**
 * The band of a date, seen from a day; both YYYY-MM-DD. A date that has passed is imminent; none has no band.
 *
 * @source domain research §6: imminent under one month, near under three, medium under twelve, else far
 */
export function proximityOf(on: string | null, today: string): Proximity | null {
  if (on === null) return null;
  return MONTHS_OF.find(([, months]) => on < addMonths(today, months))?.[0] ?? "far";
}

/** "Now", "in one day", "in 72 days"; what has no date says so. */
export function proximityText(on: string | null, today: string): string {
  if (on === null) return "No date given";
  const days = daysFrom(today, on);
  return sentenceCase(days <= 0 ? "now" : `in ${counted(days, "day")}`);
}
