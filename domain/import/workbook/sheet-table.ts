import { excerpt, FILE_LIMITS, FileFault, type RowProblem } from "../fault";
import { columnsOf, findHeader, type SourceRecord } from "../header";
import type { ReadChoices } from "../input";
import { columnLetters } from "../place";
import { type CellTrouble, isBlank, type SourceTable } from "../read-table";
import { headingOf, namesOf } from "./heading";
import type { Range } from "./reference";
import type { RawSheet, SheetRow } from "./sheet-reader";

type Row = { line: number; cells: string[]; troubles: CellTrouble[] };

const TROUBLES = {
  error: {
    reason: "The cell shows an error of the spreadsheet instead of a value.",
    cure: "Correct the formula, or clear the cell.",
  },
  uncalculated: {
    reason: "The cell is a formula whose result is not in the file.",
    cure: "Open the file in a spreadsheet program and save it, so that results are stored.",
  },
} as const;

/** Rows with one place for each column that is used anywhere, so that empty columns between, before and after are gone. */
function compact({ rows }: RawSheet): { used: number[]; packed: Row[] } {
  const seen = new Set<number>();
  for (const { columns } of rows) for (const column of columns) seen.add(column);
  const used = [...seen].sort((a, b) => a - b);
  const places = new Map(used.map((column, place) => [column, place]));
  const packed = rows
    .map((row) => packRow(row, places))
    .filter(({ cells, troubles }) => troubles.length > 0 || !isBlank(cells));
  return { used, packed };
}

function packRow({ line, columns, texts, troubles }: SheetRow, places: ReadonlyMap<number, number>): Row {
  const last = places.get(columns.at(-1) ?? 0) ?? 0;
  const cells = new Array<string>(last + 1).fill("");
  for (const [i, column] of columns.entries()) cells[places.get(column) ?? 0] = texts[i] ?? "";
  const placed = troubles.map(({ column, text, kind }) => ({ at: places.get(column) ?? 0, text, ...TROUBLES[kind] }));
  return { line, cells, troubles: placed };
}

/** Merged cells in places of records. Those over empty columns alone are gone. */
function placed(merges: readonly Range[], used: readonly number[]): Range[] {
  return merges.flatMap(({ top, bottom, left, right }) => {
    const inside = used.flatMap((column, place) => (column >= left && column <= right ? [place] : []));
    const [first, last] = [inside[0], inside.at(-1)];
    return first === undefined || last === undefined ? [] : [{ top, bottom, left: first, right: last }];
  });
}

/** What stands in cells merged over several rows holds for each of these rows. @returns how many such cells there are */
function fillDown(body: readonly Row[], merges: readonly Range[], sheet: string): number {
  const starts = new Map(body.map(({ line }, at) => [line, at]));
  const tall = merges.filter(({ top, bottom }) => bottom > top).sort((a, b) => a.left - b.left || a.top - b.top);
  let [filled, characters] = [0, 0];
  let before: Range | null = null;
  for (const range of tall) {
    const { top, bottom, left } = range;
    if (before?.left === left && top <= before.bottom) continue; // a cell belongs to one of them at most
    before = range;
    const at = starts.get(top);
    const text = at === undefined ? "" : (body[at]?.cells[left] ?? "");
    if (at === undefined || text === "") continue;
    filled++;
    for (let next = at + 1; (body[next]?.line ?? Number.POSITIVE_INFINITY) <= bottom; next++) {
      const cells = body[next]?.cells;
      if (!cells || (cells[left] ?? "") !== "") continue;
      while (cells.length < left) cells.push("");
      cells[left] = text;
      characters += text.length;
      if (characters > FILE_LIMITS.text)
        throw new FileFault("Merged cells hold too much text.", "Split the sheet and import the parts.", { sheet });
    }
  }
  return filled;
}

function tooLong(cells: readonly string[], line: number, sheet: string, letters: readonly string[]): RowProblem | null {
  const at = cells.findIndex((cell) => cell.length > FILE_LIMITS.cell);
  if (at < 0) return null;
  const reason = `The cell holds more than ${FILE_LIMITS.cell.toLocaleString("en-US")} characters.`;
  return {
    line,
    sheet,
    letters: letters[at],
    column: null,
    value: excerpt(cells[at] ?? ""),
    reason,
    cure: "Shorten the cell.",
  };
}

/**
 * A sheet as columns and rows, by the rules of a text file: the names are found alike and rows are read alike. Names may
 * stand in several rows where cells are merged.
 *
 * @throws FileFault naming the sheet when it is no table or has no rows.
 */
export function sheetTable(raw: RawSheet, choices: ReadChoices): SourceTable {
  const { name: sheet } = raw;
  const { used, packed } = compact(raw);
  const letters = used.map(columnLetters);
  if (packed.length === 0)
    throw new FileFault("The sheet is empty.", "Choose a sheet with column names and rows.", { sheet });
  if (used.length < 2) {
    const first = packed[0]?.cells.find((cell) => cell.trim() !== "") ?? "";
    throw new FileFault(`Only one column is filled: “${excerpt(first)}”.`, "Put each field in a column of its own.", {
      sheet,
    });
  }
  const merges = placed(raw.merges, used);
  const { top, bottom } = headingOf(packed, findHeader(packed, choices.headerLine, sheet), merges);
  const { own, groups } = namesOf(packed, { top, bottom }, merges, used.length);
  const headerLine = packed[bottom]?.line ?? 1;
  const body = packed.slice(bottom + 1);
  if (body.length > FILE_LIMITS.rows) {
    const most = FILE_LIMITS.rows.toLocaleString("en-US");
    throw new FileFault(`There are more than ${most} rows.`, "Split the sheet and import the parts.", { sheet });
  }
  const mergedCells = fillDown(body, merges, sheet);
  const header: SourceRecord = { line: headerLine, cells: own };
  const columns = columnsOf(header, body, { sheet, letters, groups });
  const table: SourceTable = {
    encoding: null,
    delimiter: null,
    sheet: { name: sheet, hiddenRows: raw.hiddenRows, mergedCells },
    headerLine,
    columns,
    rows: [],
    broken: [],
    preamble: packed.slice(0, top).map(({ line, cells }) => ({ line, text: excerpt(cells.join(" "), 200) })),
    blankRows: Math.max(0, (body.at(-1)?.line ?? headerLine) - headerLine - body.length),
    shortRows: 0,
  };
  const columnAt = new Map(columns.map(({ index }, at) => [index, at]));
  for (const { line, cells, troubles } of body) {
    const problem = tooLong(cells, line, sheet, letters);
    if (problem) table.broken.push(problem);
    else {
      const own = troubles.flatMap(({ at, ...trouble }) => {
        const column = columnAt.get(at);
        return column === undefined ? [] : [{ at: column, ...trouble }];
      });
      const row = columns.map(({ index }) =>
        own.length > 0 && troubles.some(({ at }) => at === index) ? "" : (cells[index] ?? ""),
      );
      table.rows.push({ line, cells: row, ...(own.length > 0 ? { troubles: own } : {}) });
    }
  }
  if (table.rows.length + table.broken.length > 0) return table;
  throw new FileFault("There are column names here and no rows below them.", "Check that this is the right sheet.", {
    sheet,
    line: headerLine,
  });
}
