import type { Program } from "./cell";
import { collapse } from "./label";
import type { ColumnMapping, ImportMapping } from "./mapping";
import { distinctValues } from "./values";

/** Stands in a value mapping for "make a program of this name". */
export const NEW_PROGRAM = "+";

export const isProgramColumn = ({ target }: ColumnMapping): boolean =>
  target.kind === "field" && target.field === "program";

/** The mapping with an id for each program it is to make, and those programs, named as the file names them. */
export function withNewPrograms(
  mapping: ImportMapping,
  cellsOf: (column: string) => readonly string[],
  mint: () => string,
): { mapping: ImportMapping; programs: Program[] } {
  const programs: Program[] = [];
  const columns = mapping.columns.map((entry) => {
    if (!isProgramColumn(entry) || !Object.values(entry.values).includes(NEW_PROGRAM)) return entry;
    const names = new Map(distinctValues(cellsOf(entry.column)).map(({ key, text }) => [key, collapse(text)]));
    const values = Object.entries(entry.values).flatMap(([key, value]): [string, string | null][] => {
      if (value !== NEW_PROGRAM) return [[key, value]];
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

/** Values without those that stand for a program the organisation no longer has. */
export function livePrograms(entry: ColumnMapping, programs: readonly Program[]): ColumnMapping["values"] {
  if (!isProgramColumn(entry)) return entry.values;
  const known = new Set([NEW_PROGRAM, ...programs.map(({ id }) => id)]);
  return Object.fromEntries(Object.entries(entry.values).filter(([, value]) => value === null || known.has(value)));
}
