"use client";

import { clsx } from "clsx";
import dynamic from "next/dynamic";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import { linePath } from "@/components/chart/geometry";
import { ChartNotes } from "@/components/chart/limit-chart-notes";
import { FONT, instantAt, type LimitChartShape, limitChartShape, lineOf } from "@/components/chart/limit-chart-shape";
import { type LimitChartProps, nearest } from "@/components/chart/limit-series";
import { useWidth } from "@/components/chart/use-width";

const LimitChartPlot = dynamic(() => import("@/components/chart/limit-chart-plot").then((it) => it.LimitChartPlot), {
  ssr: false,
});

/**
 * The picture of a limit chart; import it through limit-chart.tsx, which loads it when needed. It is drawn as plain shapes, and
 * its lines by the chart library from the moment somebody points at it: the library alone takes longer to draw a chart for the
 * first time than all the rest of its page (docs/decisions.md).
 */
export function LimitChartDrawing(props: LimitChartProps & { height: number }) {
  const { points, height, onSelect } = props;
  const room = useRef<HTMLDivElement>(null);
  const width = useWidth(room);
  const [isPointedAt, setPointedAt] = useState(false);
  const [isPlotted, setPlotted] = useState(false);
  const shape = width === null ? null : limitChartShape(props, { width, height });
  const choose = useEffectEvent((clientX: number, left: number) => {
    const point = shape && nearest(points, instantAt(shape, clientX - left));
    if (point) onSelect?.(point);
  });
  // The keyboard's way to the points is the slider of limit-chart.tsx.
  useEffect(() => {
    const element = room.current;
    const listening = new AbortController();
    const { signal } = listening;
    const pointAt = () => setPointedAt(true);
    element?.addEventListener("pointerenter", pointAt, { signal });
    element?.addEventListener("pointerdown", pointAt, { signal });
    element?.addEventListener("click", (event) => choose(event.clientX, element.getBoundingClientRect().left), {
      signal,
    });
    return () => listening.abort();
  }, []);
  return (
    <div ref={room} className={clsx("relative size-full", onSelect && "cursor-pointer")}>
      {shape ? (
        <>
          <Layer shape={shape}>
            <Frame shape={shape} {...props} />
            {isPlotted ? null : <Lines shape={shape} />}
          </Layer>
          {isPointedAt ? <LimitChartPlot shape={shape} points={points} onPlotted={setPlotted} /> : null}
          <Layer shape={shape} isAbove>
            <ChartNotes {...props} shape={shape} />
          </Layer>
        </>
      ) : null}
    </div>
  );
}

/** On paper narrower than the screen it was drawn for it shrinks, and stays whole. */
function Layer({
  shape: { width, height },
  isAbove = false,
  children,
}: {
  shape: LimitChartShape;
  isAbove?: boolean;
  children: React.ReactNode;
}) {
  return (
    <svg
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="xMinYMin meet"
      aria-hidden="true"
      className={clsx("absolute inset-0 size-full", isAbove && "pointer-events-none")}
    >
      {children}
    </svg>
  );
}

/** What lies under the lines: grid, washes, limits, both axes. */
function Frame({ shape, limits, range }: LimitChartProps & { shape: LimitChartShape }) {
  const { box, x, y, values, dates, breachAt } = shape;
  const [right, bottom] = [box.x + box.width, box.y + box.height];
  const grid = new Set([...values.map((value) => value.y), box.y, bottom]);
  return (
    <>
      {[...grid].map((at) => (
        <line key={at} x1={box.x} x2={right} y1={at} y2={at} stroke="var(--rule-2)" />
      ))}
      {range ? (
        <rect x={box.x} width={box.width} y={y(range.high)} height={y(range.low) - y(range.high)} fill="var(--wash)" />
      ) : null}
      {breachAt === null ? null : (
        <rect x={x(breachAt)} width={right - x(breachAt)} y={box.y} height={box.height} fill="var(--bad-wash)" />
      )}
      {limits.map(({ severity, side, value }) => (
        <line
          key={`${severity} ${side} ${value}`}
          {...{ x1: box.x, x2: right, y1: y(value), y2: y(value) }}
          stroke={severity === "critical" ? "var(--ink-2)" : "var(--line)"}
          strokeDasharray={severity === "critical" ? "3 3" : "1 3"}
        />
      ))}
      <g fontSize={FONT}>
        {values.map(({ at, y: middle, text }) => (
          <text key={at} x={box.x - 8} y={middle} dy="0.355em" textAnchor="end" className="fill-ink-2">
            {text}
          </text>
        ))}
        {dates.map(({ at, x: middle, text, isLast }) => (
          <g key={at}>
            <line x1={middle} x2={middle} y1={bottom} y2={bottom + 4} stroke="var(--line)" />
            <text x={middle} y={bottom + 16} textAnchor="middle" className={isLast ? "fill-ink" : "fill-ink-2"}>
              {text}
            </text>
          </g>
        ))}
      </g>
    </>
  );
}

function Lines({ shape: { rows, x, y } }: { shape: LimitChartShape }) {
  return (
    <g fill="none" strokeLinejoin="round">
      <path d={linePath(lineOf(rows, "calm"), x, y)} stroke="var(--ink)" strokeWidth="1.6" />
      <path d={linePath(lineOf(rows, "breached"), x, y)} stroke="var(--bad)" strokeWidth="2" />
    </g>
  );
}
