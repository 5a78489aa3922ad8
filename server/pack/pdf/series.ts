import { scaleLinear } from "d3-scale";
import { line } from "d3-shape";
import type { MeasuredModel } from "../data";
import { coordinate, disc, type Mark, path, rect } from "./mark";
import { COLOR } from "./style";

export type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
export type Scale = (value: number) => number;
type Point = { readonly at: number; readonly value: number };

/** Points in time order; a NaN or an infinity stays in its place and leaves a gap in the line. */
export const pointsOf = ({ points }: Pick<MeasuredModel, "points">): Point[] =>
  points.map(({ at, value }) => ({ at: Date.parse(at), value }));

const isDrawable = ({ value }: Point): boolean => Number.isFinite(value);

/** Milliseconds to points. Linear on purpose: a calendar scale would follow the time zone of the machine. */
export const timeScale = (from: number, to: number, { x, width }: Box): Scale =>
  scaleLinear([from, Math.max(to, from + 1)], [x, x + width]);

/** The values and limits of a series with a little air above and below. */
export function valueScale(points: readonly Point[], limits: readonly (number | null)[], { y, height }: Box): Scale {
  const [low, high] = extentOf(points, limits);
  return scaleLinear([low, high], [y + height, y]);
}

/** Lowest and highest value to show; a flat series gets room on both sides. */
export function extentOf(points: readonly Point[], limits: readonly (number | null)[]): [number, number] {
  const values = [...points.filter(isDrawable).map(({ value }) => value), ...limits.filter((limit) => limit !== null)];
  if (values.length === 0) return [0, 1];
  const low = values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  const high = values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  const air = high > low ? (high - low) * 0.12 : Math.abs(high) * 0.1 || 1;
  return [low - air, high + air];
}

export const isBreach = (value: number, limit: number | null, direction: "high" | "low" | null): boolean =>
  limit !== null && Number.isFinite(value) && (direction === "low" ? value <= limit : value >= limit);

/** Index at which the breach begins that still holds at the last value, or null. A gap does not end it. */
export function breachStart(
  points: readonly Point[],
  limit: number | null,
  direction: "high" | "low" | null,
): number | null {
  let start: number | null = null;
  for (let index = points.length - 1; index >= 0; index -= 1) {
    const point = points[index];
    if (!point || !isDrawable(point)) continue;
    if (!isBreach(point.value, limit, direction)) break;
    start = index;
  }
  return start;
}

/** Path data through the points; a gap where a value cannot be drawn. */
export function linePath(points: Point[], x: Scale, y: Scale): string {
  const draw = line<Point>()
    .defined(isDrawable)
    .x(({ at }) => x(at))
    .y(({ value }) => y(value))
    .digits(2);
  return draw(points) ?? "";
}

/** The line of a series: ink, and red only from the point of breach; a dot on the last value. */
export function seriesMarks(model: MeasuredModel, x: Scale, y: Scale, weight: number): Mark[] {
  const points = pointsOf(model);
  const drawable = points.filter(isDrawable);
  const last = drawable.at(-1);
  if (!last) return [];
  const limit = model.critical ?? model.warning;
  const breach = breachStart(points, limit, model.direction);
  const isRed = breach !== null && model.state === "critical";
  const before = isRed && breach !== null ? points.slice(0, breach + 1) : points;
  const marks: Mark[] = [path(0, 0, linePath(before, x, y), { stroke: COLOR.ink, width: weight, round: true })];
  if (isRed && breach !== null) {
    const red = points.slice(breach).filter(isDrawable).length > 1 ? points.slice(breach) : [];
    if (red.length > 0) marks.push(path(0, 0, linePath(red, x, y), { stroke: COLOR.bad, width: weight, round: true }));
  }
  marks.push(disc(x(last.at), y(last.value), weight * 1.7, { fill: isRed ? COLOR.bad : COLOR.ink }));
  return marks.filter((mark) => mark.kind !== "path" || mark.d !== "");
}

/** A limit across the box: critical dashed 3-3, warning dotted 1-3. */
export function limitMark(limit: number, kind: "critical" | "warning", { x, width }: Box, y: Scale): Mark {
  const dash = kind === "critical" ? ([3, 3] as const) : ([1, 3] as const);
  return path(x, y(limit), `M0 0H${coordinate(width)}`, { stroke: COLOR.ink2, width: 0.75, dash });
}

/** The limit a state is measured against: the warning limit while in warning, else the critical one. */
export const limitInForce = ({ state, warning, critical }: MeasuredModel): number | null =>
  state === "warning" ? (warning ?? critical) : (critical ?? warning);

/** The trend of a row: no axis, its limit dotted. All rows share one period. */
export function sparkline(model: MeasuredModel, period: { from: number; to: number }, box: Box): Mark[] {
  const limit = limitInForce(model);
  const x = timeScale(period.from, period.to, box);
  const y = valueScale(pointsOf(model), [limit], box);
  return [...(limit === null ? [] : [limitMark(limit, "warning", box, y)]), ...seriesMarks(model, x, y, 0.85)];
}

/** The wash behind a breach that still holds, from its first point to the end of the period. */
export function breachWash(model: MeasuredModel, box: Box, x: Scale, y: Scale): Mark[] {
  const limit = model.critical;
  const points = pointsOf(model);
  const start = model.state === "critical" ? breachStart(points, limit, model.direction) : null;
  const first = start === null ? undefined : points[start];
  if (!first || limit === null) return [];
  const edge = y(limit);
  const [top, bottom] = model.direction === "low" ? [edge, box.y + box.height] : [box.y, edge];
  const left = x(first.at);
  return [rect(left, top, box.x + box.width - left, bottom - top, { fill: COLOR.badWash })];
}
