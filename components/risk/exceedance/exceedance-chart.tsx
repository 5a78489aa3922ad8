"use client";

import dynamic from "next/dynamic";
import { useId, useState } from "react";
import { chanceAt } from "@/components/chart/exceedance-line";
import { formatMoney } from "@/components/ui/format";
import { type Awaited, ExposureTable } from "./exposure-table";
import { ExposureValues } from "./exposure-values";
import { chanceText, type ExposureChartProps, exposureSummary } from "./exposure-view";

const ExceedancePlot = dynamic(() => import("./exceedance-plot").then((module) => module.ExceedancePlot), {
  ssr: false,
  loading: () => <div className="skeleton size-full opacity-30" />,
});

const STEPS = 120; // of the slider, from one end of the curve to the other

/** The chance of losing more than any amount: drawn, read point by point, as a table, and its figures beside the appetite. */
export function ExceedanceChart(props: ExposureChartProps & Awaited) {
  const { name, now, currency, locale, height = 290 } = props;
  const [view, setView] = useState<"chart" | "table">("chart");
  const [chosen, setChosen] = useState<number | null>(null);
  const id = useId();
  const { from, to } = now.curve;
  const step = chosen ?? 0;
  const amount = chosen === null ? null : from + ((to - from) * chosen) / STEPS;
  const money = (minor: number) => formatMoney(minor, currency, locale ? { locale } : {});
  const said = (at: number) => `more than ${money(at)}: ${chanceText(chanceAt(now.curve, at), locale)}`;
  return (
    <figure className="min-w-0" aria-labelledby={`${id}-summary`}>
      <figcaption id={`${id}-summary`} className="sr-only">
        {exposureSummary(props)}
      </figcaption>
      {view === "table" ? (
        <ExposureValues {...props} height={height} />
      ) : (
        <div
          className="relative rounded-small has-[input:focus-visible]:outline-2 has-[input:focus-visible]:outline-accent"
          style={{ height }}
        >
          <input
            type="range"
            className="sr-only"
            aria-label={`${name}: choose an amount`}
            min={0}
            max={STEPS}
            value={step}
            aria-valuetext={said(from + ((to - from) * step) / STEPS)}
            onFocus={() => setChosen((before) => before ?? 0)}
            onBlur={() => setChosen(null)}
            onChange={(event) => setChosen(Number(event.target.value))}
          />
          <ExceedancePlot
            {...props}
            height={height}
            amount={amount}
            said={amount === null ? null : said(amount)}
            onPoint={(at) => setChosen(at === null ? null : Math.round(((at - from) / (to - from)) * STEPS))}
          />
        </div>
      )}
      <p className="mt-1 flex justify-end text-note" data-print="hide">
        <button
          type="button"
          className="min-h-6 text-accent underline-offset-2 hover:underline"
          onClick={() => setView(view === "chart" ? "table" : "chart")}
        >
          {view === "chart" ? "Table" : "Chart"}
          <span className="sr-only"> view of {name}</span>
        </button>
      </p>
      <ExposureTable {...props} />
    </figure>
  );
}
