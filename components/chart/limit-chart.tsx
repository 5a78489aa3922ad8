"use client";

import { clsx } from "clsx";
import dynamic from "next/dynamic";
import { useId, useState } from "react";
import { isMeasured } from "@/components/chart/geometry";
import { type ChartPoint, type LimitChartProps, statusOf, summarise } from "@/components/chart/limit-series";
import { courseWhere, formatPointDate } from "@/components/chart/point-date";
import { PointTable } from "@/components/chart/point-table";
import { ViewSwitch } from "@/components/chart/view-switch";
import { formatNumber } from "@/components/ui/format";
import { statusWord } from "@/components/ui/status";

const LimitChartDrawing = dynamic(
  () => import("@/components/chart/limit-chart-drawing").then((it) => it.LimitChartDrawing),
  {
    ssr: false,
    loading: () => <div className="skeleton size-full opacity-30" />,
  },
);

/** A measure against its limits over time: labelled at the line, selectable point by point, and as a table. */
export function LimitChart(given: LimitChartProps) {
  const props = { ...given, where: courseWhere(given.points, given.where ?? {}) };
  const { name, points, limits, format = {}, where, height = 270, selectedAt = null, onSelect } = props;
  const [isTable, setIsTable] = useState(false);
  const id = useId();
  const style = { ...format, ...where };
  return (
    <figure className={clsx("min-w-0", props.className)} aria-labelledby={`${id}-summary`}>
      <figcaption id={`${id}-summary`} className="sr-only">
        {summarise(name, points, limits, style, props.events)}
      </figcaption>
      {isTable ? (
        <PointTable points={points} limits={limits} format={format} where={where} height={height} onSelect={onSelect} />
      ) : points.some(isMeasured) ? (
        <div
          className="relative rounded-small has-[input:focus-visible]:outline-2 has-[input:focus-visible]:outline-accent"
          style={{ height }}
        >
          {onSelect ? (
            <PointSlider {...props} selectedAt={selectedAt} onSelect={onSelect} label={`${name}: choose a point`} />
          ) : null}
          <LimitChartDrawing {...props} height={height} />
        </div>
      ) : (
        <p className="flex items-center text-ink-2" style={{ height: 120 }}>
          No values in this period.
        </p>
      )}
      <p className="mt-1 text-right">
        <ViewSwitch name={name} isTable={isTable} onTable={setIsTable} />
      </p>
    </figure>
  );
}

/** Arrow keys go from point to point: a native slider, seen only by its outline. */
function PointSlider({
  label,
  points,
  limits,
  format = {},
  where = {},
  selectedAt,
  onSelect,
}: LimitChartProps & { label: string; onSelect: (point: ChartPoint) => void }) {
  const found = points.findIndex((point) => point.at === selectedAt);
  const index = found < 0 ? points.length - 1 : found;
  const point = points[index];
  return (
    <input
      type="range"
      className="sr-only"
      aria-label={label}
      min={0}
      max={points.length - 1}
      value={index}
      aria-valuetext={
        point
          ? `${formatPointDate(point.at, "day", where)}: ${formatNumber(point.value, { ...format, ...where })}, ${statusWord(statusOf(point, limits), "limit")}`
          : undefined
      }
      onChange={(event) => {
        const chosen = points[Number(event.target.value)];
        if (chosen) onSelect(chosen);
      }}
    />
  );
}
