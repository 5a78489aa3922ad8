"use client";

import { CartesianGrid, ComposedChart, Line, ReferenceArea, ReferenceLine, Tooltip, XAxis, YAxis } from "recharts";
import { timeTicks, valueTicks } from "@/components/chart/axis";
import { linearScale, timeSpan, valueDomain } from "@/components/chart/geometry";
import { textWidth } from "@/components/chart/labels";
import { ChartNotes } from "@/components/chart/limit-chart-notes";
import { type LimitChartProps, nearest, seriesRows } from "@/components/chart/limit-series";
import { formatPointDate } from "@/components/chart/point-date";
import { formatDate, formatNumber } from "@/components/ui/format";

const DAY_MS = 86_400_000;
const FLAG_ROW = 15;
const AXIS = { fill: "var(--ink-2)", fontSize: 11 };

/** The drawn half of a limit chart; import it through limit-chart.tsx, which loads it when needed. */
export function LimitChartPlot(props: LimitChartProps & { height: number }) {
  const { points, limits, events = [], range, format = {}, where = {}, base, height, selectedAt, onSelect } = props;
  const style = { ...format, ...where };
  const span = timeSpan(points);
  const wanted = [...limits.map((limit) => limit.value), ...(range ? [range.low, range.high] : [])];
  const { ticks, domain, digits } = valueTicks(valueDomain(points, wanted, base), 4);
  const { rows, breachAt } = seriesRows(points, limits);
  const seen = events.filter((event) => event.at >= span[0] && event.at <= span[1]);

  const rightWords = [...limits.map((limit) => limit.label), ...(range ? range.label.split(" ") : []), "0.000 now"];
  const right = Math.min(150, Math.max(...rightWords.map((word) => textWidth(word, 11))) + 12);
  const short = span[1] - span[0] < 100 * DAY_MS;
  const near = (span[1] - span[0]) * 0.2; // on the narrowest plot, about 230 px, two dates need 45 px
  // Ticks stand at starts of days and months in UTC, so they are named there.
  const tickDate = (at: number) =>
    formatDate(at, short ? "short" : "month-short", {
      ...(where.locale ? { locale: where.locale } : {}),
      timeZone: "UTC",
    });
  const dateTicks = [...timeTicks(span, 4).filter((tick) => span[1] - tick > near), span[1]];
  const tickStyle = { ...style, digits: format.percent ? Math.max(0, digits - 2) : digits };
  const choose = (label: unknown) => {
    const point = typeof label === "number" ? nearest(points, label) : undefined;
    if (point) onSelect?.(point);
  };

  return (
    <ComposedChart
      responsive
      data={rows}
      margin={{ top: seen.length > 0 ? FLAG_ROW * 2 + 8 : 8, right, bottom: 4, left: 0 }}
      style={{ width: "100%", height, cursor: onSelect ? "pointer" : undefined }}
      onClick={(state) => choose(state.activeLabel)}
      accessibilityLayer={false}
    >
      {range ? <ReferenceArea y1={range.low} y2={range.high} fill="var(--wash)" fillOpacity={1} /> : null}
      {breachAt === null ? null : (
        <ReferenceArea x1={breachAt} x2={span[1]} fill="var(--bad-wash)" fillOpacity={1} ifOverflow="hidden" />
      )}
      <CartesianGrid
        vertical={false}
        stroke="var(--rule-2)"
        // Its own generators lay out every label of both axes to see which would fit: of a page's load it was a fifth.
        horizontalCoordinatesGenerator={({ offset }) => gridLines(ticks, domain, offset)}
        verticalCoordinatesGenerator={noLines}
      />
      <XAxis
        dataKey="at"
        type="number"
        scale="time"
        domain={span}
        ticks={dateTicks}
        tick={({ x, y, payload }: { x: number | string; y: number | string; payload: { value: number } }) => {
          const last = payload.value === span[1];
          return (
            <text
              x={x}
              y={Number(y) + 10}
              textAnchor="middle"
              fontSize={11}
              className={last ? "fill-ink" : "fill-ink-2"}
            >
              {last ? formatPointDate(payload.value, "short", where) : tickDate(payload.value)}
            </text>
          );
        }}
        tickLine={{ stroke: "var(--line)" }}
        axisLine={false}
        tickSize={4}
        interval={0}
        height={24}
      />
      <YAxis
        domain={domain}
        ticks={ticks}
        tickFormatter={(value: number) => formatNumber(value, tickStyle)}
        tick={AXIS}
        tickLine={false}
        axisLine={false}
        interval={0}
        width={Math.max(34, ...ticks.map((tick) => textWidth(formatNumber(tick, tickStyle), 11) + 10))}
      />
      {limits.map((limit) => (
        <ReferenceLine
          key={`${limit.severity} ${limit.side} ${limit.value}`}
          y={limit.value}
          stroke={limit.severity === "critical" ? "var(--ink-2)" : "var(--line)"}
          strokeDasharray={limit.severity === "critical" ? "3 3" : "1 3"}
        />
      ))}
      <Line dataKey="calm" {...LINE} stroke="var(--ink)" />
      <Line dataKey="breached" {...LINE} stroke="var(--bad)" strokeWidth={2} />
      <ChartNotes
        points={points}
        limits={limits}
        range={range}
        events={seen}
        breachAt={breachAt}
        selectedAt={selectedAt ?? null}
        style={style}
        flagRow={FLAG_ROW}
      />
      <Tooltip
        cursor={{ stroke: "var(--line)", strokeWidth: 1 }}
        isAnimationActive={false}
        content={({ active, label }) => {
          const point = active && typeof label === "number" ? points.find((each) => each.at === label) : undefined;
          if (!point) return null;
          return (
            <div className="rounded-small border border-ink bg-sheet px-2 py-1 text-note">
              <span className="font-semibold tabular">{formatNumber(point.value, style)}</span>{" "}
              <span className="text-ink-2">{formatPointDate(point.at, "day", where)}</span>
            </div>
          );
        }}
      />
    </ComposedChart>
  );
}

const noLines = () => [];

/** A line at each tick, and at both ends of the plot. */
function gridLines(
  ticks: readonly number[],
  domain: [number, number],
  { top, height }: { top: number; height: number },
) {
  const y = linearScale(domain, [top + height, top]);
  return [...new Set([...ticks.map(y), top, top + height])];
}

const LINE = {
  type: "linear",
  dot: false,
  activeDot: false,
  isAnimationActive: false,
  connectNulls: false,
  strokeWidth: 1.6,
  strokeLinejoin: "round",
} as const;
