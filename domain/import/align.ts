import { choiceKey, collapse, likeness } from "./label";
import type { CustomField } from "./noun";
import type { SourceTable } from "./read-table";

const ALIKE_NAME = 0.8;
const ALIKE_CELLS = 0.7; // share of equal cells in rows that are the same record
const CONTRADICTED = 0.3; // below, a column is not the field its place suggests
const COMPARED = 300; // rows compared
const ENOUGH = 5; // filled cells without which equal cells prove nothing

export type Alignment = { at: number; field: CustomField; why: "name" | "cells" | "place" };

/** What is already here, and how an export writes a field of it. */
export type Here<Row> = { existing: readonly Row[]; cellOf: (row: Row, key: string) => string };
type Pair<Row> = { row: readonly string[]; existing: Row };
type Score = { share: number; filled: number };

/** Rows that are surely a record already here: their key occurs once on both sides. Spread over the file. */
function samplePairs<Row>(
  table: SourceTable,
  keyed: readonly { at: number; key: string }[],
  { existing, cellOf }: Here<Row>,
) {
  if (keyed.length === 0) return [];
  const once = <T>(items: readonly T[], keyOf: (item: T) => string) => {
    const groups = new Map<string, T | null>();
    for (const item of items) {
      const key = keyOf(item);
      groups.set(key, groups.has(key) ? null : item);
    }
    return groups;
  };
  const rows = once(table.rows, ({ cells }) => keyed.map(({ at }) => choiceKey(cells[at] ?? "")).join("\u001f"));
  const here = once(existing, (row) => keyed.map(({ key }) => choiceKey(cellOf(row, key))).join("\u001f"));
  const pairs: Pair<Row>[] = [];
  for (const [key, row] of rows) {
    const match = here.get(key);
    if (row && match) pairs.push({ row: row.cells, existing: match });
  }
  const stride = Math.max(1, Math.floor(pairs.length / COMPARED));
  return pairs.filter((_, i) => i % stride === 0).slice(0, COMPARED);
}

function scorer<Row>(pairs: readonly Pair<Row>[], { cellOf }: Here<Row>) {
  const memo = new Map<string, string[]>();
  const column = (key: string, cells: () => string[]) => {
    const known = memo.get(key) ?? cells();
    memo.set(key, known);
    return known;
  };
  return (at: number, field: CustomField): Score => {
    const left = column(`${at}`, () => pairs.map(({ row }) => collapse(row[at] ?? "")));
    const right = column(field.id, () => pairs.map(({ existing }) => collapse(cellOf(existing, field.id))));
    let [filled, equal] = [0, 0];
    for (const [i, cell] of left.entries()) {
      if (cell === "" && right[i] === "") continue;
      filled++;
      if (cell === right[i]) equal++;
    }
    return { share: filled === 0 ? 0 : equal / filled, filled };
  };
}

/**
 * Which columns are custom fields the organisation has: by name, by equal cells in rows that are the same record, and
 * last by place, where unmatched columns and fields stand between the same neighbours.
 */
export function alignCustomFields<Row>(
  table: SourceTable,
  open: readonly number[],
  keyed: readonly { at: number; key: string }[],
  fields: readonly CustomField[],
  here: Here<Row>,
): Alignment[] {
  const scoreOf = scorer(samplePairs(table, keyed, here), here);
  const candidates = open.flatMap((at, place) =>
    fields.flatMap((field, position) => {
      const name = likeness(table.columns[at]?.name ?? "", field.label);
      const { share, filled } = scoreOf(at, field);
      const isAlike = filled >= ENOUGH && share >= ALIKE_CELLS;
      if (name < ALIKE_NAME && !isAlike) return [];
      const why: Alignment["why"] = name >= ALIKE_NAME ? "name" : "cells";
      const score = (name === 1 ? 1 : 0) + (filled >= ENOUGH ? share : 0.5) + name / 2;
      return [{ at, field, why, score, distance: Math.abs(place - position) }];
    }),
  );
  candidates.sort((a, b) => b.score - a.score || a.distance - b.distance);
  const byColumn = new Map<number, Alignment>();
  const takenFields = new Set<string>();
  for (const { at, field, why } of candidates) {
    if (byColumn.has(at) || takenFields.has(field.id)) continue;
    byColumn.set(at, { at, field, why });
    takenFields.add(field.id);
  }
  for (const one of byPlace(open, fields, byColumn)) {
    const { share, filled } = scoreOf(one.at, one.field);
    if (filled < ENOUGH || share >= CONTRADICTED) byColumn.set(one.at, one);
  }
  return [...byColumn.values()];
}

/** Runs of unmatched columns and unmatched fields of one length between the same two neighbours, paired in order. */
function byPlace(
  open: readonly number[],
  fields: readonly CustomField[],
  known: ReadonlyMap<number, Alignment>,
): Alignment[] {
  const positions = new Map(fields.map(({ id }, position) => [id, position]));
  const matched = open.map((at) => positions.get(known.get(at)?.field.id ?? "") ?? null);
  const found: Alignment[] = [];
  let before = -1;
  for (let i = 0; i <= matched.length; i++) {
    const position = i === matched.length ? fields.length : (matched[i] ?? null);
    if (position === null) continue;
    const from = before < 0 ? -1 : (matched[before] ?? -1);
    const gap = i - before - 1;
    if (known.size > 0 && gap > 0 && position - from - 1 === gap) {
      for (let step = 1; step <= gap; step++) {
        const [at, field] = [open[before + step], fields[from + step]];
        if (at !== undefined && field) found.push({ at, field, why: "place" });
      }
    }
    before = i;
  }
  return found;
}
