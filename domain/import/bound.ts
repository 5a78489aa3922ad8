import type { CellFault, RowProblem } from "./fault";
import type { Column } from "./header";
import { type ColumnMapping, type ImportMapping, targetKey } from "./mapping";
import type { Contradiction } from "./noun";
import { type Place, placeText } from "./place";
import type { SheetFacts, TableRow } from "./read-table";

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

type Coded = { id: string; code: string | null; name: string };

/** Codes are unique in an organisation: the row that would take another's is rejected. */
export class CodeBook {
  readonly #holders = new Map<string, { id: string; name: string }>();

  constructor(existing: Iterable<Coded>) {
    for (const { code, id, name } of existing) if (code) this.#holders.set(code, { id, name: `“${name}”` });
  }

  claim(row: TableRow, bound: Bound | undefined, { code, id }: Omit<Coded, "name">): RowProblem | null {
    if (!bound || !code) return null;
    const holder = this.#holders.get(code);
    if (holder === undefined || holder.id === id) {
      const place = bound.place(row.line);
      const name = place.sheet === undefined ? `the row on ${placeText(place)}` : placeText(place);
      this.#holders.set(code, { id, name });
      return null;
    }
    const reason = `The code already belongs to ${holder.name}.`;
    return problemOf(row, bound, { reason, cure: "Give another code, or make Code the key to update it." });
  }
}

export function frozenProblem(
  { line }: TableRow,
  value: string,
  fault: { reason: string; cure: string },
  sheet: Sheet,
): RowProblem {
  return { line, sheet: sheet?.name, column: null, value, ...fault };
}

export function contradictionProblem(
  row: TableRow,
  bound: readonly Bound[],
  { keys, value, reason, cure }: Contradiction,
): RowProblem {
  const one = keys.flatMap((key) => bound.find((each) => each.key === key) ?? [])[0];
  const place = one?.place(row.line) ?? { line: row.line };
  return {
    ...place,
    column: one?.entry.column ?? null,
    value: value ?? (one ? (row.cells[one.at] ?? "") : null),
    reason,
    cure,
  };
}
