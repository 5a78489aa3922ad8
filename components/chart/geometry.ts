import { curveLinear, curveMonotoneX, line } from "d3-shape";

/**
 * Pure shapes for screen, paper and mail: numbers and path strings only. Times are milliseconds since 1970, UTC.
 * Axes are in axis.ts: their library is large, and small charts on a page's first load have none.
 */

export type Point = { at: number; value: number | null };
export type Range = readonly [number, number];
/** A limit breached below ("at least") or above ("at most") its value. */
export type Limit = { value: number; side: "below" | "above"; severity: "warning" | "critical" };

export type Scale = (value: number) => number;

export function isMeasured(point: Point): point is { at: number; value: number } {
  return point.value !== null && Number.isFinite(point.value);
}

export function linearScale(domain: Range, range: Range): Scale {
  const [from, to] = domain;
  const [start, end] = range;
  if (from === to) return () => (start + end) / 2;
  return (value) => start + ((value - from) / (to - from)) * (end - start);
}

/** The span of values and limits with room above and below; `base` forces a stated start, such as zero. */
export function valueDomain(points: readonly Point[], limits: readonly number[] = [], base?: number): [number, number] {
  const values = [...points.filter(isMeasured).map((point) => point.value), ...limits];
  if (base !== undefined) values.push(base);
  if (values.length === 0) return [0, 1];
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const room = high === low ? Math.abs(high) * 0.1 || 1 : (high - low) * 0.08;
  return [base !== undefined && low >= base ? base : low - room, high + room];
}

export function timeSpan(points: readonly Point[]): [number, number] {
  const first = points[0]?.at ?? 0;
  const last = points.at(-1)?.at ?? first + 1;
  return first === last ? [first - 1, last + 1] : [first, last];
}

/** The line through measured points; a missing value leaves a gap, it is never bridged. */
export function linePath(points: readonly Point[], x: Scale, y: Scale, smooth = false): string {
  const path = line<Point>()
    .defined(isMeasured)
    .x((point) => x(point.at))
    .y((point) => y(point.value ?? 0))
    .curve(smooth ? curveMonotoneX : curveLinear)
    .digits(2);
  return path(points as Point[]) ?? "";
}

export function isBreach(value: number, limit: Limit): boolean {
  return limit.side === "below" ? value < limit.value : value > limit.value;
}

/**
 * Index of the first point of the breach that still stands at the end of the series; -1 when the last measured point
 * is inside every critical limit. A dip that has healed is no breach any more.
 */
export function breachStart(points: readonly Point[], limits: readonly Limit[]): number {
  const critical = limits.filter((limit) => limit.severity === "critical");
  let start = -1;
  for (const [index, point] of points.entries()) {
    if (!isMeasured(point)) continue;
    const breached = critical.some((limit) => isBreach(point.value, limit));
    if (!breached) start = -1;
    else if (start < 0) start = index;
  }
  return start;
}

/** The points up to and from `index`; both halves share that point, so that the line does not break. */
export function splitAt<P>(points: readonly P[], index: number): { before: P[]; from: P[] } {
  if (index < 0) return { before: [...points], from: [] };
  return { before: points.slice(0, index + 1), from: points.slice(index) };
}

export type SparkShape = {
  path: string;
  breachPath: string;
  limitY: number | null;
  end: { x: number; y: number; breached: boolean } | null;
};

/** A small line with its limit, inset by the end dot's radius. */
export function spark(points: readonly Point[], limits: readonly Limit[], width: number, height: number): SparkShape {
  const inset = 2.5;
  const limit = limits.find((each) => each.severity === "critical") ?? limits[0];
  const x = linearScale(timeSpan(points), [0, width - inset]);
  const y = linearScale(valueDomain(points, limit ? [limit.value] : []), [height - inset, inset]);
  const start = breachStart(points, limits);
  const { before, from } = splitAt(points, start);
  const last = points.findLast(isMeasured);
  return {
    path: linePath(before, x, y),
    breachPath: start < 0 ? "" : linePath(from, x, y),
    limitY: limit ? y(limit.value) : null,
    end: last ? { x: x(last.at), y: y(last.value), breached: start >= 0 } : null,
  };
}

/** A bullet in percent of its width; a value past the scale's end stops at it. */
export function bullet(bar: { value: number | null; max: number; tick?: number; span?: Range }): {
  from: number;
  width: number;
  tick: number | null;
} {
  const percent = (value: number) => (bar.max > 0 ? Math.min(100, Math.max(0, (value / bar.max) * 100)) : 0);
  const [low, high] = bar.span ?? [0, bar.value ?? 0];
  return {
    from: percent(low),
    width: Math.max(0, percent(high) - percent(low)),
    tick: bar.tick === undefined ? null : percent(bar.tick),
  };
}
