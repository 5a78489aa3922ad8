/**
 * Where in a file something stands. `line` counts from 1: lines of a text as an editor shows them, rows of a sheet as a
 * spreadsheet shows them. `sheet` and the column's `letters` are known in workbooks alone.
 */
export type Place = { line: number; sheet?: string | undefined; letters?: string | undefined };

/** A, B, …, Z, AA for 0, 1, … */
export const columnLetters = (index: number): string =>
  (index >= 26 ? columnLetters(Math.floor(index / 26) - 1) : "") + String.fromCharCode(65 + (index % 26));

/** A sheet's name as formulas write it: in quotes unless it is one plain word. */
const sheetWord = (sheet: string): string =>
  /^[\p{L}_][\p{L}\p{N}_.]*$/u.test(sheet) ? sheet : `'${sheet.replaceAll("'", "''")}'`;

/** "line 7", or "Portfolio!C7" as a spreadsheet names a cell, or "row 7 of the sheet “Portfolio”". */
export function placeText({ line, sheet, letters }: Place): string {
  if (sheet === undefined) return `line ${line}`;
  return letters ? `${sheetWord(sheet)}!${letters}${line}` : `row ${line} of the sheet “${sheet}”`;
}

/** A place at the beginning of a sentence: "Line 7", "Portfolio!C7". */
export function placeOpening(place: Place): string {
  const text = placeText(place);
  const isName = place.sheet !== undefined && place.letters !== undefined;
  return isName ? text : text.charAt(0).toUpperCase() + text.slice(1);
}

/** A place where a number alone would do for a line: "7", "Portfolio!C7", "Portfolio, row 7". */
export function placeLabel({ line, sheet, letters }: Place): string {
  if (sheet === undefined) return `${line}`;
  return letters ? placeText({ line, sheet, letters }) : `${sheet}, row ${line}`;
}
