"use client";

import { clsx } from "clsx";
import { type PointerEvent, useRef } from "react";
import { SEVERITY_TINT } from "@/components/risk/severity";
import type { Cell, HeatShape } from "./heat-grid";
import { isSame } from "./heat-grid";
import { cellAt, markAt } from "./heat-shape";
import { severityOf, type ViewedMark } from "./heat-view";

const DRAG = 4; // pixels before a press becomes a move

export type PlotProps = {
  shape: HeatShape;
  width: number;
  height: number;
  font: number;
  definition: Parameters<typeof severityOf>[0];
  marks: readonly ViewedMark[];
  chosen: string | null;
  /** Where the chosen mark would go. */
  target: Cell | null;
  mayMove: boolean;
  onChoose: (id: string) => void;
  onCell: ((cell: Cell) => void) | undefined;
  onTarget: (cell: Cell | null) => void;
  onDrop: (cell: Cell) => void;
};

/** The drawn half of the map, for pointers; the range beside it and the table serve keyboards and readers. */
export function HeatPlot({ shape, width, height, font, definition, marks, chosen, target, ...act }: PlotProps) {
  const dragged = useRef(false); // the click that ends a drag chooses no cell
  const byId = new Map(marks.map((mark) => [mark.id, mark]));
  const ghost = target && shape.cells.find((cell) => isSame(cell, target));
  const at = (event: PointerEvent<SVGSVGElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top] as const;
  };
  const press = (event: PointerEvent<SVGSVGElement>) => {
    dragged.current = false;
    const [x, y] = at(event);
    const id = markAt(shape, x, y);
    if (id === null) return;
    act.onChoose(id);
    if (!act.mayMove || event.button !== 0) return;
    const svg = event.currentTarget;
    svg.setPointerCapture(event.pointerId);
    const mark = byId.get(id);
    let moved = false;
    const box = svg.getBoundingClientRect();
    const place = (later: globalThis.PointerEvent) => cellAt(shape, later.clientX - box.left, later.clientY - box.top);
    const drag = (later: globalThis.PointerEvent) => {
      moved ||= Math.hypot(later.clientX - event.clientX, later.clientY - event.clientY) > DRAG;
      if (!moved) return;
      dragged.current = true;
      act.onTarget(place(later));
    };
    const end = (later: globalThis.PointerEvent) => {
      svg.removeEventListener("pointermove", drag);
      svg.removeEventListener("pointerup", end);
      svg.removeEventListener("pointercancel", end);
      const cell = later.type === "pointerup" && moved ? place(later) : null;
      act.onTarget(null);
      if (cell && mark && !isSame(cell, mark)) act.onDrop(cell);
    };
    svg.addEventListener("pointermove", drag);
    svg.addEventListener("pointerup", end);
    svg.addEventListener("pointercancel", end);
  };
  const hover = (event: PointerEvent<SVGSVGElement>) => {
    if (event.buttons !== 0 || event.pointerType === "touch") return;
    const id = markAt(shape, ...at(event));
    if (id !== null && id !== chosen) act.onChoose(id);
  };
  return (
    <svg
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      aria-hidden="true"
      fontSize={font}
      className="block select-none overflow-visible"
      onPointerDown={press}
      onPointerMove={hover}
      onClick={(event) => {
        if (dragged.current) return;
        const box = event.currentTarget.getBoundingClientRect();
        const [x, y] = [event.clientX - box.left, event.clientY - box.top];
        const cell = cellAt(shape, x, y);
        if (cell && markAt(shape, x, y) === null) act.onCell?.(cell);
      }}
    >
      {shape.cells.map((cell) => (
        <rect
          key={`${cell.likelihood} ${cell.impact}`}
          {...{ x: cell.x, y: cell.y, width: cell.width, height: cell.height }}
          className={clsx(SEVERITY_TINT[severityOf(definition, cell)], "stroke-rule")}
        />
      ))}
      <path d={shape.line} fill="none" className="stroke-ink" strokeWidth="1.6" strokeLinecap="square" />
      {shape.words.map(({ text, x, y, strong }) => (
        <text key={`${x} ${y}`} x={x} y={y} className={clsx("fill-ink", strong && "font-semibold")}>
          {text}
        </text>
      ))}
      {shape.rows.map(({ text, x, y, quiet }) => (
        <text key={y} x={x} y={y} textAnchor="end" className={quiet ? "tabular fill-ink-2" : "fill-ink"}>
          {text}
        </text>
      ))}
      {shape.columns.map(({ text, x, y, quiet }) => (
        <text key={`${x} ${y}`} x={x} y={y} textAnchor="middle" className={quiet ? "tabular fill-ink-2" : "fill-ink"}>
          {text}
        </text>
      ))}
      {shape.dots.map(({ id, x, y }) => (
        <circle
          key={id}
          cx={x}
          cy={y}
          r={id === chosen ? shape.dotRadius + 1.5 : shape.dotRadius}
          className={id === chosen ? "fill-ink" : "fill-ink-3"}
        />
      ))}
      {shape.more.map(({ text, x, y }) => (
        <text key={`${x} ${y}`} x={x} y={y} className="tabular fill-ink-2">
          {text}
        </text>
      ))}
      {shape.moves.map(({ id, ring, arrow }) => (
        <Move key={id} ring={ring} arrow={arrow} radius={shape.ringRadius} red={byId.get(id)?.severity === "red"} />
      ))}
      {shape.pills.map((pill) => (
        <Pill key={pill.id} pill={pill} mark={byId.get(pill.id)} chosen={pill.id === chosen} grab={act.mayMove} />
      ))}
      {ghost ? (
        <rect
          x={ghost.x + 2}
          y={ghost.y + 2}
          width={ghost.width - 4}
          height={ghost.height - 4}
          fill="none"
          className="pointer-events-none stroke-accent"
          strokeWidth="2"
          strokeDasharray="4 3"
        />
      ) : null}
    </svg>
  );
}

function Pill({
  pill: { x, y, width, height, label },
  mark,
  chosen,
  grab,
}: {
  pill: HeatShape["pills"][number];
  mark: ViewedMark | undefined;
  chosen: boolean;
  grab: boolean;
}) {
  const red = mark?.severity === "red";
  const radius = red ? 1 : height / 2;
  return (
    <g className={grab ? "cursor-grab" : "cursor-pointer"}>
      {chosen ? (
        <rect
          {...{ x: x - 2.5, y: y - 2.5, width: width + 5, height: height + 5 }}
          rx={red ? 2 : radius + 2.5}
          fill="none"
          className="stroke-ink"
          strokeWidth="1.2"
        />
      ) : null}
      <rect
        {...{ x, y, width, height }}
        rx={radius}
        className={red ? "fill-bad stroke-bad" : "fill-sheet stroke-ink"}
        strokeWidth="1.2"
        strokeDasharray={mark?.state === "new" ? "2.5 2" : undefined}
      />
      <text
        x={x + width / 2}
        y={y + height / 2}
        textAnchor="middle"
        dominantBaseline="central"
        className={clsx("tabular font-semibold", red ? "fill-sheet" : "fill-ink")}
      >
        {label}
      </text>
    </g>
  );
}

type MoveProps = Omit<HeatShape["moves"][number], "id"> & { radius: number; red: boolean };

function Move({ ring, arrow: [x1, y1, x2, y2], radius, red }: MoveProps) {
  const long = Math.hypot(x2 - x1, y2 - y1) || 1;
  const [ux, uy] = [(x2 - x1) / long, (y2 - y1) / long];
  const [bx, by] = [x2 - ux * 6, y2 - uy * 6];
  const tone = red ? "stroke-bad" : "stroke-ink";
  return (
    <g className="pointer-events-none">
      <circle cx={ring.x} cy={ring.y} r={radius} className={clsx("fill-sheet", tone)} strokeWidth="1.1" />
      <line x1={x1} y1={y1} x2={bx} y2={by} className={tone} strokeWidth="1.1" />
      <path
        d={`M${x2},${y2}L${bx - uy * 3},${by + ux * 3}L${bx + uy * 3},${by - ux * 3}Z`}
        className={red ? "fill-bad" : "fill-ink"}
      />
    </g>
  );
}
