"use client";

import dynamic from "next/dynamic";
import { useId, useState } from "react";
import { chanceAt } from "@/components/chart/exceedance-line";
import { ViewSwitch } from "@/components/chart/view-switch";
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
  const [isTable, setIsTable] = useState(false);
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
      {isTable ? (
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
      <p className="mt-1 text-right">
        <ViewSwitch name={name} isTable={isTable} onTable={setIsTable} />
      </p>
      <ExposureTable {...props} />
    </figure>
  );
}
