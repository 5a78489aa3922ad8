import type { Group } from "@/domain/table/answer";
import type { Cell, Cells } from "@/domain/table/cell";
import { NOT_STATED, type RegisterColumn } from "@/domain/table/column";
import type { Filter } from "@/domain/table/filter";
import { MOST_VALUES, operatorsOf } from "@/domain/table/operator";

/** The group a cell puts its row in, as a condition names it. */
export function groupValue(cell: Cell | undefined): string {
  if (cell === null || cell === undefined) return NOT_STATED;
  if (typeof cell === "boolean") return cell ? "yes" : "no";
  if (typeof cell === "object") return "label" in cell ? (cell.id ?? cell.label) : cell.join(",");
  return String(cell);
}

/**
 * The filter without the rows of folded groups, so that pages hold rows that show. The filter itself where a condition cannot
 * say it: a reference also means what lies below it, and a condition names only so many values.
 */
export function foldedFilter(
  filter: Filter,
  column: RegisterColumn,
  folded: ReadonlySet<string>,
  groups: readonly Group[],
): Filter {
  if (folded.size === 0 || column.kind === "reference") return filter;
  const without = [...folded];
  if (operatorsOf(column).includes("is-not") && without.length <= MOST_VALUES)
    return { all: [filter, { column: column.key, op: "is-not", values: without }] };
  const open = groups.map(({ value }) => value).filter((value) => !folded.has(value));
  return open.length === 0 || open.length > MOST_VALUES
    ? filter
    : { all: [filter, { any: [{ column: column.key, op: "is", values: open }] }] };
}

export type Item<Row> = { kind: "group"; group: Group; folded: boolean } | { kind: "row"; row: Row; index: number };

type Placed = { page: number; isLast: boolean; folded: ReadonlySet<string> };

/** Rows of one page under the heads of their groups; folded groups show their head where they stand in order. */
export function itemsOf<Row extends { cells: Cells }>(
  rows: readonly Row[],
  key: string | null,
  groups: readonly Group[] | undefined,
  { page, isLast, folded }: Placed,
): Item<Row>[] {
  const asRow = (row: Row): Item<Row> => ({ kind: "row", row, index: rows.indexOf(row) });
  if (!key || !groups) return rows.map(asRow);
  const groupOf = (row: Row | undefined) => (row ? groupValue(row.cells[key]) : undefined);
  const placeOf = (value: string | undefined) => groups.findIndex((group) => group.value === value);
  const first = page === 1 ? 0 : Math.max(0, placeOf(groupOf(rows[0])));
  const last = isLast || rows.length === 0 ? groups.length - 1 : placeOf(groupOf(rows.at(-1)));
  const known = new Set(groups.map(({ value }) => value));
  return [
    ...groups.slice(first, last + 1).flatMap((group): Item<Row>[] => {
      const isFolded = folded.has(group.value);
      const own = isFolded ? [] : rows.filter((row) => groupOf(row) === group.value).map(asRow);
      return [{ kind: "group", group, folded: isFolded }, ...own];
    }),
    ...rows.filter((row) => !known.has(groupOf(row) ?? "")).map(asRow),
  ];
}
