import { type CsvRecord, parseCsv } from "./csv";
import { decode, type Encoding } from "./decode";
import { DELIMITER_NAMES, type Delimiter, detectDelimiter } from "./delimiter";
import { excerpt, FILE_LIMITS, FileFault, type RowProblem } from "./fault";
import { type Column, columnsOf, findHeader } from "./header";
import type { ReadChoices } from "./input";
import { phraseOf } from "./label";
import { EXPORT_MARK, stripApostrophe } from "./neutralise";

/** `cells` stand in the order of `columns`; `troubles` are those without a value, by their place in it. */
export type TableRow = { line: number; cells: string[]; troubles?: CellTrouble[] };
export type CellTrouble = { at: number; text: string; reason: string; cure: string };

/** What is particular to the sheet of a workbook. */
export type SheetFacts = { name: string; hiddenRows: number; mergedCells: number };

export type SourceTable = {
  /** Null in a workbook, as the sheet is in a text. */
  encoding: Encoding | null;
  delimiter: Delimiter | null;
  sheet: SheetFacts | null;
  headerLine: number;
  columns: Column[];
  rows: TableRow[];
  /** Rows whose shape is wrong: too many cells, broken quotes. They are never stored shifted. */
  broken: RowProblem[];
  preamble: { line: number; text: string }[];
  blankRows: number;
  /** Rows that end early; the cells they lack are read as blank. */
  shortRows: number;
};

export const isBlank = (cells: readonly string[]) => cells.every((cell) => cell.trim() === "");

function refuseMarkup(text: string): void {
  if (!/^\s*<(?:!doctype|html|head|body|table|script|svg|\?xml)/i.test(text.slice(0, 2_000))) return;
  throw new FileFault("This is a web page or XML, not CSV.", "Export the data as CSV and choose that file.", {
    line: 1,
  });
}

/** A first line "sep=;" is Excel's way of naming the separator. */
function namedDelimiter(text: string): { delimiter: Delimiter; length: number } | null {
  const match = /^sep=([,;\t|])(\r\n|\n|\r)/i.exec(text.slice(0, 8));
  return match ? { delimiter: match[1] as Delimiter, length: match[0].length } : null;
}

function records(text: string, choices: ReadChoices): { delimiter: Delimiter; records: CsvRecord[] } {
  const named = namedDelimiter(text);
  const body = named ? text.slice(named.length) : text;
  const delimiter = choices.delimiter ?? named?.delimiter ?? detectDelimiter(body);
  const found = parseCsv(body, { delimiter: delimiter ?? "," });
  if (named) for (const record of found) record.line++;
  const widest = found.reduce((most, { cells }) => Math.max(most, cells.length), 0);
  if (delimiter && widest > 1) return { delimiter, records: found };
  const first = found.find(({ cells }) => !isBlank(cells));
  if (!first)
    throw new FileFault("The file holds only blank lines.", "Choose a CSV file with a header and rows.", { line: 1 });
  throw new FileFault(
    `Only one column was found${choices.delimiter ? ` with ${DELIMITER_NAMES[choices.delimiter]} as the separator` : ""}: “${excerpt(first.cells[0] ?? "")}”.`,
    "Columns must be separated by comma, semicolon, tab or bar (|).",
    { line: first.line, column: "1" },
  );
}

function misshapen(record: CsvRecord, width: number): RowProblem | null {
  const { line, cells, fault } = record;
  if (fault) {
    return {
      line,
      column: null,
      value: excerpt(cells.join(" ")),
      reason: fault,
      cure: "Close the quote before the separator, or double it.",
    };
  }
  const extra = cells.slice(width);
  if (!isBlank(extra)) {
    return {
      line,
      column: null,
      value: excerpt(extra.join(" ")),
      reason: `The row has ${cells.length} cells under ${width} column names.`,
      cure: "Put quotes around a cell that contains the separator.",
    };
  }
  const long = cells.findIndex((cell) => cell.length > FILE_LIMITS.cell);
  if (long < 0) return null;
  const reason = `Column ${long + 1} holds ${(cells[long] ?? "").length.toLocaleString("en-US")} characters.`;
  return {
    line,
    column: null,
    value: excerpt(cells[long] ?? ""),
    reason,
    cure: "Shorten the cell, or look for a missing quote.",
  };
}

/**
 * A CSV file as columns and rows. Text is kept as it stands, line ends inside a cell as "\n". In a file that this product
 * exported, the apostrophes the export put before formulas are taken away again.
 *
 * @throws FileFault naming the line when the file is no readable table or has no rows.
 */
export function readTable(bytes: Uint8Array, choices: ReadChoices = {}): SourceTable {
  const { text, encoding } = decode(bytes);
  refuseMarkup(text);
  const { delimiter, records: found } = records(text, choices);
  const at = findHeader(found, choices.headerLine);
  const header = found[at];
  if (!header) throw new RangeError("findHeader answered an index outside the records");
  const body = found.slice(at + 1).filter(({ cells }) => !isBlank(cells));
  if (body.length > FILE_LIMITS.rows) {
    throw new FileFault(
      `There are more than ${FILE_LIMITS.rows.toLocaleString("en-US")} rows.`,
      "Split the file and import the parts.",
    );
  }
  const columns = columnsOf(header, body);
  const isOwnExport = columns.some(({ header: label }) => phraseOf(label) === phraseOf(EXPORT_MARK));
  const width = header.cells.length;
  const table: SourceTable = {
    encoding,
    delimiter,
    sheet: null,
    headerLine: header.line,
    columns,
    rows: [],
    broken: [],
    preamble: found
      .slice(0, at)
      .flatMap(({ line, cells }) => (isBlank(cells) ? [] : [{ line, text: excerpt(cells.join(" "), 200) }])),
    blankRows: found.length - at - 1 - body.length,
    shortRows: 0,
  };
  for (const record of body) {
    const problem = misshapen(record, width);
    if (problem) {
      table.broken.push(problem);
      continue;
    }
    if (record.cells.length < width) table.shortRows++;
    const cells = columns.map(({ index }) => record.cells[index] ?? "");
    table.rows.push({ line: record.line, cells: isOwnExport ? cells.map(stripApostrophe) : cells });
  }
  if (table.rows.length + table.broken.length > 0) return table;
  throw new FileFault(
    "The file has column names here and no rows below them.",
    "Check that this is the whole file and that the names stand above the data.",
    { line: header.line },
  );
}
