import { dayOf } from "@/domain/shared/day";
import type { Cell } from "@/domain/table/cell";
import type { RegisterColumn } from "@/domain/table/column";

const clocks = new Map<string, Intl.DateTimeFormat>();

/** Making one costs more than a thousand uses. */
function clockOf(timeZone: string): Intl.DateTimeFormat {
  const known = clocks.get(timeZone);
  if (known) return known;
  const made = new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "short" });
  clocks.set(timeZone, made);
  return made;
}

/** "2026-11-20 06:00" in a time zone. */
function minuteOf(instant: Date, timeZone: string): string {
  return Number.isNaN(instant.getTime()) ? "" : clockOf(timeZone).format(instant);
}

/** A cell as a file holds it: what is seen, in forms a program reads. Empty is empty. */
export function plainText(
  { kind, choices }: Pick<RegisterColumn, "kind" | "choices">,
  cell: Cell | undefined,
  timeZone: string,
): string {
  const label = (value: string) => choices?.find((choice) => choice.value === value)?.label ?? value;
  if (cell === null || cell === undefined) return "";
  if (typeof cell === "boolean") return cell ? "yes" : "no";
  if (typeof cell === "number") return Number.isFinite(cell) ? String(cell) : "";
  if (typeof cell === "string") return kind === "instant" ? minuteOf(new Date(cell), timeZone) : label(cell);
  return "label" in cell ? cell.label : cell.map(label).join("; ");
}

export const fileName = (many: string, at: Date, timeZone: string, format: string): string =>
  `${many}-${dayOf(at, timeZone)}.${format}`;
