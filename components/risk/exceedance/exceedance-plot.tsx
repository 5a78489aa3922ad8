"use client";

import { clsx } from "clsx";
import { type PointerEvent, useRef } from "react";
import { exceedanceShape } from "@/components/chart/exceedance";
import { chanceAt } from "@/components/chart/exceedance-line";
import { textWidth } from "@/components/chart/labels";
import { useWidth } from "@/components/chart/use-width";
import { formatMoney, formatNumber } from "@/components/ui/format";
import { amountUnit, chanceText, type ExposureChartProps, exposureRows, inUnit } from "./exposure-view";

const PERCENTILES = ["p50", "p80", "p90"] as const;
const FONT = 11;
/** Keeps a line that runs through a label from being read as part of it. */
const HALO = { stroke: "var(--paper)", strokeWidth: 3, paintOrder: "stroke" } as const;

/** The drawn half of the chart; import it through exceedance-chart.tsx, which loads it when needed. */
export function ExceedancePlot(
  props: ExposureChartProps & {
    height: number;
    amount: number | null;
    said: string | null;
    onPoint: (amount: number | null) => void;
  },
) {
  const { now, currency, locale, height, amount, said, onPoint } = props;
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const unit = amountUnit(props);
  const money = (minor: number) => formatMoney(minor, currency, locale ? { locale } : {});
  const shape =
    width === null || width < 120
      ? null
      : exceedanceShape(
          {
            line: now.curve,
            others: exposureRows(props).flatMap(({ key, label, figures }) =>
              key === "now" ? [] : [{ label, line: figures.curve, style: key }],
            ),
            // Points that fall together share one label: "P80, P90 250".
            marks: [...new Set(PERCENTILES.map((key) => now[key]))].map((at) => ({
              label: `${PERCENTILES.filter((key) => now[key] === at)
                .map((key) => key.toUpperCase())
                .join(", ")} ${inUnit(at, unit, locale)}`,
              amount: at,
            })),
            corner: now.limit && {
              ...now.limit,
              words: [
                "beyond appetite",
                `over a ${chanceText(now.limit.chance, locale)} chance`,
                `of more than ${money(now.limit.amount)}`,
              ],
            },
            divideBy: unit.divideBy,
          },
          { width, height, font: FONT },
        );

  const point = (event: PointerEvent<SVGSVGElement>) => {
    if (!shape) return;
    const left = event.clientX - event.currentTarget.getBoundingClientRect().left;
    onPoint(Math.min(now.curve.to, Math.max(now.curve.from, shape.amountOf(left))));
  };
  return (
    <div ref={box} className="size-full">
      {shape && width !== null ? (
        <svg
          width={width}
          height={height}
          viewBox={`0 0 ${width} ${height}`}
          aria-hidden="true"
          fontSize={FONT}
          className="block select-none overflow-visible"
          onPointerMove={point}
          onPointerLeave={() => onPoint(null)}
        >
          {shape.corner ? (
            <>
              <rect {...rectOf(shape.corner)} className="fill-bad-wash" />
              <path d={cornerPath(shape.corner)} fill="none" className="stroke-ink" strokeWidth="1" />
            </>
          ) : null}
          {shape.yTicks.map(({ at, percent }) => (
            <g key={percent}>
              <line x1={shape.plot.left} x2={shape.plot.right} y1={at} y2={at} className="stroke-rule-2" />
              <text x={shape.plot.left - 6} y={at + 4} textAnchor="end" className="tabular fill-ink-2">
                {percent === 100 ? chanceText(1, locale) : percent}
              </text>
            </g>
          ))}
          {shape.xTicks.map(({ at, value }) => (
            <text key={value} x={at} y={height - 4} textAnchor="middle" className="tabular fill-ink-2">
              {formatNumber(value, { digits: shape.xDigits, ...(locale ? { locale } : {}) })}
            </text>
          ))}
          {shape.corner?.words.map(({ text, x, y, strong }) => (
            <text key={y} x={x} y={y} className={clsx("fill-ink", strong && "font-semibold")}>
              {text}
            </text>
          ))}
          {shape.others.map(({ label, style, path, name }) => (
            <g key={label}>
              <path
                d={path}
                fill="none"
                className={style === "before" ? "stroke-ink-3" : "stroke-ink"}
                strokeWidth={style === "before" ? 1 : 1.3}
                strokeDasharray={style === "planned" ? "1 3" : undefined}
                strokeLinecap={style === "planned" ? "round" : undefined}
              />
              {name ? (
                <>
                  <line {...leaderOf(name.leader)} className="stroke-line" strokeWidth="0.75" />
                  <text x={name.x} y={name.y} textAnchor={name.anchor} className="fill-ink-2" {...HALO}>
                    {name.text}
                  </text>
                </>
              ) : null}
            </g>
          ))}
          <path d={shape.path} fill="none" className="stroke-ink" strokeWidth="1.8" strokeLinejoin="round" />
          {shape.marks.map(({ label, x, y, textX, textY, anchor }) => (
            <g key={label}>
              <circle cx={x} cy={y} r="3.2" className="fill-ink" />
              <text x={textX} y={textY} textAnchor={anchor} className="fill-ink font-semibold" {...HALO}>
                {label}
              </text>
            </g>
          ))}
          {amount === null || said === null ? null : (
            <Reading shape={shape} amount={amount} chance={chanceAt(now.curve, amount)} said={said} />
          )}
        </svg>
      ) : null}
    </div>
  );
}

type Shape = ReturnType<typeof exceedanceShape>;

/** The chosen point, with its words on a ground of paper. */
function Reading({ shape, amount, chance, said }: { shape: Shape; amount: number; chance: number; said: string }) {
  const { plot } = shape;
  const [px, py] = [shape.x(amount), shape.y(chance)];
  const wide = textWidth(said, FONT) + 10;
  const left = Math.min(Math.max(plot.left, px - wide / 2), plot.right - wide);
  return (
    <g className="pointer-events-none">
      <line x1={px} x2={px} y1={plot.top} y2={plot.bottom} className="stroke-line" strokeDasharray="1 3" />
      <circle cx={px} cy={py} r="4.5" fill="none" className="stroke-accent" strokeWidth="1.5" />
      <rect x={left} y={plot.bottom - 22} width={wide} height={17} className="fill-paper stroke-rule" />
      <text x={left + 5} y={plot.bottom - 10} className="tabular fill-ink">
        {said}
      </text>
    </g>
  );
}

const rectOf = ({ x, y, width, height }: NonNullable<Shape["corner"]>) => ({ x, y, width, height });
const cornerPath = ({ x, y, width, height }: NonNullable<Shape["corner"]>): string =>
  `M${x},${y}V${y + height}H${x + width}`;
const leaderOf = ([x1, y1, x2, y2]: readonly [number, number, number, number]) => ({ x1, y1, x2, y2 });
