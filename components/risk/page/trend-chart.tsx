"use client";

import { useRef } from "react";
import { useWidth } from "@/components/chart/use-width";
import { trendShape, trendWords } from "@/components/risk/page/trend";
import type { RiskData } from "@/components/risk/shape";
import { formatDate } from "@/components/ui/format";

const HEIGHT = 128;
const FONT = 11;

/** The residual score over time, from zero to the matrix's largest; what a measure moved is a hollow square. */
export function TrendChart({ page }: { page: RiskData }) {
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const { likelihoods, impacts } = page.matrix.definition;
  const until = page.lookedFrom.getTime();
  const highest = Math.max(likelihoods.length * impacts.length, ...page.assessments.map(({ score }) => score));
  const shape = width && width > 120 ? trendShape(page.assessments, { until, highest, width, height: HEIGHT }) : null;
  const first = page.assessments.findLast(({ kind }) => kind === "residual");
  return (
    <figure>
      <div ref={box} style={{ height: HEIGHT }}>
        {shape && width ? (
          <svg width={width} height={HEIGHT} role="img" aria-label={trendWords(page.assessments)} fontSize={FONT}>
            {shape.ticks.map(({ y, value }) => (
              <g key={value}>
                <line x1={24} x2={width - 34} y1={y} y2={y} className="stroke-rule-2" />
                <text x={18} y={y + 4} textAnchor="end" className="tabular fill-ink-2">
                  {value}
                </text>
              </g>
            ))}
            {shape.target ? (
              <>
                <line
                  x1={24}
                  x2={width - 34}
                  y1={shape.target.y}
                  y2={shape.target.y}
                  className="stroke-ink-2"
                  strokeDasharray="3 3"
                />
                <text x={28} y={shape.target.y - 4} className="fill-ink-2">
                  target {shape.target.score}
                </text>
              </>
            ) : null}
            {shape.breaks.map((x) => (
              <g key={x}>
                <line x1={x} x2={x} y1={4} y2={HEIGHT - 6} className="stroke-line" strokeDasharray="1 3" />
                <text x={x + 4} y={12} className="fill-ink-2">
                  other matrix
                </text>
              </g>
            ))}
            <path d={shape.path} fill="none" className="stroke-ink" strokeWidth="1.5" />
            {shape.marks.map(({ id, x, y, automatic, isLast, score }) => (
              <g key={id}>
                {automatic ? (
                  <rect x={x - 4} y={y - 4} width={8} height={8} className="fill-paper stroke-ink" strokeWidth="1.5" />
                ) : (
                  <circle cx={x} cy={y} r={3.5} className="fill-ink" />
                )}
                {isLast ? (
                  <text x={width - 30} y={y + 4} className="tabular fill-ink font-semibold">
                    {score}
                  </text>
                ) : null}
              </g>
            ))}
          </svg>
        ) : null}
      </div>
      <figcaption className="mt-1 flex justify-between gap-4 text-ink-2 text-note">
        <span>{first ? formatDate(first.at, "day", { timeZone: page.timeZone }) : ""}</span>
        <span>{formatDate(page.lookedFrom, "day", { timeZone: page.timeZone })}</span>
      </figcaption>
    </figure>
  );
}
