import { type Cell, type Cells, cellText } from "../table/cell";
import { emptyWord, type RegisterColumn } from "../table/column";

/** A value that differs between two days, in words. */
export type Difference = { column: string; label: string; from: string; to: string };
export const COMPARED_KINDS = ["added", "removed", "changed"] as const;
export type ComparedKind = (typeof COMPARED_KINDS)[number];

/** What is recorded of a thing, not what moves with time alone. */
export const isCompared = ({ drawn, compared = true }: RegisterColumn): boolean => !drawn && compared;

const words = (column: RegisterColumn, cell: Cell | undefined, timeZone: string) =>
  cellText(column, cell ?? null, timeZone);

/**
 * The columns in which two states of a record differ; null is a state in which it did not exist, and then only what is
 * stated counts.
 */
export function differencesOf(
  columns: readonly RegisterColumn[],
  before: Cells | null,
  after: Cells | null,
  timeZone: string,
): Difference[] {
  return columns.filter(isCompared).flatMap((column) => {
    const [from, to] = [words(column, before?.[column.key], timeZone), words(column, after?.[column.key], timeZone)];
    if (from === to) return [];
    if ((!before || !after) && (before ? from : to) === emptyWord(column)) return [];
    return [{ column: column.key, label: column.label, from: before ? from : "", to: after ? to : "" }];
  });
}

const counted = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`;

/** "2 initiatives were added, 1 was removed and 5 changed." */
export function comparedSentence(
  counts: Record<ComparedKind, number>,
  { one, many }: { one: string; many: string },
): string {
  const parts = COMPARED_KINDS.filter((kind) => counts[kind] > 0).map((kind, place) => {
    const subject = place === 0 ? counted(counts[kind], one, many) : String(counts[kind]);
    if (kind === "changed") return `${subject} changed`;
    return `${subject} ${counts[kind] === 1 ? "was" : "were"} ${kind}`;
  });
  if (parts.length === 0) return `No ${one} was added, removed or changed.`;
  const last = parts.pop();
  return `${parts.length > 0 ? `${parts.join(", ")} and ${last}` : last}.`;
}
