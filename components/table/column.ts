import type { ReactNode } from "react";

export type Column<Row> = {
  /** Also the name it is sorted and chosen by in the address. */
  key: string;
  /** Head of the column, with the unit: "Spend, $ k". */
  label: string;
  align?: "left" | "right" | "center";
  /** Pixels; columns without one share what is left. */
  width?: number;
  sortable?: boolean;
  /** The first click sorts from the largest or latest. */
  descendingFirst?: boolean;
  /** Shown only when chosen. */
  hidden?: boolean;
  /** Cannot be put away. */
  fixed?: boolean;
  /** The cell in words: its title when cut, its text without `render`. */
  value?: (row: Row) => string | null | undefined;
  render?: (row: Row) => ReactNode;
  tone?: "name" | "quiet";
  /** Its part in the narrow list; absent there without one. */
  narrow?: "name" | "state" | "detail";
};

/** The columns to show: those named in the address, else the usual ones; fixed ones always. */
export function shownColumns<Row>(columns: readonly Column<Row>[], chosen: readonly string[] | null): Column<Row>[] {
  return columns.filter((column) => column.fixed || (chosen ? chosen.includes(column.key) : !column.hidden));
}

/** What the address should say after one column is shown or put away; null when it is the usual set again. */
export function toggleColumn<Row>(
  columns: readonly Column<Row>[],
  chosen: readonly string[] | null,
  key: string,
): string[] | null {
  const shown = new Set(shownColumns(columns, chosen).map((column) => column.key));
  if (!shown.delete(key)) shown.add(key);
  const next = columns.filter((column) => !column.fixed && shown.has(column.key)).map((column) => column.key);
  const usual = columns.filter((column) => !column.fixed && !column.hidden).map((column) => column.key);
  return next.length === usual.length && next.every((each, index) => each === usual[index]) ? null : next;
}
