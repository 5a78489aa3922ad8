import type { CellFault } from "./cell";
import type { RowProblem } from "./fault";
import type { Column } from "./header";
import { type ColumnMapping, type ImportMapping, targetKey } from "./mapping";
import { type Place, placeText } from "./place";
import type { SheetFacts, TableRow } from "./read-table";
import type { ExistingRow, InitiativeValues } from "./values";

export type Sheet = Pick<SheetFacts, "name"> | null | undefined;

/** A column that goes somewhere: its index in a row, and the place of its cell on a line. */
export type Bound = { entry: ColumnMapping; at: number; key: string; place: (line: number) => Place };

/** Columns of the mapping with their place in a row; those that go nowhere are left out. */
export function bind(columns: readonly Column[], mapping: ImportMapping, sheet: Sheet): Bound[] {
  const places = new Map(columns.map(({ name }, at) => [name, at]));
  return mapping.columns.flatMap((entry) => {
    const at = places.get(entry.column);
    const key = entry.target.kind === "id" ? "id" : targetKey(entry.target);
    if (at === undefined || key === null) return [];
    const of = sheet ? { sheet: sheet.name, letters: columns[at]?.letters } : {};
    return [{ entry, at, key, place: (line: number) => ({ line, ...of }) }];
  });
}

export function problemOf(
  row: TableRow,
  { entry, at, place }: Bound,
  { reason, cure }: Omit<CellFault, "kind">,
): RowProblem {
  return { ...place(row.line), column: entry.column, value: row.cells[at] ?? "", reason, cure };
}

/** Codes are unique in an organisation: the row that would take another's is rejected. */
export class CodeBook {
  readonly #holders = new Map<string, { id: string; name: string }>();

  constructor(existing: readonly ExistingRow[]) {
    for (const { code, id, title } of existing) if (code) this.#holders.set(code, { id, name: `“${title}”` });
  }

  claim(row: TableRow, bound: Bound | undefined, values: InitiativeValues, id: string): RowProblem | null {
    if (!bound || !values.code) return null;
    const holder = this.#holders.get(values.code);
    if (holder === undefined || holder.id === id) {
      const place = bound.place(row.line);
      const name = place.sheet === undefined ? `the row on ${placeText(place)}` : placeText(place);
      this.#holders.set(values.code, { id, name });
      return null;
    }
    const reason = `The code already belongs to ${holder.name}.`;
    return problemOf(row, bound, { reason, cure: "Give another code, or make Code the key to update it." });
  }
}

export function archivedProblem({ line }: TableRow, { code, title }: ExistingRow, sheet: Sheet): RowProblem {
  const reason = `${code ?? ""} “${title}” is archived.`;
  const place = { line, sheet: sheet?.name };
  return {
    ...place,
    column: null,
    value: title,
    reason,
    cure: "Restore the initiative to change it, or delete the row.",
  };
}

export function datesProblem(row: TableRow, bound: Bound[], { startOn, targetOn }: InitiativeValues): RowProblem {
  const one = bound.find(({ key }) => key === "targetOn") ?? bound.find(({ key }) => key === "startOn");
  const reason = `The target date ${targetOn} is before the start date ${startOn}.`;
  const place = one?.place(row.line) ?? { line: row.line };
  return {
    ...place,
    column: one?.entry.column ?? null,
    value: targetOn,
    reason,
    cure: "Correct one of the two dates.",
  };
}
