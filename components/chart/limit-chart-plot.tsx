"use client";

import { useEffect } from "react";
import { ComposedChart, Line, Tooltip, XAxis, YAxis } from "recharts";
import type { LimitChartShape } from "@/components/chart/limit-chart-shape";
import type { ChartPoint } from "@/components/chart/limit-series";
import { formatPointDate } from "@/components/chart/point-date";
import { formatNumber } from "@/components/ui/format";

/** The lines of a limit chart with what follows the pointer, in the place the drawing gave them. */
export function LimitChartPlot({
  shape,
  points,
  onPlotted,
}: {
  shape: LimitChartShape;
  points: readonly ChartPoint[];
  /** Told when the lines are there. */
  onPlotted: (isPlotted: boolean) => void;
}) {
  const { width, height, box, span, domain, rows, style } = shape;
  useEffect(() => onPlotted(true), [onPlotted]);
  return (
    <div className="absolute inset-0">
      <ComposedChart
        data={rows as (typeof rows)[number][]}
        width={width}
        height={height}
        margin={{
          ...{ top: box.y, right: width - box.x - box.width },
          ...{ bottom: height - box.y - box.height, left: box.x },
        }}
        accessibilityLayer={false}
      >
        <XAxis hide dataKey="at" type="number" scale="time" domain={[...span]} />
        <YAxis hide domain={[...domain]} />
        <Line dataKey="calm" {...LINE} stroke="var(--ink)" strokeWidth={1.6} />
        <Line dataKey="breached" {...LINE} stroke="var(--bad)" strokeWidth={2} />
        <Tooltip
          wrapperStyle={{ zIndex: 1 }} // over the names that lie above the lines
          cursor={{ stroke: "var(--line)", strokeWidth: 1 }}
          isAnimationActive={false}
          content={({ active, label }) => {
            const point = active && typeof label === "number" ? points.find((each) => each.at === label) : undefined;
            if (!point) return null;
            return (
              <div className="rounded-small border border-ink bg-sheet px-2 py-1 text-note">
                <span className="font-semibold tabular">{formatNumber(point.value, style)}</span>{" "}
                <span className="text-ink-2">{formatPointDate(point.at, "day", style)}</span>
              </div>
            );
          }}
        />
      </ComposedChart>
    </div>
  );
}

const LINE = {
  type: "linear",
  dot: false,
  activeDot: false,
  isAnimationActive: false,
  connectNulls: false,
  strokeLinejoin: "round",
} as const;
