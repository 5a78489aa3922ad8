/** Rows and columns a sheet can have. @source Excel specifications and limits */
export const MOST_ROWS = 1_048_576;
export const MOST_COLUMNS = 16_384;

export type Cell = { line: number; column: number };
export type Range = { top: number; left: number; bottom: number; right: number };

/** "C7" as row 7 and column 2; null when it names no cell a sheet can have. */
export function cellAt(reference: string): Cell | null {
  const match = /^\$?([A-Z]{1,3})\$?([1-9]\d{0,6})$/i.exec(reference);
  if (!match) return null;
  let column = 0;
  for (const letter of (match[1] ?? "").toUpperCase()) column = column * 26 + letter.charCodeAt(0) - 64;
  const line = Number(match[2]);
  return column > MOST_COLUMNS || line > MOST_ROWS ? null : { line, column: column - 1 };
}

/** "A1:C3" as a range; null for a single cell or no range. */
export function rangeOf(reference: string): Range | null {
  const [from, to] = reference.split(":", 2).map(cellAt);
  if (!from || !to) return null;
  const range = { top: from.line, left: from.column, bottom: to.line, right: to.column };
  return range.bottom < range.top || range.right < range.left ? null : range;
}
