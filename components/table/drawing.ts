import type { ReactNode } from "react";
import { type Cell, cellText } from "@/domain/table/cell";
import type { RegisterColumn } from "@/domain/table/column";

/** What a noun adds to a declared column: how its cell is drawn. Without one, a cell is its value in words. */
export type Drawing<Row> = {
  render?: (row: Row) => ReactNode;
  /** The cell in words: its title when it is cut, and its text without `render`. */
  words?: (row: Row) => string;
  align?: "left" | "right" | "center";
  /** Its head, where it says more than the declaration can: the unit of what is shown. */
  head?: string;
  tone?: "name" | "quiet";
  /** Its part in the narrow list and on a card; absent there without one. */
  narrow?: "name" | "state" | "detail";
};
export type Drawings<Row> = Partial<Record<string, Drawing<Row>>>;

/** A column with everything needed to draw it. */
export type DrawnColumn<Row> = Omit<Drawing<Row>, "words" | "head"> & {
  column: RegisterColumn;
  key: string;
  head: string;
  width: number | undefined;
  words: (row: Row) => string;
  /** A click on its cell opens what sets it. */
  isSet: boolean;
};

type Celled = { cells: Readonly<Record<string, Cell>> };

export const headOf = ({ head, label, unit }: RegisterColumn): string => `${head ?? label}${unit ? `, ${unit}` : ""}`;

/** Declared columns and their drawings, in the order shown. */
export function drawnColumns<Row extends Celled>(
  columns: readonly RegisterColumn[],
  drawings: Drawings<Row>,
  timeZone: string,
  isSet: (column: RegisterColumn) => boolean = () => false,
): DrawnColumn<Row>[] {
  return columns.map((column) => {
    const { words = (row: Row) => cellText(column, row.cells[column.key], timeZone), ...drawing } =
      drawings[column.key] ?? {};
    return {
      align: column.kind === "number" ? "right" : "left",
      ...drawing,
      column,
      key: column.key,
      head: drawing.head ?? headOf(column),
      width: column.width,
      words,
      isSet: isSet(column),
    };
  });
}
