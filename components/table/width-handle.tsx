"use client";

import { type KeyboardEvent, type PointerEvent, useRef } from "react";
import { WIDTHS } from "@/domain/table/view";

const STEP = 16;

/** The right edge of a head: dragged, or moved by arrow keys, it sets the width of its column. */
export function WidthHandle({ label, onWidth }: { label: string; onWidth: (width: number) => void }) {
  const from = useRef<{ x: number; width: number; col: HTMLElement | null } | null>(null);
  const cellOf = (element: HTMLElement) => element.closest("th");
  const colOf = (element: HTMLElement) => {
    const cell = cellOf(element);
    const place = cell ? cell.cellIndex : -1;
    return cell?.closest("table")?.querySelectorAll("col")[place] ?? null;
  };
  const drawn = (event: PointerEvent) => {
    const width = (from.current?.width ?? 0) + event.clientX - (from.current?.x ?? 0);
    return Math.min(WIDTHS.most, Math.max(WIDTHS.least, Math.round(width)));
  };
  const onPointerDown = (event: PointerEvent<HTMLButtonElement>) => {
    if (event.button !== 0) return;
    const width = cellOf(event.currentTarget)?.offsetWidth ?? WIDTHS.least;
    from.current = { x: event.clientX, width, col: colOf(event.currentTarget) };
    event.currentTarget.setPointerCapture(event.pointerId);
    event.preventDefault();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLButtonElement>) => {
    const step = event.key === "ArrowRight" ? STEP : event.key === "ArrowLeft" ? -STEP : 0;
    if (step === 0) return;
    event.preventDefault();
    onWidth((cellOf(event.currentTarget)?.offsetWidth ?? WIDTHS.least) + step);
  };
  return (
    <button
      type="button"
      aria-label={`Width of ${label}: arrow keys`}
      title={`Width of ${label}`}
      data-print="hide"
      className="absolute inset-y-0 right-0 w-[5px] cursor-col-resize touch-none opacity-0 before:absolute before:inset-y-1 before:right-0 before:w-px before:bg-line hover:opacity-100 focus-visible:opacity-100"
      onPointerDown={onPointerDown}
      onPointerMove={(event) => {
        // Drawn at once without a render; the address learns of it at the end.
        if (from.current?.col) from.current.col.style.width = `${drawn(event)}px`;
      }}
      onPointerUp={(event) => {
        if (from.current && event.clientX !== from.current.x) onWidth(drawn(event));
        from.current = null;
      }}
      onKeyDown={onKeyDown}
    />
  );
}
