"use client";

import { clsx } from "clsx";
import type { KeyboardEvent, PointerEvent } from "react";
import type { DrawnColumn } from "@/components/table/drawing";
import { ABSENT } from "@/components/ui/format";
import { Menu } from "@/components/ui/menu";
import { OrgLink } from "@/components/ui/org-link";

export type CardDrag = {
  onPointerDown: (event: PointerEvent<HTMLElement>) => void;
  onGripKey: (event: KeyboardEvent<HTMLElement>) => void;
  onGripBlur: () => void;
};

/** A row as a card: its name and state, then what a narrow list would say of it. */
export function Card<Row extends { id: string }>({
  row,
  name,
  href,
  columns,
  busy,
  picked,
  drag,
  lanes = [],
  onMove,
}: {
  row: Row;
  name: string;
  href: string | undefined;
  columns: readonly DrawnColumn<Row>[];
  busy: boolean;
  picked: boolean;
  /** Absent where cards may not be moved. */
  drag?: CardDrag;
  lanes?: readonly { value: string; label: string; current: boolean }[];
  onMove?: (to: string) => void;
}) {
  const state = columns.find(({ narrow }) => narrow === "state");
  const details = columns.filter(({ narrow }) => narrow === "detail");
  return (
    <li
      data-card={row.id}
      onPointerDown={drag?.onPointerDown}
      onDragStart={(event) => event.preventDefault()}
      className={clsx(
        "relative border-rule-2 border-b bg-paper px-1 py-2 text-note last:border-b-0",
        drag && "wide:cursor-grab",
        picked && "outline outline-2 outline-accent",
        busy && "outline-dashed outline-1 outline-line",
      )}
    >
      <div className="flex items-start gap-1">
        <p className="min-w-0 flex-1 font-medium">
          {href ? (
            <OrgLink href={href} prefetch={false} draggable={false} className="underline-offset-2 hover:underline">
              {name}
            </OrgLink>
          ) : (
            name
          )}
        </p>
        {drag && onMove ? (
          <span className="flex shrink-0" data-print="hide">
            <Menu
              label={`Move ${name} to another lane`}
              triggerClass="min-h-6 min-w-6 rounded-small text-ink-3 hover:bg-wash hover:text-ink"
              trigger={<span aria-hidden="true">⋯</span>}
              items={[
                { kind: "heading", label: "Move to" },
                ...lanes.map(({ value, label, current }) => ({
                  kind: "choice" as const,
                  label,
                  checked: current,
                  onSelect: () => onMove(value),
                })),
              ]}
            />
            <button
              type="button"
              data-grip={row.id}
              aria-label={`Move ${name}`}
              aria-pressed={picked}
              aria-describedby="board-keys"
              onKeyDown={drag.onGripKey}
              onBlur={drag.onGripBlur}
              className="min-h-6 min-w-6 cursor-grab touch-none rounded-small text-ink-3 hover:bg-wash hover:text-ink"
            >
              <span aria-hidden="true">⠿</span>
            </button>
          </span>
        ) : null}
      </div>
      {state || details.length > 0 ? (
        <div className="mt-0.5 flex flex-wrap items-baseline gap-x-2 text-ink-2 text-label">
          {state ? <span className="text-ink">{state.render ? state.render(row) : state.words(row)}</span> : null}
          {details.map((column) => {
            const text = column.words(row);
            return text && text !== ABSENT ? <span key={column.key}>{text}</span> : null;
          })}
        </div>
      ) : null}
    </li>
  );
}
