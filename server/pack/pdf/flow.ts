import { printable, widthAtOne } from "./font";
import type { Style } from "./style";

const ELLIPSIS = "…";

/** Width of one line in points. Words are measured one by one, as they are drawn. */
export function measure(content: string, { face, size, tabular = false }: Style): number {
  const words = printable(content).split(" ");
  const space = widthAtOne(" ", face, tabular);
  const atOne = words.reduce((sum, word) => sum + (word === "" ? 0 : widthAtOne(word, face, tabular)), 0);
  return (atOne + space * (words.length - 1)) * size;
}

/**
 * Breaks a text at spaces into lines of at most `width` points; a word wider than that is broken inside.
 * Past `maxLines` the last line ends in an ellipsis. An empty text has no lines.
 */
export function wrap(content: string, style: Style, width: number, maxLines = Number.POSITIVE_INFINITY): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of printable(content)
    .split(" ")
    .flatMap((part) => fitting(part, style, width))) {
    if (word === "") continue;
    const longer = line === "" ? word : `${line} ${word}`;
    if (line === "" || measure(longer, style) <= width) {
      line = longer;
      continue;
    }
    lines.push(line);
    line = word;
  }
  if (line !== "") lines.push(line);
  return lines.length > maxLines ? cut(lines, style, width, maxLines) : lines;
}

function cut(lines: readonly string[], style: Style, width: number, maxLines: number): string[] {
  let last = lines[maxLines - 1] ?? "";
  while (last !== "" && measure(last + ELLIPSIS, style) > width) last = [...last].slice(0, -1).join("").trimEnd();
  return [...lines.slice(0, maxLines - 1), last + ELLIPSIS];
}

/** The pieces of a word that fit into the width: the word itself unless it is wider than a line. */
function fitting(word: string, style: Style, width: number): string[] {
  if (measure(word, style) <= width) return [word];
  const pieces: string[] = [];
  let piece = "";
  for (const character of word) {
    if (piece !== "" && measure(piece + character, style) > width) {
      pieces.push(piece);
      piece = "";
    }
    piece += character;
  }
  return [...pieces, piece];
}

/** Breaks a headline into as few lines as it needs, of about equal length. */
export function balance(content: string, style: Style, width: number, maxLines: number): string[] {
  const lines = wrap(content, style, width, maxLines);
  if (lines.length < 2 || lines.at(-1)?.endsWith(ELLIPSIS)) return lines;
  let [narrow, wide] = [width / lines.length, width];
  while (wide - narrow > 1) {
    const middle = (narrow + wide) / 2;
    if (wrap(content, style, middle).length <= lines.length) wide = middle;
    else narrow = middle;
  }
  return wrap(content, style, wide, maxLines);
}
