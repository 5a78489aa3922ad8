"use client";

import { type KeyboardEvent, type PointerEvent, type RefObject, useState } from "react";
import type { CardDrag } from "@/components/table/board/card";

/** Pixels a pointer moves before a press is a drag. */
const SLACK = 5;
/** Pixels from the edge of the board where it scrolls along, and how far each time. */
const EDGE = 48;
const SCROLL = 14;

type Given<Row> = {
  box: RefObject<HTMLElement | null>;
  /** Values of the lanes, as they stand. */
  lanes: readonly string[];
  laneOf: (row: Row) => string;
  onDrop: (row: Row, lane: string) => unknown;
  say: (words: string) => void;
  name: (row: Row) => string;
  laneName: (lane: string) => string;
};

/** Moves cards between lanes, by pointer and by keys; the card stays in its place until it is dropped. */
export function useCardDrag<Row extends { id: string }>(given: Given<Row>) {
  const { box, lanes, laneOf, onDrop, say, name, laneName } = given;
  const [over, setOver] = useState<string | null>(null);
  const [picked, setPicked] = useState<string | null>(null);

  const begin = (row: Row) => (down: PointerEvent<HTMLElement>) => {
    const grip = (down.target as Element).closest("[data-grip]");
    if (down.button !== 0 || (down.pointerType !== "mouse" && !grip)) return;
    if (!grip && (down.target as Element).closest("button")) return;
    const card = down.currentTarget;
    const from = box.current?.scrollLeft ?? 0;
    let isDragged = false;
    let lane: string | null = null;
    const move = (event: globalThis.PointerEvent) => {
      const [dx, dy] = [event.clientX - down.clientX, event.clientY - down.clientY];
      if (!isDragged && Math.hypot(dx, dy) < SLACK) return;
      isDragged = true;
      const board = box.current;
      if (board) {
        const { left, right } = board.getBoundingClientRect();
        if (event.clientX > right - EDGE) board.scrollLeft += SCROLL;
        if (event.clientX < left + EDGE) board.scrollLeft -= SCROLL;
      }
      const along = (board?.scrollLeft ?? 0) - from;
      card.style.cssText = `transform:translate(${dx + along}px,${dy}px);pointer-events:none;z-index:20;user-select:none`;
      const under = document.elementFromPoint(event.clientX, event.clientY)?.closest<HTMLElement>("[data-lane]");
      lane = under?.dataset.lane ?? null;
      setOver(lane);
    };
    const end = (isDropped: boolean) => {
      window.removeEventListener("pointermove", move);
      window.removeEventListener("pointerup", drop);
      window.removeEventListener("pointercancel", cancel);
      window.removeEventListener("keydown", leave, true);
      card.style.cssText = "";
      setOver(null);
      if (!isDragged) return;
      // The release would otherwise open the link it lies on.
      const swallow = (event: MouseEvent) => {
        event.preventDefault();
        event.stopPropagation();
      };
      window.addEventListener("click", swallow, { capture: true, once: true });
      setTimeout(() => window.removeEventListener("click", swallow, true));
      if (isDropped && lane !== null && lane !== laneOf(row)) onDrop(row, lane);
    };
    const drop = () => end(true);
    const cancel = () => end(false);
    const leave = (event: globalThis.KeyboardEvent) => {
      if (event.key === "Escape") end(false);
    };
    window.addEventListener("pointermove", move);
    window.addEventListener("pointerup", drop);
    window.addEventListener("pointercancel", cancel);
    window.addEventListener("keydown", leave, true);
  };

  const where = (lane: string) => `${laneName(lane)}, lane ${lanes.indexOf(lane) + 1} of ${lanes.length}`;
  const letGo = () => {
    setPicked(null);
    setOver(null);
  };
  const onKey = (row: Row) => (event: KeyboardEvent<HTMLElement>) => {
    const isHeld = picked === row.id;
    const step = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.key] ?? 0;
    if (event.key === " " || event.key === "Enter") {
      event.preventDefault();
      if (isHeld) {
        const to = over ?? laneOf(row);
        letGo();
        if (to === laneOf(row)) say(`${name(row)} stays in ${laneName(to)}.`);
        else onDrop(row, to);
        return;
      }
      setPicked(row.id);
      setOver(laneOf(row));
      say(
        `${name(row)} is picked up in ${where(laneOf(row))}. Arrow keys choose a lane, space drops it, Escape leaves it.`,
      );
    } else if (isHeld && step !== 0) {
      event.preventDefault();
      const next = lanes[lanes.indexOf(over ?? laneOf(row)) + step];
      if (next === undefined) return;
      setOver(next);
      box.current
        ?.querySelector(`[data-lane="${CSS.escape(next)}"]`)
        ?.scrollIntoView({ block: "nearest", inline: "nearest" });
      say(where(next));
    } else if (isHeld && event.key === "Escape") {
      event.preventDefault();
      letGo();
      say(`${name(row)} stays in ${laneName(laneOf(row))}.`);
    }
  };
  return {
    over,
    picked,
    handlers: (row: Row): CardDrag => ({
      onPointerDown: begin(row),
      onGripKey: onKey(row),
      onGripBlur: () => (picked === row.id ? letGo() : undefined),
    }),
  };
}
