import { measure, wrap } from "./flow";
import { type Glyph, glyph } from "./glyph";
import { type Mark, rule, text, textEnding } from "./mark";
import { COLOR, STYLE, type Style } from "./style";

/** One paragraph of a cell. A glyph stands before its first line, a suffix after its last where it fits. */
export type Block = {
  readonly text: string;
  readonly style: Style;
  readonly glyph?: Glyph;
  readonly maxLines?: number;
  readonly suffix?: { readonly text: string; readonly style: Style };
};

/** A cell is text, or a drawing of a known height whose top left corner is given. */
export type Cell = readonly Block[] | { readonly height: number; draw(x: number, y: number, width: number): Mark[] };

export type Column<Row> = {
  readonly head: string;
  /** Width in points, of which the gap to the next column is part. */
  readonly width: number;
  readonly align?: "left" | "right";
  cell(row: Row): Cell;
};

type LaidBlock = Block & { readonly lines: readonly string[]; readonly suffixAt: { x: number; line: number } | null };
type LaidCell = { readonly blocks: readonly LaidBlock[]; readonly height: number; readonly source: Cell };
/** A joined row belongs to the one above: no hairline between them, and no page ends there while both fit on one. */
type LaidRow = { readonly cells: readonly LaidCell[]; readonly height: number; readonly isJoined: boolean };

export type Table = {
  readonly columns: readonly Column<never>[];
  readonly heads: readonly (readonly string[])[];
  readonly headHeight: number;
  readonly rows: readonly LaidRow[];
  readonly padding: number;
};

export const COLUMN_GAP = 9;
const GLYPH_INDENT = 9.6;
const SUFFIX_GAP = 4;
/** A row taller than a page could never be printed: a text of this many lines is cut and marked. */
const MAX_LINES = 30;
const HEAD_STYLE = STYLE.head;

const isDrawn = (cell: Cell): cell is Extract<Cell, { height: number }> => "draw" in cell;

function layCell(cell: Cell, width: number): LaidCell {
  if (isDrawn(cell)) return { blocks: [], height: cell.height, source: cell };
  const blocks = cell.map((block) => {
    const room = width - (block.glyph ? GLYPH_INDENT : 0);
    const lines = wrap(block.text, block.style, room, block.maxLines ?? MAX_LINES);
    return { ...block, lines, suffixAt: placeSuffix(block, lines, room) };
  });
  const height = blocks.reduce((sum, block) => sum + linesOf(block) * block.style.leading, 0);
  return { blocks, height, source: cell };
}

/** After the last line where it fits, else on a line of its own. */
function placeSuffix({ suffix, style }: Block, lines: readonly string[], room: number): LaidBlock["suffixAt"] {
  if (!suffix) return null;
  const after = measure(lines.at(-1) ?? "", style) + SUFFIX_GAP;
  return after + measure(suffix.text, suffix.style) <= room
    ? { x: after, line: Math.max(0, lines.length - 1) }
    : { x: 0, line: lines.length };
}

const linesOf = ({ lines, suffixAt }: LaidBlock): number =>
  suffixAt === null ? lines.length : Math.max(lines.length, suffixAt.line + 1);

/** Breaks every cell and measures every row; `padding` is the space above and below the text of a row. */
export function layTable<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  padding = 4,
  isJoined: (row: Row) => boolean = () => false,
): Table {
  const heads = columns.map(({ head, width }) => head.split("\n").flatMap((part) => wrap(part, HEAD_STYLE, width)));
  const headLines = Math.max(0, ...heads.map(({ length }) => length));
  return {
    columns: columns as readonly Column<never>[],
    heads,
    headHeight: headLines === 0 ? 0 : headLines * HEAD_STYLE.leading + 7,
    padding,
    rows: rows.map((row) => {
      const cells = columns.map((column) => layCell(column.cell(row), column.width - COLUMN_GAP));
      const height = Math.max(...cells.map((cell) => cell.height)) + 2 * padding;
      return { cells, height, isJoined: isJoined(row) };
    }),
  };
}

/** Height of a row and of those joined to it. */
function heightFrom(rows: readonly LaidRow[], index: number): number {
  let height = rows[index]?.height ?? 0;
  for (let next = index + 1; rows[next]?.isJoined; next += 1) height += rows[next]?.height ?? 0;
  return height;
}

/** Cuts the rows into pages; a row never splits. Every page repeats the head. */
export function splitTable(table: Table, firstHeight: number, nextHeight: number): Table[] {
  const pages: LaidRow[][] = [[]];
  let left = firstHeight - table.headHeight;
  for (const [index, row] of table.rows.entries()) {
    const page = pages.at(-1) ?? [];
    const together = row.isJoined ? row.height : heightFrom(table.rows, index);
    const needed = together <= nextHeight - table.headHeight ? together : row.height;
    if (needed > left && (page.length > 0 || pages.length === 1)) {
      pages.push([row]);
      left = nextHeight - table.headHeight - row.height;
    } else {
      page.push(row);
      left -= row.height;
    }
  }
  return pages.filter((rows, index) => rows.length > 0 || index === 0).map((rows) => ({ ...table, rows }));
}

export const heightOf = (table: Table): number =>
  table.headHeight + table.rows.reduce((sum, { height }) => sum + height, 0);

/** The marks of a table whose top left corner is at x, y: head, rows, hairlines between rows and none after the last. */
export function tableMarks(table: Table, x: number, y: number): Mark[] {
  const width = table.columns.reduce((sum, column) => sum + column.width, 0) - COLUMN_GAP;
  const marks = headMarks(table, x, y);
  if (table.headHeight > 0) marks.push(rule(x, y + table.headHeight, width, COLOR.rule));
  let top = y + table.headHeight;
  table.rows.forEach((row, index) => {
    if (index > 0 && !row.isJoined) marks.push(rule(x, top, width, COLOR.rule2));
    let left = x;
    row.cells.forEach((cell, position) => {
      const column = table.columns[position];
      if (!column) return;
      marks.push(...cellMarks(cell, left, top, row.height, table.padding, column));
      left += column.width;
    });
    top += row.height;
  });
  return marks;
}

function headMarks({ columns, heads, headHeight }: Table, x: number, y: number): Mark[] {
  let left = x;
  return columns.flatMap(({ width, align }, position) => {
    const lines = heads[position] ?? [];
    const start = left;
    left += width;
    return lines.map((line, index) => {
      const baseline = y + headHeight - 5.5 - (lines.length - 1 - index) * HEAD_STYLE.leading;
      return align === "right"
        ? textEnding(start + width - COLUMN_GAP, baseline, line, HEAD_STYLE)
        : text(start, baseline, line, HEAD_STYLE);
    });
  });
}

function cellMarks(
  cell: LaidCell,
  x: number,
  top: number,
  rowHeight: number,
  padding: number,
  { width, align }: Column<never>,
): Mark[] {
  const room = width - COLUMN_GAP;
  if (isDrawn(cell.source)) return cell.source.draw(x, top + (rowHeight - cell.height) / 2, room);
  let y = top + padding;
  return cell.blocks.flatMap((block) => {
    const { lines, style, suffix, suffixAt } = block;
    const indent = block.glyph ? GLYPH_INDENT : 0;
    const first = y + style.leading * 0.5 + style.size * 0.36;
    y += linesOf(block) * style.leading;
    const marks = lines.flatMap((line, index): Mark[] => {
      const baseline = first + index * style.leading;
      const words =
        align === "right" ? textEnding(x + room, baseline, line, style) : text(x + indent, baseline, line, style);
      if (!block.glyph || index > 0) return [words];
      return [...glyph(block.glyph, x + 3, baseline - style.size * 0.36), words];
    });
    if (!suffix || !suffixAt) return marks;
    const [words = ""] = wrap(suffix.text, suffix.style, room - indent - suffixAt.x, 1);
    return [...marks, text(x + indent + suffixAt.x, first + suffixAt.line * style.leading, words, suffix.style)];
  });
}
