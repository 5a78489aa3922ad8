"use client";

import { type KeyboardEvent, useId, useMemo, useRef, useState } from "react";
import { useWidth } from "@/components/chart/use-width";
import { ViewSwitch } from "@/components/chart/view-switch";
import { severityStatus } from "@/components/risk/severity";
import { TextLink } from "@/components/ui/section";
import { StatusGlyph } from "@/components/ui/status";
import { cellName } from "@/domain/risk/matrix";
import type { Cell } from "./heat-grid";
import { isSame } from "./heat-grid";
import { HeatLegend } from "./heat-legend";
import { HeatPlot } from "./heat-plot";
import { heatShape } from "./heat-shape";
import { HeatTable } from "./heat-table";
import {
  type HeatMapData,
  heatInput,
  heatSummary,
  readingOf,
  stepOrder,
  type ViewedMark,
  viewedMarks,
} from "./heat-view";

const FONT = 11;
const ROW = { wide: 63, narrow: 62 };
const FOOT = 46; // the names of impacts

export type HeatMapProps = {
  /** Stays the same object until it changes. */
  data: HeatMapData;
  /** "Likelihood against impact" */
  name: string;
  riskHref: (id: string) => string;
  /** The risks of a cell in the register; null where it cannot be said in an address. */
  cellHref: ((cell: Cell) => string) | null;
  onCell?: (cell: Cell) => void;
  /** Asked when a mark was put on another cell, or is to be: the caller asks for the reason and records it. */
  onMove?: (mark: ViewedMark, cell: Cell) => void;
};

/** Risks by likelihood and impact: named, stepped through, moved; or as a table. */
export function HeatMap(props: HeatMapProps) {
  const { data, name, onMove } = props;
  const { definition } = data;
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const [isTable, setIsTable] = useState(false);
  const [chosen, setChosen] = useState<string | null>(null);
  const [target, setTarget] = useState<Cell | null>(null);
  const [isMoving, setMoving] = useState(false);
  const id = useId();
  const marks = useMemo(() => viewedMarks(data), [data]);
  const steps = useMemo(() => stepOrder(marks), [marks]);
  const at = Math.max(
    0,
    steps.findIndex((mark) => mark.id === chosen),
  );
  const mark = steps[at];
  const height = definition.likelihoods.length * (width !== null && width < 480 ? ROW.narrow : ROW.wide) + FOOT;
  const shape = useMemo(
    () => (width === null || width < 200 ? null : heatShape(heatInput(data, marks), { width, height, font: FONT })),
    [data, marks, width, height],
  );
  const stop = () => {
    setMoving(false);
    setTarget(null);
  };
  const onKey = (event: KeyboardEvent<HTMLInputElement>) => {
    if (!mark || !onMove) return;
    if (!isMoving) {
      if (event.key.toLowerCase() !== "m") return;
      event.preventDefault();
      setMoving(true);
      setTarget({ likelihood: mark.likelihood, impact: mark.impact });
      return;
    }
    if (event.key === "Tab") return stop();
    event.preventDefault();
    event.stopPropagation();
    if (event.key === "Escape") return stop();
    if (event.key === "Enter" && target) {
      stop();
      if (!isSame(target, mark)) onMove(mark, target);
      return;
    }
    const [up, right] = STEPS[event.key] ?? [0, 0];
    setTarget((was) => was && within({ likelihood: was.likelihood + up, impact: was.impact + right }, definition));
  };
  const moving =
    isMoving && target && mark
      ? `Moving ${mark.code} to ${cellName(definition, target.likelihood, target.impact)}. Enter to choose, Escape to leave it.`
      : null;
  return (
    <figure className="min-w-0" aria-labelledby={`${id}-summary`}>
      <figcaption id={`${id}-summary`} className="sr-only">
        {heatSummary(data)}
      </figcaption>
      {isTable ? (
        <HeatTable {...data} riskHref={props.riskHref} cellHref={props.cellHref} marks={marks} />
      ) : (
        <div
          ref={box}
          className="relative rounded-small has-[input:focus-visible]:outline-2 has-[input:focus-visible]:outline-accent"
          style={{ height }}
        >
          {steps.length > 0 ? (
            <input
              type="range"
              className="sr-only"
              aria-label={`${name}: choose a risk`}
              aria-describedby={onMove ? `${id}-keys` : undefined}
              min={0}
              max={steps.length - 1}
              value={at}
              aria-valuetext={moving ?? (mark ? `${mark.code}, ${readingOf(data, mark)}` : "")}
              onFocus={() => setChosen(mark?.id ?? null)}
              onBlur={stop}
              onKeyDown={onKey}
              onChange={(event) => setChosen(steps[Number(event.target.value)]?.id ?? null)}
            />
          ) : null}
          {shape && width !== null ? (
            <HeatPlot
              {...{ shape, width, height, definition, marks, target }}
              font={FONT}
              chosen={mark?.id ?? null}
              mayMove={onMove !== undefined}
              onChoose={setChosen}
              onCell={props.onCell}
              onTarget={setTarget}
              onDrop={(cell) => {
                if (mark) onMove?.(mark, cell);
              }}
            />
          ) : (
            <div className="skeleton size-full opacity-30" />
          )}
        </div>
      )}
      <p id={`${id}-keys`} className="sr-only">
        M moves the risk: the arrow keys choose a cell, Enter asks why.
      </p>
      <p role="status" className="sr-only">
        {moving}
      </p>
      {mark && !isTable ? (
        <div className="mt-3 flex min-h-[46px] items-baseline gap-3 border-rule border-t py-2 text-note">
          <span className={mark.severity === "red" ? "font-semibold text-bad" : "font-semibold"}>
            <StatusGlyph status={severityStatus(mark.severity)} size={9} label={mark.severity} />{" "}
            <span className="whitespace-nowrap">{mark.code}</span>
          </span>
          <span className="min-w-0 flex-1">{moving ?? readingOf(data, mark)}</span>
          {onMove && !isMoving ? (
            <button
              type="button"
              data-print="hide"
              className="min-h-6 text-accent underline-offset-2 hover:underline"
              onClick={() => onMove(mark, mark)}
            >
              Reassess<span className="sr-only"> {mark.code}</span>
            </button>
          ) : null}
          <TextLink href={props.riskHref(mark.id)}>
            Open<span className="sr-only"> {mark.code}</span>
          </TextLink>
        </div>
      ) : null}
      <div className="flex items-start justify-between gap-x-5 border-rule border-t pt-2 text-note">
        <HeatLegend {...{ marks, definition }} tolerance={data.tolerance} mayMove={onMove !== undefined} />
        <ViewSwitch name={name} picture="Map" isTable={isTable} onTable={setIsTable} />
      </div>
    </figure>
  );
}

const STEPS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowUp: [1, 0],
  ArrowDown: [-1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

const within = ({ likelihood, impact }: Cell, { likelihoods, impacts }: HeatMapData["definition"]): Cell => ({
  likelihood: Math.min(likelihoods.length - 1, Math.max(0, likelihood)),
  impact: Math.min(impacts.length - 1, Math.max(0, impact)),
});
