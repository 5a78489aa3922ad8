import { isFigure, type SourceRecord } from "../header";
import { choiceKey, collapse } from "../label";
import type { Range } from "./reference";

/** Rows that name the columns, as indexes of records: the last one names them, those above name groups of them. */
export type Heading = { top: number; bottom: number };

const MOST_LEVELS = 3;

const filledAt = ({ cells }: SourceRecord, at: number) => (cells[at] ?? "").trim() !== "";
const startingOn = (merges: readonly Range[], line: number) => merges.filter(({ top }) => top === line);
const isWide = ({ top, bottom, left, right }: Range) => top === bottom && right > left;
const isTall = ({ top, bottom }: Range) => bottom > top && bottom - top < MOST_LEVELS;

/** Whether the row below names the columns under cells that are merged over several of them. */
function namesUnder(row: SourceRecord, below: SourceRecord, wide: readonly Range[]): boolean {
  const isSpanned = (at: number) => wide.some(({ left, right }) => at >= left && at <= right);
  for (const at of row.cells.keys()) if (!isSpanned(at) && filledAt(row, at) && filledAt(below, at)) return false;
  const names = below.cells.filter((cell) => cell.trim() !== "");
  if (names.some(isFigure)) return false;
  return wide.some(({ left, right }) => {
    const under = below.cells.slice(left, right + 1).filter((cell) => cell.trim() !== "");
    return under.length > 1 && new Set(under.map(choiceKey)).size === under.length;
  });
}

/** A row of names of groups, and no title or remark that is merged over most of the table. */
function isGroupRow(row: SourceRecord, below: SourceRecord, merges: readonly Range[]): boolean {
  const names = below.cells.filter((cell) => cell.trim() !== "").length;
  const wide = startingOn(merges, row.line).filter(
    (range) => isWide(range) && filledAt(row, range.left) && (range.right - range.left + 1) * 3 <= names * 2,
  );
  if (wide.length === 0) return false;
  const labels = row.cells.flatMap((_, at) => (filledAt(row, at) ? [at] : []));
  return labels.length > 1 || (labels[0] ?? 0) > 0;
}

/**
 * The rows around the one that findHeader() found which belong to the heading, told by how cells are merged. Columns of
 * `merges` are those of the records' cells.
 */
export function headingOf(records: readonly SourceRecord[], at: number, merges: readonly Range[]): Heading {
  const heading = { top: at, bottom: at };
  while (heading.bottom - at < MOST_LEVELS - 1) {
    const [row, below] = [records[heading.bottom], records[heading.bottom + 1]];
    if (!row || !below) break;
    const here = startingOn(merges, row.line);
    const isJoined = here.some((range) => isTall(range) && filledAt(row, range.left) && below.line <= range.bottom);
    const wide = here.filter((range) => isWide(range) && filledAt(row, range.left));
    if (!isJoined && !(wide.length > 0 && namesUnder(row, below, wide))) break;
    heading.bottom++;
  }
  while (heading.bottom - heading.top < MOST_LEVELS - 1) {
    const [row, above] = [records[heading.top], records[heading.top - 1]];
    if (!row || !above) break;
    const isJoined = startingOn(merges, above.line).some((range) => isTall(range) && row.line <= range.bottom);
    if (!isJoined && !(above.line === row.line - 1 && isGroupRow(above, row, merges))) break;
    heading.top--;
  }
  return heading;
}

/** The name of each column and the groups above it, outermost first. */
export function namesOf(
  records: readonly SourceRecord[],
  { top, bottom }: Heading,
  merges: readonly Range[],
  width: number,
): { own: string[]; groups: string[] } {
  const rows = records.slice(top, bottom + 1).map(({ line, cells }) => {
    const spread = Array.from({ length: width }, (_, at) => cells[at] ?? "");
    for (const range of startingOn(merges, line)) {
      if (line < (records[bottom]?.line ?? line) && range.right > range.left)
        spread.fill(spread[range.left] ?? "", range.left, Math.min(range.right + 1, width));
    }
    return spread;
  });
  const stacks = Array.from({ length: width }, (_, at) => {
    const labels = rows.map((row) => collapse(row[at] ?? "")).filter(Boolean);
    return labels.filter((label, i) => i === labels.length - 1 || choiceKey(label) !== choiceKey(labels[i + 1] ?? ""));
  });
  return {
    own: stacks.map((labels) => labels.at(-1) ?? ""),
    groups: stacks.map((labels) => labels.slice(0, -1).join(" / ")),
  };
}
