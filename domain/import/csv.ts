import { FILE_LIMITS, FileFault } from "./fault";

/** `line` is where the record begins. `fault` says what is wrong with its quotes. */
export type CsvRecord = { line: number; cells: string[]; fault?: string };

type Options = { delimiter: string; maxColumns?: number; maxRecords?: number; isSample?: boolean };

const LF = 10;
const CR = 13;
const QUOTE = 34;

/** Line ends inside a cell become "\n". */
const normalised = (text: string) => (text.includes("\r") ? text.replace(/\r\n?/g, "\n") : text);

function countLines(text: string): number {
  let lines = 0;
  for (let i = text.indexOf("\n"); i >= 0; i = text.indexOf("\n", i + 1)) lines++;
  return lines;
}

/**
 * Records of a CSV text. Rows end with CRLF, LF or CR; a quote counts only at the start of a cell; line ends inside a cell
 * become "\n". A sample may stop in the middle of a record, which is then left out.
 *
 * @throws FileFault for an unclosed quote, naming the line it was opened on, and for too many columns or rows.
 * @source RFC 4180
 */
export function parseCsv(text: string, options: Options): CsvRecord[] {
  const {
    delimiter,
    maxColumns = FILE_LIMITS.columns,
    maxRecords = Number.POSITIVE_INFINITY,
    isSample = false,
  } = options;
  const separator = delimiter.charCodeAt(0);
  const records: CsvRecord[] = [];
  const end = text.length;
  let at = 0;
  let line = 1;

  while (at < end && records.length < maxRecords) {
    const record: CsvRecord = { line, cells: [] };
    let open = true;
    while (open) {
      let cell = "";
      if (text.charCodeAt(at) === QUOTE) {
        const openedOn = line;
        let from = at + 1;
        let close = text.indexOf('"', from);
        while (close >= 0 && text.charCodeAt(close + 1) === QUOTE) {
          cell += `${text.slice(from, close)}"`;
          from = close + 2;
          close = text.indexOf('"', from);
        }
        if (close < 0) {
          if (isSample) return records;
          throw new FileFault(
            'A quote (") is opened here and never closed, so the rest of the file would be one cell.',
            "Close the quote, or double it if it belongs to the text.",
            { line: openedOn, column: `${record.cells.length + 1}` },
          );
        }
        cell = normalised(cell + text.slice(from, close));
        line += countLines(cell);
        at = close + 1;
        const next = text.charCodeAt(at);
        if (at < end && next !== separator && next !== LF && next !== CR) {
          record.fault ??= `Column ${record.cells.length + 1}: text follows the closing quote of a cell opened on line ${openedOn}.`;
          const stop = endOfPlain(text, at, separator);
          cell += text.slice(at, stop);
          at = stop;
        }
      } else {
        const stop = endOfPlain(text, at, separator);
        cell = text.slice(at, stop);
        at = stop;
      }
      record.cells.push(cell);
      if (record.cells.length > maxColumns) {
        throw new FileFault(
          `There are more than ${maxColumns.toLocaleString("en-US")} columns.`,
          "Keep the columns you need, or choose another separator.",
          { line: record.line, column: `${record.cells.length}` },
        );
      }
      open = at < end && text.charCodeAt(at) === separator;
      if (open) at++;
    }
    if (isSample && at >= end) return records;
    if (text.charCodeAt(at) === CR) at++;
    if (text.charCodeAt(at) === LF) at++;
    line++;
    records.push(record);
  }
  return records;
}

function endOfPlain(text: string, from: number, separator: number): number {
  let at = from;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === separator || code === LF || code === CR) break;
    at++;
  }
  return at;
}
