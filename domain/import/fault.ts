import { AppError } from "../shared/error";
import { type Place, placeOpening } from "./place";

/** Sizes past which a file is refused, so that a hostile one costs little. Characters unless said otherwise. */
export const FILE_LIMITS = {
  bytes: 50 * 1024 * 1024,
  columns: 500,
  rows: 50_000,
  cell: 100_000,
  /** All cells of a sheet together: its file is compressed, so its size says little. */
  text: 50_000_000,
  header: 1_000,
} as const;

/** Where in a file something is wrong, as far as that is known. `column` is said of texts, whose columns have no letters. */
export type FaultPlace = Partial<Place> & { column?: string | undefined };

function whereText({ line, column, sheet, letters }: FaultPlace): string {
  if (sheet !== undefined && line === undefined) return `The sheet “${sheet}”`;
  const at = line === undefined ? "" : placeOpening({ line, sheet, letters });
  return [at, column ? `column ${column}` : ""].filter(Boolean).join(", ");
}

/** The whole file cannot be read: nothing was changed. */
export class FileFault extends AppError {
  readonly line: number | null;
  readonly column: string | null;
  readonly sheet: string | null;

  constructor(reason: string, cure: string, place: FaultPlace = {}) {
    const at = whereText(place);
    super("BAD_REQUEST", `${at ? `${at}: ` : ""}${reason} ${cure}`);
    this.name = "FileFault";
    this.line = place.line ?? null;
    this.column = place.column ?? null;
    this.sheet = place.sheet ?? null;
  }
}

/** One thing wrong with one row. `value` is the text of the cell. */
export type RowProblem = Place & { column: string | null; value: string | null; reason: string; cure: string };

/** Why a cell is no value: `unread` leaves its field empty where its text can be kept; `invalid` always rejects the row. */
export type CellFault = { kind: "unread" | "invalid"; reason: string; cure: string };

/** A part of a text that cuts no character in two: half of a pair is no text to a database. */
export const sliceText = (text: string, from: number, to?: number): string =>
  text.slice(from, to).replace(/^[\udc00-\udfff]|[\ud800-\udbff]$/g, "");

/** A text short enough to stand inside a message. */
export function excerpt(text: string, length = 60): string {
  const flat = text.replace(/\s+/g, " ").trim();
  return flat.length <= length ? flat : `${sliceText(flat, 0, length - 1)}…`;
}
