import { LABELS_BEHIND_DAYS } from "@/server/sample-model/story";

const DAY_MS = 86_400_000;
/** A day is measured an hour after it ended. */
const MEASURED_AFTER_MS = 3_600_000;

/**
 * When the sample was made, and how fast its story goes on: days of story in a minute. What a model can say at once
 * (drift, volume, latency) keeps to the calendar. Labels lie three weeks behind when the sample is made and catch up
 * at that speed, then follow a day behind. Nothing is ever dated later than now.
 */
export type StoryClock = { anchor: Date; daysAMinute: number };

/** Six days a minute: a new window of labels every ten seconds, caught up after three and a half minutes. */
export const DEFAULT_SPEED = 6;

export const anchorDay = ({ anchor }: StoryClock): number => Math.floor(anchor.getTime() / DAY_MS);

/** Midnight (UTC) of a day of the story. */
export const dateOf = (clock: StoryClock, day: number): Date => new Date((anchorDay(clock) + day) * DAY_MS);

/** The day of the story whose midnight is at or last before an instant. */
export const dayOf = (clock: StoryClock, at: Date): number => Math.floor(at.getTime() / DAY_MS) - anchorDay(clock);

/** Days of story told since the sample was made, at its own speed; negative before. */
export function storyDays({ anchor, daysAMinute }: StoryClock, now: Date): number {
  const minutes = (now.getTime() - anchor.getTime()) / 60_000;
  return minutes < 0 ? (minutes * 60_000) / DAY_MS : minutes * daysAMinute;
}

/** The last day with figures that need no label. */
export function measuredDay(clock: StoryClock, now: Date): number {
  return dayOf(clock, new Date(now.getTime() - MEASURED_AFTER_MS)) - 1;
}

/** The last day with labels. */
export function labelledDay(clock: StoryClock, now: Date): number {
  const caughtUp = measuredDay(clock, now) - 1;
  return Math.min(caughtUp, Math.floor(-LABELS_BEHIND_DAYS + storyDays(clock, now)));
}
