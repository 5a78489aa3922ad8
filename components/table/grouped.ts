import type { Group } from "@/domain/table/answer";
import type { Cell, Cells } from "@/domain/table/cell";
import { NOT_STATED } from "@/domain/table/column";
import { MOST_FOLDED, type RowsInput } from "@/domain/table/input";

/** The group a cell puts its row in, as a condition names it. */
export function groupValue(cell: Cell | undefined): string {
  if (cell === null || cell === undefined) return NOT_STATED;
  if (typeof cell === "boolean") return cell ? "yes" : "no";
  if (typeof cell === "object") return "label" in cell ? (cell.id ?? cell.label) : cell.join(",");
  return String(cell);
}

/** The rows asked for when groups are folded, so that pages hold rows that show; all of them where that is too much to say. */
export function openGroups(folded: ReadonlySet<string>, groups: readonly Group[]): RowsInput["only"] | undefined {
  if (folded.size === 0) return undefined;
  if (folded.size <= MOST_FOLDED) return { groups: "others", values: [...folded] };
  const open = groups.map(({ value }) => value).filter((value) => !folded.has(value));
  return open.length === 0 || open.length > MOST_FOLDED ? undefined : { groups: "these", values: open };
}

/** Places of rows in their group, counted from 1. */
export type GroupPart = { from: number; to: number };
export type Item<Row> =
  | { kind: "group"; group: Group; folded: boolean; part: GroupPart | null }
  | { kind: "row"; row: Row; index: number };

type Placed = { page: number; pageSize: number; isLast: boolean; folded: ReadonlySet<string> };

/**
 * Rows of one page under the heads of their groups. A group that a page ends in has its head on the next one again; folded
 * groups show their head where they stand in order.
 */
export function itemsOf<Row extends { cells: Cells }>(
  rows: readonly Row[],
  key: string | null,
  groups: readonly Group[] | undefined,
  { page, pageSize, isLast, folded }: Placed,
): Item<Row>[] {
  if (!key || !groups) return rows.map((row, index) => ({ kind: "row", row, index }));
  const ofGroup = new Map<string, Item<Row>[]>(groups.map(({ value }) => [value, []]));
  const unknown: Item<Row>[] = [];
  for (const [index, row] of rows.entries())
    (ofGroup.get(groupValue(row.cells[key])) ?? unknown).push({ kind: "row", row, index });
  const start = (page - 1) * pageSize;
  let before = 0; // rows of the groups above that show
  const items = groups.flatMap((group): Item<Row>[] => {
    const isFolded = folded.has(group.value);
    const own = isFolded ? [] : (ofGroup.get(group.value) ?? []);
    const isHere = before >= start && (before < start + pageSize || isLast);
    const from = Math.max(0, start - before) + 1;
    const part = own.length > 0 && own.length < group.count ? { from, to: from + own.length - 1 } : null;
    if (!isFolded) before += group.count;
    return isHere || own.length > 0 ? [{ kind: "group", group, folded: isFolded, part }, ...own] : [];
  });
  return [...items, ...unknown];
}
