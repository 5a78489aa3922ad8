import { parseCsv } from "./csv";

export const DELIMITERS = [",", ";", "\t", "|"] as const;
export type Delimiter = (typeof DELIMITERS)[number];

export const DELIMITER_NAMES: Record<Delimiter, string> = { ",": "comma", ";": "semicolon", "\t": "tab", "|": "bar" };

const SAMPLE = 262_144; // characters
const RECORDS = 200;

/** Share of the records that have the most common width above one, and that width. */
function fitOf(text: string, delimiter: Delimiter): { share: number; width: number } {
  const sample = text.length > SAMPLE ? text.slice(0, SAMPLE) : `${text}\n`;
  const options = { delimiter, maxColumns: SAMPLE, maxRecords: RECORDS, isSample: true };
  const widths = new Map<number, number>();
  let records = 0;
  for (const { cells, fault } of parseCsv(sample, options)) {
    if (cells.every((cell) => cell.trim() === "")) continue;
    records++;
    if (cells.length > 1 && !fault) widths.set(cells.length, (widths.get(cells.length) ?? 0) + 1);
  }
  const [width, count] = [...widths].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0] ?? [1, 0];
  return { share: records === 0 ? 0 : count / records, width };
}

/** The separator under which most records have the same number of cells; null when every one leaves a single column. */
export function detectDelimiter(text: string): Delimiter | null {
  const scored = DELIMITERS.map((delimiter) => ({ delimiter, ...fitOf(text, delimiter) }));
  scored.sort((a, b) => b.share - a.share || b.width - a.width);
  const best = scored[0];
  return best && best.width > 1 ? best.delimiter : null;
}
