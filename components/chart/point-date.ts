import type { Point } from "@/components/chart/geometry";
import { formatDate } from "@/components/ui/format";
import { isStatedDay, pointZone } from "@/domain/metric/point-date";
import type { DateShape } from "@/domain/shared/date-text";

/** Where dates are read, and how far the points they belong to lie apart, in seconds: null where it is not known. */
export type Where = { locale?: string | undefined; timeZone?: string | undefined; everySeconds?: number | null };

/** The date of a point, or of what follows from one: a day it states in UTC, without an hour; an instant where we are. */
export function formatPointDate(at: Date | number | null, shape: DateShape, where: Where): string {
  if (at === null) return formatDate(at);
  const stated = shape === "instant" && isStatedDay(at, where.everySeconds);
  const timeZone = pointZone(at, where.timeZone ?? "UTC", where.everySeconds);
  return formatDate(at, stated ? "day" : shape, { ...(where.locale ? { locale: where.locale } : {}), timeZone });
}

/** Milliseconds between two points of a course, as a rule; 0 where it has fewer. */
export function usualDistance(points: readonly Pick<Point, "at">[]): number {
  const gaps = points
    .slice(1)
    .map(({ at }, index) => at - (points[index]?.at ?? at))
    .sort((a, b) => a - b);
  return gaps[Math.floor(gaps.length / 2)] ?? 0;
}

/** Where the dates of a course are read. */
export const courseWhere = (points: readonly Pick<Point, "at">[], where: Where): Where => ({
  ...where,
  everySeconds: usualDistance(points) / 1000 || null,
});
