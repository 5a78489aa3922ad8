import { timeTicks, valueTicks } from "@/components/chart/axis";
import { linearScale, type Point, type Range, type Scale, timeSpan, valueDomain } from "@/components/chart/geometry";
import { textWidth } from "@/components/chart/labels";
import { type ChartEvent, type LimitChartProps, type SeriesRow, seriesRows } from "@/components/chart/limit-series";
import { formatPointDate, type Where } from "@/components/chart/point-date";
import { formatDate, formatNumber } from "@/components/ui/format";
import type { NumberStyle } from "@/domain/shared/number";

export type Box = { x: number; y: number; width: number; height: number };
export type Size = { width: number; height: number };

/** A limit chart of one size: where everything lies, in pixels of the whole chart. */
export type LimitChartShape = Size & {
  /** The plot: what lies between the axes. */
  box: Box;
  span: Range;
  domain: Range;
  x: Scale;
  y: Scale;
  rows: readonly SeriesRow[];
  breachAt: number | null;
  /** Marks that lie inside the span. */
  events: readonly ChartEvent[];
  values: readonly { at: number; y: number; text: string }[];
  dates: readonly { at: number; x: number; text: string; isLast: boolean }[];
  style: NumberStyle & Where;
};

const DAY_MS = 86_400_000;
export const FONT = 11;
export const FLAG_ROW = 15;
/** Below the plot: the dates and their ticks. */
const BELOW = 28;

/** Room at the right for names of limits and the last value. */
function roomRight({ limits, range }: LimitChartProps): number {
  const words = [...limits.map(({ label }) => label), ...(range ? range.label.split(" ") : []), "0.000 now"];
  return Math.min(150, Math.max(...words.map((word) => textWidth(word, FONT))) + 12);
}

/** Sizes in pixels; null where no plot is left between the axes. */
export function limitChartShape(props: LimitChartProps, { width, height }: Size): LimitChartShape | null {
  const { points, limits, events = [], range, format = {}, where = {}, base } = props;
  const style = { ...format, ...where };
  const span = timeSpan(points);
  const wanted = [...limits.map(({ value }) => value), ...(range ? [range.low, range.high] : [])];
  const { ticks, domain, digits } = valueTicks(valueDomain(points, wanted, base), 4);
  const tickStyle = { ...style, digits: format.percent ? Math.max(0, digits - 2) : digits };
  const texts = ticks.map((tick) => formatNumber(tick, tickStyle));
  const seen = events.filter(({ at }) => at >= span[0] && at <= span[1]);

  const left = Math.max(34, ...texts.map((text) => textWidth(text, FONT) + 10));
  const top = seen.length > 0 ? FLAG_ROW * 2 + 8 : 8;
  const box = { x: left, y: top, width: width - left - roomRight(props), height: height - top - BELOW };
  if (box.width <= 0 || box.height <= 0) return null;
  const x = linearScale(span, [box.x, box.x + box.width]);
  const y = linearScale(domain, [box.y + box.height, box.y]);

  const isShort = span[1] - span[0] < 100 * DAY_MS;
  const near = (span[1] - span[0]) * 0.2; // on the narrowest plot, about 230 px, two dates need 45 px
  // Ticks stand at starts of days and months in UTC, so they are named there.
  const dayOf = (at: number) =>
    formatDate(at, isShort ? "short" : "month-short", {
      ...(where.locale ? { locale: where.locale } : {}),
      timeZone: "UTC",
    });
  const inside = timeTicks(span, 4).filter((tick) => span[1] - tick > near);
  return {
    ...{ width, height, box, span, domain, x, y, style, events: seen },
    ...seriesRows(points, limits),
    values: ticks.map((at, place) => ({ at, y: y(at), text: texts[place] ?? "" })),
    dates: [
      ...inside.map((at) => ({ at, x: x(at), text: dayOf(at), isLast: false })),
      { at: span[1], x: x(span[1]), text: formatPointDate(span[1], "short", where), isLast: true },
    ],
  };
}

/** One of the two lines of a limit chart. */
export const lineOf = (rows: readonly SeriesRow[], key: "calm" | "breached"): Point[] =>
  rows.map((row) => ({ at: row.at, value: row[key] }));

/** The instant under a pixel of the chart's width. */
export const instantAt = ({ span, box }: LimitChartShape, x: number): number =>
  linearScale([box.x, box.x + box.width], span)(x);
