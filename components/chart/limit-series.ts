import { breachStart, isBreach, isMeasured, type Limit, type Point, splitAt } from "@/components/chart/geometry";
import { courseWhere, formatPointDate, type Where } from "@/components/chart/point-date";
import { formatNumber } from "@/components/ui/format";
import type { StatusKind } from "@/components/ui/status";
import type { NumberStyle } from "@/domain/shared/number";

export type ChartPoint = Point & {
  /** Finds the point's source record. */
  id?: string;
  /** What the table says beside it: "restated from 0.68". */
  note?: string;
};
export type ChartLimit = Limit & { /** "floor 0.78" */ label: string };
export type ChartEvent = { at: number; label: string; kind?: "version" | "event" | "planned" };

export type LimitChartProps = {
  /** Names the measure for those who do not see the chart. */
  name: string;
  /** Ascending in time. A null or not-a-number value is a gap. */
  points: readonly ChartPoint[];
  limits: readonly ChartLimit[];
  events?: readonly ChartEvent[];
  /** The validated range, drawn as a wash. */
  range?: { low: number; high: number; label: string };
  format?: NumberStyle;
  where?: Where;
  /** Start of the value axis, when it is not the data's own. */
  base?: number;
  height?: number;
  selectedAt?: number | null;
  onSelect?: (point: ChartPoint) => void;
  className?: string;
};

/** Against the limits: past a critical one is bad, past a warning one is watch; a missing value is stale. */
export function statusOf(point: Point, limits: readonly Limit[]): StatusKind {
  if (!isMeasured(point)) return "stale";
  const passed = limits.filter((limit) => isBreach(point.value, limit));
  if (passed.some((limit) => limit.severity === "critical")) return "bad";
  return passed.length > 0 ? "watch" : "good";
}

export type SeriesRow = { at: number; calm: number | null; breached: number | null };

/** Two lines out of one: ink until the standing breach, red from it on, meeting in its first point. */
export function seriesRows(points: readonly ChartPoint[], limits: readonly Limit[]) {
  const start = breachStart(points, limits);
  const { before, from } = splitAt(points, start);
  const red = new Set(from.map((point) => point.at));
  const ink = new Set(before.map((point) => point.at));
  const shown = (point: ChartPoint) => (isMeasured(point) ? point.value : null);
  const rows: SeriesRow[] = points.map((point) => ({
    at: point.at,
    calm: ink.has(point.at) || start < 0 ? shown(point) : null,
    breached: start >= 0 && red.has(point.at) ? shown(point) : null,
  }));
  return { rows, breachAt: start < 0 ? null : (points[start]?.at ?? null) };
}

/** The chart in a sentence or two, for those who do not see it. */
export function summarise(
  name: string,
  points: readonly ChartPoint[],
  limits: readonly ChartLimit[],
  style: NumberStyle & Where,
  events: readonly ChartEvent[] = [],
): string {
  const measured = points.filter(isMeasured);
  const [first, last] = [measured[0], measured.at(-1)];
  if (!first || !last) return `${name}: no values in this period.`;
  const where = courseWhere(points, style);
  const day = (at: number) => formatPointDate(at, "day", where);
  const { breachAt } = seriesRows(points, limits);
  const missing = points.length - measured.length;
  const parts = [
    `${name}: ${measured.length} values from ${day(first.at)} to ${day(last.at)}, last ${formatNumber(last.value, style)}.`,
    limits.length > 0 ? `Limits: ${limits.map((limit) => limit.label).join(", ")}.` : "",
    breachAt === null ? "" : `Past its critical limit since ${day(breachAt)}.`,
    events.length > 0 ? `Marked: ${events.map((event) => event.label).join("; ")}.` : "",
    missing > 0 ? `${missing} ${missing === 1 ? "value is" : "values are"} missing.` : "",
  ];
  return parts.filter(Boolean).join(" ");
}

/** The measured point nearest to an instant. */
export function nearest(points: readonly ChartPoint[], at: number): ChartPoint | undefined {
  let best: ChartPoint | undefined;
  for (const point of points) {
    if (isMeasured(point) && (!best || Math.abs(point.at - at) < Math.abs(best.at - at))) best = point;
  }
  return best;
}
