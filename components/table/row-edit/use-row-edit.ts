"use client";

import { type KeyboardEvent, type MouseEvent, type RefObject, useState } from "react";
import type { RowBase } from "@/components/table/register";
import { isSetInRow, type RegisterColumn } from "@/domain/table/column";

/** The cell being set, and where it stands on the page. */
export type Editing = { id: string; column: string; anchor: HTMLElement };
/** What a cell that is not simply set opens instead: a form of its own, or the columns it is worked out from. */
export type CellEdits<Row> = Readonly<Record<string, ((row: Row) => void) | string>>;

type Given<Row extends RowBase> = {
  rows: readonly Row[];
  columns: readonly RegisterColumn[];
  shown: readonly { key: string }[];
  mayEdit: boolean;
  edits: CellEdits<Row> | undefined;
  table: RefObject<HTMLTableElement | null>;
};

/** Setting a cell where it stands: by a click on it, or by a key on the focused row. */
export function useRowEdit<Row extends RowBase>({ rows, columns, shown, mayEdit, edits, table }: Given<Row>) {
  const [editing, setEditing] = useState<Editing | null>(null);
  const keys = mayEdit
    ? new Set([...columns.filter(isSetInRow).map(({ key }) => key), ...Object.keys(edits ?? {})])
    : NONE;
  const cellOf = (index: number, key?: string) =>
    table.current?.querySelector<HTMLElement>(`[data-row="${index}"] [data-cell${key ? `="${CSS.escape(key)}"` : ""}]`);
  const open = (index: number, key: string) => {
    const row = rows[index];
    const anchor = cellOf(index, key) ?? cellOf(index);
    if (!row || !anchor || !keys.has(key)) return;
    const own = edits?.[key];
    if (typeof own === "function") own(row);
    else setEditing({ id: row.id, column: own ?? key, anchor });
  };
  const openRow = (index: number) => {
    const first = shown.find(({ key }) => keys.has(key)) ?? columns.find(({ key }) => keys.has(key));
    if (first) open(index, first.key);
  };
  const rowOf = ({ target }: { target: EventTarget }) =>
    Number(target instanceof HTMLElement ? target.closest<HTMLElement>("[data-row]")?.dataset.row : Number.NaN);
  return {
    keys,
    editing,
    close: () => {
      setEditing(null);
      const link = editing?.anchor.closest("tr")?.querySelector<HTMLElement>("[data-row-link]");
      requestAnimationFrame(() => link?.focus({ preventScroll: true })); // once the panel has let the focus go
    },
    /** The first cell of a row that can be set. */
    openRow,
    /** The same column of the row below. */
    openBelow: (id: string, key: string) => open(rows.findIndex((row) => row.id === id) + 1, key),
    onClick: (event: MouseEvent) => {
      const { target } = event;
      if (!(target instanceof HTMLElement) || target.closest("a,button,input,label")) return;
      if (window.getSelection()?.isCollapsed === false) return; // text was marked, to be copied
      const key = target.closest<HTMLElement>("[data-cell]")?.dataset.cell;
      if (key) open(rowOf(event), key);
    },
    /** F2 as in any sheet; it is no character, and so works with single keys turned off as well. */
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key === "F2") openRow(rowOf(event));
    },
  };
}
export type RowEdit = ReturnType<typeof useRowEdit>;

const NONE: ReadonlySet<string> = new Set();
