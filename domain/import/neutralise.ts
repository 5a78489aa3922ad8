/** Header of the column with which this product marks its own exports; it holds the initiative's id. */
export const EXPORT_MARK = "Portolan ID";

/**
 * A cell that a spreadsheet will show as text instead of running it: an apostrophe goes before = + - @ tab and line ends.
 * A cell that already begins with apostrophes and then one of these gets one more, so that stripApostrophe() is exact.
 *
 * @source OWASP, CSV Injection
 */
export const neutralise = (cell: string): string => (/^'*[=+\-@\t\r\n]/.test(cell) ? `'${cell}` : cell);

/** Undoes neutralise(). Only for files this product wrote: elsewhere an apostrophe belongs to the text. */
export const stripApostrophe = (cell: string): string => (/^'+[=+\-@\t\r\n]/.test(cell) ? cell.slice(1) : cell);
