import { collapse } from "../../import/label";
import { type ColumnMapping, type ImportMapping, MADE } from "../../import/mapping";
import { distinctValues } from "../../import/option";
import type { Program } from "./cell";

const isProgramColumn = ({ target }: ColumnMapping): boolean => target.kind === "field" && target.field === "program";

/** The mapping with an id for each program it is to make, and those programs, named as the file names them. */
export function withNewPrograms(
  mapping: ImportMapping,
  cellsOf: (column: string) => readonly string[],
  mint: () => string,
): { mapping: ImportMapping; programs: Program[] } {
  const programs: Program[] = [];
  const columns = mapping.columns.map((entry) => {
    if (!isProgramColumn(entry) || !Object.values(entry.values).includes(MADE)) return entry;
    const names = new Map(distinctValues(cellsOf(entry.column)).map(({ key, text }) => [key, collapse(text)]));
    const values = Object.entries(entry.values).flatMap(([key, value]): [string, string | null][] => {
      if (value !== MADE) return [[key, value]];
      const name = names.get(key);
      if (name === undefined) return []; // the file no longer holds it
      const id = mint();
      programs.push({ id, name });
      return [[key, id]];
    });
    return { ...entry, values: Object.fromEntries(values) };
  });
  return { mapping: { ...mapping, columns }, programs };
}
