import { AppError } from "../shared/error";

/** Sizes past which a file is refused, so that a hostile one costs little. Characters unless said otherwise. */
export const FILE_LIMITS = {
  bytes: 50 * 1024 * 1024,
  columns: 500,
  rows: 50_000,
  cell: 100_000,
  header: 1_000,
} as const;

/** Where in the file something is wrong, and what to do about it. Lines count from 1, as an editor shows them. */
export type Place = { line?: number; column?: string };

/** The whole file cannot be read: nothing was changed. */
export class FileFault extends AppError {
  readonly line: number | null;
  readonly column: string | null;

  constructor(reason: string, cure: string, place: Place = {}) {
    const where = [place.line === undefined ? "" : `Line ${place.line}`, place.column ? `column ${place.column}` : ""];
    const at = where.filter(Boolean).join(", ");
    super("BAD_REQUEST", `${at ? `${at}: ` : ""}${reason} ${cure}`);
    this.name = "FileFault";
    this.line = place.line ?? null;
    this.column = place.column ?? null;
  }
}

/** One thing wrong with one row. `value` is the text of the cell. */
export type RowProblem = { line: number; column: string | null; value: string | null; reason: string; cure: string };

/** A part of a text that cuts no character in two: half of a pair is no text to a database. */
export const sliceText = (text: string, from: number, to?: number): string =>
  text.slice(from, to).replace(/^[\udc00-\udfff]|[\ud800-\udbff]$/g, "");

/** A text short enough to stand inside a message. */
export function excerpt(text: string, length = 60): string {
  const flat = text.replace(/\s+/g, " ").trim();
  return flat.length <= length ? flat : `${sliceText(flat, 0, length - 1)}…`;
}
