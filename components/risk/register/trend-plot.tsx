"use client";

import { useRef } from "react";
import { valueTicks } from "@/components/chart/axis";
import { linearScale, linePath } from "@/components/chart/geometry";
import { useWidth } from "@/components/chart/use-width";
import { formatNumber } from "@/components/ui/format";
import { moneyUnit } from "@/domain/risk/money-unit";
import type { TrendPoint } from "@/domain/risk/trend";

const FONT = 11;
const INSET = { left: 34, right: 46, top: 12, bottom: 40 };
const MONTH_ROOM = 44; // pixels a name of a month needs

/** The expected loss at the ends of months as a line from zero, with how many risks were red below each. */
export function TrendPlot({
  points,
  currency,
  locale,
  timeZone,
  height,
  label,
}: {
  points: readonly TrendPoint[];
  currency: string;
  locale: string | undefined;
  timeZone: string;
  height: number;
  label: string;
}) {
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const amounts = points.map(({ expected }) => expected);
  const unit = moneyUnit(amounts, currency);
  const inUnit = (minor: number, digits = unit.digits) =>
    formatNumber(minor / unit.divideBy, { digits, ...(locale ? { locale } : {}) });
  const { ticks, domain, digits } = valueTicks(
    [Math.min(0, ...amounts) / unit.divideBy, Math.max(...amounts, unit.divideBy) / unit.divideBy],
    3,
  );
  const right = (width ?? 0) - INSET.right;
  const x = linearScale([0, points.length - 1], [INSET.left, right]);
  const y = linearScale(domain, [height - INSET.bottom, INSET.top]);
  const month = new Intl.DateTimeFormat(locale ?? "en-US", { month: "short", timeZone });
  const every = width === null ? 1 : Math.ceil((MONTH_ROOM * points.length) / (right - INSET.left));
  const last = points.at(-1);
  return (
    <div ref={box} style={{ height }}>
      {width && width > 160 && last ? (
        <svg width={width} height={height} role="img" aria-label={label} fontSize={FONT} className="block">
          {ticks.map((tick) => (
            <g key={tick}>
              <line x1={INSET.left} x2={right} y1={y(tick)} y2={y(tick)} className="stroke-rule-2" />
              <text x={INSET.left - 6} y={y(tick) + 4} textAnchor="end" className="tabular fill-ink-2">
                {formatNumber(tick, { digits, ...(locale ? { locale } : {}) })}
              </text>
            </g>
          ))}
          <path
            d={linePath(
              points.map(({ expected }, at) => ({ at, value: expected / unit.divideBy })),
              x,
              y,
            )}
            fill="none"
            className="stroke-ink"
            strokeWidth="1.6"
            strokeLinejoin="round"
          />
          <circle cx={x(points.length - 1)} cy={y(last.expected / unit.divideBy)} r="3" className="fill-ink" />
          <text x={right + 8} y={y(last.expected / unit.divideBy) + 4} className="tabular fill-ink font-semibold">
            {inUnit(last.expected)}
          </text>
          {points.map(({ at, red }, place) => (
            <g key={at.getTime()} textAnchor="middle">
              {(points.length - 1 - place) % every === 0 ? (
                <text x={x(place)} y={height - 24} className="fill-ink-2">
                  {place === points.length - 1 ? "now" : month.format(at)}
                </text>
              ) : null}
              <text x={x(place)} y={height - 6} className={red > 0 ? "tabular fill-bad" : "tabular fill-ink-2"}>
                {red}
              </text>
            </g>
          ))}
          <text x={INSET.left - 12} y={height - 6} textAnchor="end" className="fill-ink-2">
            red
          </text>
        </svg>
      ) : null}
    </div>
  );
}
