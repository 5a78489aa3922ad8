import { formatDate, formatInstant, formatNumber } from "../shared/figure";
import { emptyWord, type RegisterColumn } from "./column";

/**
 * A value of a row, by the kind of its column: text and choice a string, number a number, date YYYY-MM-DD, instant an ISO
 * string, boolean a boolean, tag and a choice of several a list, person and reference an id (null for somebody who is no
 * member) with the name. Null is empty.
 */
export type Cell = string | number | boolean | null | readonly string[] | { id: string | null; label: string };
export type Cells = Readonly<Record<string, Cell>>;

const choiceLabel = ({ choices }: RegisterColumn, value: string): string =>
  choices?.find((choice) => choice.value === value)?.label ?? value;

/** The cell in words: what a table draws without a drawing of its own, what is copied, printed and said of a group. */
export function cellText(column: RegisterColumn, cell: Cell | undefined, timeZone: string): string {
  if (cell === null || cell === undefined || (Array.isArray(cell) && cell.length === 0)) return emptyWord(column);
  if (typeof cell === "boolean") return cell ? "yes" : "no";
  if (typeof cell === "number") return formatNumber(cell, Number.isInteger(cell) ? 0 : 2);
  if (typeof cell === "string") {
    if (column.kind === "date") return formatDate(cell);
    if (column.kind === "instant") return formatInstant(new Date(cell), timeZone);
    return choiceLabel(column, cell);
  }
  return "label" in cell ? cell.label : cell.map((value) => choiceLabel(column, value)).join(", ");
}
