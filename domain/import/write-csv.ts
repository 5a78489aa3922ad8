import { neutralise } from "./neutralise";

const needsQuotes = /[",\r\n]|^\s|\s$/;

function cellText(cell: string): string {
  const safe = neutralise(cell);
  return needsQuotes.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** One CSV row with its line end, formulas neutralised. */
export const csvRow = (cells: readonly string[]): string => `${cells.map(cellText).join(",")}\r\n`;

/**
 * A CSV file that spreadsheets open as UTF-8: byte order mark, commas, CRLF.
 *
 * @source RFC 4180
 */
export function writeCsv(header: readonly string[], rows: Iterable<readonly string[]>): string {
  let text = `\ufeff${csvRow(header)}`;
  for (const row of rows) text += csvRow(row);
  return text;
}
