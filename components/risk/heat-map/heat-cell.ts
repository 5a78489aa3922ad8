import { textWidth } from "@/components/chart/labels";
import { type Box, type HeatMark, type HeatShape, linesOf, type Ring } from "./heat-grid";

export type CellLayout = Pick<HeatShape, "words" | "pills" | "dots" | "more"> & {
  /** What is left between words and dots. */
  free: Box;
};

const DOT_ROWS = 2;
const CLEAR = 2; // between two things, at least

/** All of it grows with the letters: a page is printed in smaller ones than a screen shows. */
const padOf = (font: number): number => font * 0.55;
const gapOf = (font: number): number => font * 0.4;
const pitchOf = (font: number): number => font * 0.72;
const pillHeight = (font: number): number => font * 1.72;
const pillWidth = (label: string, font: number): number => textWidth(label, font) + font * 1.18;

type Held = {
  words: readonly { text: string; strong: boolean }[];
  marks: readonly HeatMark[];
  count: number | null;
  font: number;
};

/**
 * Words on top, labelled marks in the middle, dots at the bottom. Labels give way to dots until all have room; nothing
 * overlaps or leaves the cell, and what is not drawn is counted.
 */
export function layOutCell(box: Box, { words, marks, count, font }: Held): CellLayout {
  const pad = padOf(font);
  const inner: Box = {
    ...{ x: box.x + pad, y: box.y + pad * 0.7 },
    ...{ width: box.width - 2 * pad, height: box.height - 1.4 * pad },
  };
  const lines = wordLines(inner, words, font);
  const wanted = marks.filter(({ named, label }) => named && pillWidth(label, font) <= inner.width);
  const top = inner.y + lines.length * (font + 2);
  for (let many = wanted.length; many >= 0; many--) {
    const named = wanted.slice(0, many);
    const others = marks.filter((mark) => !named.includes(mark));
    const bottom = bottomOf(inner, count === null ? others : [], count, font);
    const free: Box = { ...inner, y: top, height: inner.y + inner.height - bottom.height - top };
    const pills = packed(named, free, font);
    if (pills || many === 0) return { words: lines, pills: pills ?? [], dots: bottom.dots, more: bottom.more, free };
  }
  throw new RangeError("a cell without a layout");
}

/** Only when every word fits: half a word says nothing. */
function wordLines(inner: Box, words: Held["words"], font: number): CellLayout["words"] {
  const lines = words.flatMap(({ text, strong }) =>
    linesOf(text, inner.width, (line) => textWidth(line, font)).map((line) => ({ text: line, strong })),
  );
  const fits =
    lines.every(({ text }) => textWidth(text, font) <= inner.width) && lines.length * (font + 2) <= inner.height / 2;
  return fits ? lines.map((line, at) => ({ ...line, x: inner.x, y: inner.y + font + at * (font + 2) - 1 })) : [];
}

/** Labels in centred rows; null when they do not fit. */
function packed(marks: readonly HeatMark[], free: Box, font: number): CellLayout["pills"] | null {
  const [height, gap] = [pillHeight(font), gapOf(font)];
  const rows: { id: string; label: string; width: number }[][] = [];
  const wide = (row: readonly { width: number }[]) =>
    row.reduce((sum, { width }) => sum + width, 0) + Math.max(0, row.length - 1) * gap;
  for (const { id, label } of marks) {
    const pill = { id, label, width: pillWidth(label, font) };
    const last = rows.at(-1);
    if (last && wide([...last, pill]) <= free.width) last.push(pill);
    else rows.push([pill]);
  }
  const tall = rows.length * height + Math.max(0, rows.length - 1) * gap;
  if (tall > free.height) return null;
  return rows.flatMap((row, at) => {
    let x = free.x + (free.width - wide(row)) / 2;
    const y = free.y + (free.height - tall) / 2 + at * (height + gap);
    return row.map((pill) => {
      const placed = { ...pill, x, y, height };
      x += pill.width + gap;
      return placed;
    });
  });
}

type Bottom = Pick<CellLayout, "dots" | "more"> & { height: number };

/** A dot for each of the others, in at most two rows; the rest as a number. Where cells are counted, the count alone. */
function bottomOf(inner: Box, others: readonly HeatMark[], count: number | null, font: number): Bottom {
  const floor = inner.y + inner.height;
  if (count !== null)
    return count === 0
      ? { dots: [], more: [], height: 0 }
      : { dots: [], more: [{ text: count.toLocaleString("en-US"), x: inner.x, y: floor - 2 }], height: font + 2 };
  if (others.length === 0) return { dots: [], more: [], height: 0 };
  const pitch = pitchOf(font);
  const perRow = Math.max(1, Math.floor(inner.width / pitch));
  const rows = Math.min(DOT_ROWS, Math.ceil(others.length / perRow));
  const room = perRow * rows;
  const isCut = others.length > room;
  const slots = isCut ? Math.min(perRow, Math.ceil((textWidth(`+${others.length}`, font) + 2) / pitch)) : 0;
  const drawn = others.slice(0, room - slots);
  const line = isCut ? font : pitch; // a number is taller than a dot
  const dots = drawn.map(({ id }, at) => {
    const row = Math.floor(at / perRow);
    return { id, x: inner.x + ((at % perRow) + 0.5) * pitch, y: floor - line / 2 - (rows - 1 - row) * pitch };
  });
  const more = isCut
    ? [{ text: `+${others.length - drawn.length}`, x: inner.x + (perRow - slots) * pitch + 2, y: floor - font * 0.14 }]
    : [];
  return { dots, more, height: (rows - 1) * pitch + line + CLEAR };
}

type Around = {
  pills: readonly (Box & { id: string })[];
  dots: readonly Ring[];
  rings: readonly Ring[];
  font: number;
};
/** What crossing a label or a dot costs, in the length of an arrow. */
const CROSSING = { pill: 70, dot: 12 };

/** A free place in the cell a mark came from, near it and with a clear way; null where there is none. */
export function ringFor(
  pill: Box & { id: string },
  { free, pills: inCell }: CellLayout,
  { pills, dots, rings, font }: Around,
): { ring: Ring; arrow: readonly [number, number, number, number] } | null {
  const radius = font * 0.32;
  const centre = { x: pill.x + pill.width / 2, y: pill.y + pill.height / 2 };
  const clear = radius + CLEAR;
  const fits = ({ x, y }: Ring) =>
    inCell.every((each) => !isInside(grown(each, clear), { x, y })) &&
    rings.every((each) => Math.hypot(each.x - x, each.y - y) >= 2 * clear);
  const across = steps(free.x + radius, free.x + free.width - radius, 9);
  const down = steps(free.y + radius, free.y + free.height - radius, 5);
  const best = across
    .flatMap((x) => down.map((y) => ({ x, y })))
    .filter(fits)
    .map((ring) => {
      const crossed = pills.filter((each) => each.id !== pill.id && crosses(grown(each, CLEAR), ring, centre)).length;
      const dotted = dots.filter((each) => crosses(around(each, CLEAR), ring, centre)).length;
      const long = Math.hypot(ring.x - centre.x, ring.y - centre.y);
      return { ring, cost: long + crossed * CROSSING.pill + dotted * CROSSING.dot };
    })
    .sort((one, other) => one.cost - other.cost)[0];
  if (!best) return null;
  const { ring } = best;
  const [dx, dy] = [centre.x - ring.x, centre.y - ring.y];
  const long = Math.hypot(dx, dy) || 1;
  const inside = Math.min(pill.width / 2 / Math.abs(dx || 1e-9), pill.height / 2 / Math.abs(dy || 1e-9));
  const end = Math.max(0, 1 - inside);
  const start = Math.min(end, radius / long);
  return { ring, arrow: [ring.x + dx * start, ring.y + dy * start, ring.x + dx * end, ring.y + dy * end] };
}

const steps = (from: number, to: number, many: number): number[] =>
  to < from ? [] : Array.from({ length: many }, (_, at) => from + ((to - from) * at) / (many - 1));

const grown = ({ x, y, width, height }: Box, by: number): Box => ({
  ...{ x: x - by, y: y - by, width: width + 2 * by, height: height + 2 * by },
});

const around = ({ x, y }: Ring, by: number): Box => ({ x: x - by, y: y - by, width: 2 * by, height: 2 * by });

const isInside = (box: Box, { x, y }: Ring): boolean =>
  x > box.x && x < box.x + box.width && y > box.y && y < box.y + box.height;

/** Whether the straight way between two points passes through a box. */
function crosses(box: Box, from: Ring, to: Ring): boolean {
  let [enter, leave] = [0, 1];
  for (const [start, delta, low, high] of [
    [from.x, to.x - from.x, box.x, box.x + box.width],
    [from.y, to.y - from.y, box.y, box.y + box.height],
  ] as const) {
    if (delta === 0) {
      if (start <= low || start >= high) return false;
      continue;
    }
    const [one, other] = [(low - start) / delta, (high - start) / delta];
    enter = Math.max(enter, Math.min(one, other));
    leave = Math.min(leave, Math.max(one, other));
  }
  return enter < leave;
}
