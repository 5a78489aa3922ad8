"use client";

import { type KeyboardEvent, type PointerEvent, useRef, useState } from "react";
import { reordered, toggled } from "@/components/table/column-choice";
import { moved } from "@/components/table/sort-step";
import type { RegisterState } from "@/components/table/use-register";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import type { RegisterColumn } from "@/domain/table/column";

/** Which columns show and in which order: dragged by their grip, or moved by the arrow keys on it. */
export function ColumnPanel({ register }: { register: RegisterState }) {
  const { columns, shown, address } = register;
  const chosen = address.view.columns;
  const [dragged, setDragged] = useState<string | null>(null);
  const [words, setWords] = useState("");
  const list = useRef<HTMLUListElement>(null);
  const keys = shown.map(({ key }) => key);
  const away = columns.filter(({ key }) => !keys.includes(key));
  const move = ({ key, label }: RegisterColumn, to: number) => {
    if (to < 0 || to >= keys.length) return;
    address.set({ columns: reordered(columns, chosen, moved(keys, keys.indexOf(key), to)) }, "replace");
    setWords(`${label} is now column ${to + 1} of ${keys.length}.`);
  };
  const onKeyDown = (column: RegisterColumn) => (event: KeyboardEvent) => {
    const step = event.key === "ArrowUp" ? -1 : event.key === "ArrowDown" ? 1 : 0;
    if (step === 0) return;
    event.preventDefault();
    move(column, keys.indexOf(column.key) + step);
  };
  const onPointerMove = (column: RegisterColumn) => (event: PointerEvent) => {
    if (dragged !== column.key) return;
    const under = document.elementFromPoint(event.clientX, event.clientY)?.closest<HTMLElement>("[data-column]");
    const to = under ? keys.indexOf(under.dataset.column ?? "") : -1;
    if (to >= 0 && keys[to] !== column.key) move(column, to);
  };
  return (
    <div className="w-[min(320px,calc(100vw-40px))] p-3">
      <fieldset>
        <legend className="pb-1 text-ink-2 text-label">Columns, in their order</legend>
        <ul ref={list}>
          {shown.map((column) => (
            <li
              key={column.key}
              data-column={column.key}
              className={`flex items-center gap-1 rounded-small ${dragged === column.key ? "bg-wash" : ""}`}
            >
              <button
                type="button"
                aria-label={`Move ${column.label}: arrow up or down`}
                className="min-h-6 w-6 cursor-grab touch-none text-ink-3 hover:text-ink"
                onKeyDown={onKeyDown(column)}
                onPointerDown={(event) => {
                  setDragged(column.key);
                  event.currentTarget.setPointerCapture(event.pointerId);
                }}
                onPointerMove={onPointerMove(column)}
                onPointerUp={() => setDragged(null)}
                onPointerCancel={() => setDragged(null)}
              >
                <span aria-hidden="true">⠿</span>
              </button>
              <Checkbox
                checked
                disabled={column.fixed}
                onChange={() => address.set({ columns: toggled(columns, chosen, column.key) }, "replace")}
              >
                {column.label}
              </Checkbox>
            </li>
          ))}
        </ul>
      </fieldset>
      {away.length > 0 ? (
        <fieldset className="mt-2 border-rule border-t pt-2">
          <legend className="sr-only">Columns put away</legend>
          <div className="grid grid-cols-2 gap-x-3 pl-1">
            {away.map(({ key, label }) => (
              <Checkbox
                key={key}
                checked={false}
                onChange={() => address.set({ columns: toggled(columns, chosen, key) }, "replace")}
              >
                {label}
              </Checkbox>
            ))}
          </div>
        </fieldset>
      ) : null}
      <div className="mt-2 flex justify-end">
        <Button
          size="small"
          tone="quiet"
          disabled={chosen === null}
          onClick={() => address.set({ columns: null }, "replace")}
        >
          Usual columns
        </Button>
      </div>
      <p role="status" className="sr-only">
        {words}
      </p>
    </div>
  );
}
