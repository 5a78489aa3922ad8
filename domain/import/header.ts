import { excerpt, FILE_LIMITS, FileFault } from "./fault";
import { choiceKey, collapse } from "./label";

/** A row of a file before its columns are known. */
export type SourceRecord = { line: number; cells: readonly string[] };

/**
 * `index` is the place in a record. `header` is the text of the file; `name` is unlike every other column's name. In a sheet a
 * column has letters, and may stand in a group named above.
 */
export type Column = { index: number; header: string; name: string; letters?: string; group?: string };

/** What a sheet knows of the columns of its records. */
export type SheetColumns = { sheet: string; letters: readonly string[]; groups: readonly string[] };

const SAMPLE = 60; // records looked at for a header

const filled = (cells: readonly string[]) => cells.filter((cell) => cell.trim() !== "");
export const isFigure = (cell: string) => /^[\s\d.,:/%$€£+-]+$/.test(cell);

/** The most common count of filled cells says how wide the table is; a header fills at least half of it with words. */
function tableWidth(records: readonly SourceRecord[]): number {
  const counts = new Map<number, number>();
  for (const { cells } of records) counts.set(cells.length, (counts.get(cells.length) ?? 0) + 1);
  counts.delete(1);
  return [...counts].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0]?.[0] ?? 1;
}

function looksLikeHeader(cells: readonly string[], width: number): boolean {
  const words = filled(cells);
  if (words.length < 2 || words.length * 2 < width) return false;
  const labels = words.filter((cell) => !isFigure(cell) && cell.length <= FILE_LIMITS.header);
  const distinct = new Set(words.map(choiceKey));
  return labels.length * 5 >= words.length * 4 && distinct.size * 2 >= words.length;
}

/**
 * Index of the record that names the columns: the first that looks like a header, or the one on `line` when a person chose it.
 *
 * @throws FileFault when no record near the top does.
 */
export function findHeader(records: readonly SourceRecord[], line?: number, sheet?: string): number {
  if (line !== undefined) {
    const chosen = records.findIndex((record) => record.line === line);
    if (chosen >= 0) return chosen;
    throw new FileFault(
      "No row begins here.",
      `Choose the ${sheet === undefined ? "line" : "row"} with the column names.`,
      { line, sheet },
    );
  }
  const sample = records.slice(0, SAMPLE);
  const width = tableWidth(sample);
  const found = sample.findIndex(({ cells }) => looksLikeHeader(cells, width));
  if (found >= 0) return found;
  const first = records.find(({ cells }) => filled(cells).length > 0);
  const seen = first ? `The first text is “${excerpt(first.cells.join(" "))}”. ` : "";
  throw new FileFault("No row with column names was found.", `${seen}Put the names in one row above the data.`, {
    line: first?.line ?? 1,
    sheet,
  });
}

/**
 * The columns of a table. Repeated headers get a number, a blank header over data gets its position, and columns
 * without header and data are left out.
 *
 * @throws FileFault when a header is a formula.
 */
export function columnsOf(header: SourceRecord, rows: readonly SourceRecord[], of?: SheetColumns): Column[] {
  const used = new Set<number>();
  for (const { cells } of rows) {
    for (let i = 0; i < header.cells.length; i++) if (!used.has(i) && (cells[i] ?? "").trim() !== "") used.add(i);
  }
  const taken = new Set<string>();
  const columns: Column[] = [];
  for (const [index, raw] of header.cells.entries()) {
    const label = collapse(raw);
    if (label === "" && !used.has(index)) continue;
    if (/^(=|[@+-].*\()/.test(label)) {
      throw new FileFault(`The column name “${excerpt(label)}” is a formula.`, "Replace it by a plain name.", {
        line: header.line,
        ...(of ? { sheet: of.sheet, letters: of.letters[index] } : { column: `${index + 1}` }),
      });
    }
    const [letters, group] = [of?.letters[index], of?.groups[index]];
    const joined = group && label ? `${group} / ${label}` : label;
    const full = joined.length <= FILE_LIMITS.header ? joined : label;
    const name = distinctName(full || `Column ${letters ?? index + 1}`, taken);
    taken.add(choiceKey(name));
    columns.push({ index, header: label, name, ...(letters ? { letters } : {}), ...(group ? { group } : {}) });
  }
  return columns;
}

function distinctName(label: string, taken: ReadonlySet<string>): string {
  if (!taken.has(choiceKey(label))) return label;
  let n = 2;
  while (taken.has(choiceKey(`${label} (${n})`))) n++;
  return `${label} (${n})`;
}
