/** A cell of the matrix; both count from 0, rare and slight first. */
export type Cell = { likelihood: number; impact: number };
export type Box = { x: number; y: number; width: number; height: number };
export type AxisLabel = { name: string; band: string | null };
/** `named`: drawn with its label where there is room, else a dot as all others. `from`: where it stood before. */
export type HeatMark = Cell & { id: string; label: string; named: boolean; from: Cell | null };

export type HeatInput = {
  /** Rare to certain, drawn upwards. */
  likelihoods: readonly AxisLabel[];
  impacts: readonly AxisLabel[];
  /** Words at the top of a cell. */
  words: readonly (Cell & { text: string; strong: boolean })[];
  /** `beyond[likelihood][impact]`: past what is borne. */
  beyond: readonly (readonly boolean[])[];
  /** The gravest first: they get their room first. */
  marks: readonly HeatMark[];
  /** Where the marks are only the worst of a cell: how many stand there. */
  counts?: readonly (readonly number[])[] | null;
};
export type HeatFrame = {
  width: number;
  height: number;
  font: number;
  /** Width of a text on the axes, where the real one is known; else it is estimated. */
  measure?: (text: string) => number;
};

export type TextLine = { text: string; x: number; y: number };
export type HeatShape = {
  plot: Box;
  cells: (Cell & Box)[];
  /** The stepped line around what is beyond. */
  line: string;
  rows: (TextLine & { quiet: boolean })[];
  columns: (TextLine & { quiet: boolean })[];
  words: (TextLine & { strong: boolean })[];
  pills: (Box & { id: string; label: string })[];
  dots: { id: string; x: number; y: number }[];
  /** What a cell holds beside what is drawn: "+4", or the count of all. */
  more: TextLine[];
  moves: { id: string; ring: Ring; arrow: readonly [number, number, number, number] }[];
  dotRadius: number;
  ringRadius: number;
};

/** Where a mark stood. */
export type Ring = { x: number; y: number };

export const isSame = (one: Cell, other: Cell): boolean =>
  one.likelihood === other.likelihood && one.impact === other.impact;

/** A text in lines of at most this width; a word that is wider keeps a line to itself. */
export function linesOf(text: string, room: number, measure: (text: string) => number): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const longer = `${lines.at(-1) ?? ""} ${word}`.trim();
    if (lines.length > 0 && measure(longer) <= room) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}
