import { valueTicks } from "@/components/chart/axis";
import { amountAt, amountAtChance, chanceAt, type ExceedanceLine } from "@/components/chart/exceedance-line";
import { linearScale, type Scale } from "@/components/chart/geometry";
import { spreadLabels, textWidth } from "@/components/chart/labels";

/** The chance of more than an amount, falling from left to right: pure numbers and paths, for screen and paper. */

/** Beside the line of today: an earlier one is thin, a planned one dotted. */
export type OtherLine = { label: string; line: ExceedanceLine; style: "before" | "planned" };
export type ExceedanceInput = {
  line: ExceedanceLine;
  others?: readonly OtherLine[];
  /** Named points of the line. */
  marks: readonly { label: string; amount: number }[];
  /** More than this chance of more than this amount is too much. */
  corner?: { amount: number; chance: number; words: readonly string[] } | null;
  /** Amounts are divided by it before they are written on the axis. */
  divideBy: number;
};
export type ExceedanceFrame = { width: number; height: number; font: number };

export type ExceedanceShape = {
  plot: { left: number; top: number; right: number; bottom: number };
  x: Scale;
  y: Scale;
  /** The amount at a place from the left: x, turned back. */
  amountOf: Scale;
  xTicks: { at: number; value: number }[];
  xDigits: number;
  yTicks: { at: number; percent: number }[];
  path: string;
  others: { label: string; style: OtherLine["style"]; path: string; name: LineName | null }[];
  marks: { label: string; x: number; y: number; textX: number; textY: number; anchor: "start" | "end" }[];
  corner: {
    x: number;
    y: number;
    width: number;
    height: number;
    words: CornerWord[];
  } | null;
};
/** `strong`: of the first text, which names the corner. */
type CornerWord = { text: string; x: number; y: number; strong: boolean };
type LineName = {
  text: string;
  x: number;
  y: number;
  anchor: "start" | "end";
  leader: [number, number, number, number];
};

const PERCENTS = [100, 75, 50, 25, 0];
const LEADER = 26;

export function exceedanceShape(input: ExceedanceInput, frame: ExceedanceFrame): ExceedanceShape {
  const { line, others = [], corner = null, divideBy } = input;
  const { width, height, font } = frame;
  const plot = { left: textWidth("100 %", font) + 8, top: 6, right: width - 8, bottom: height - font - 12 };
  const from = Math.min(line.from, ...others.map((other) => other.line.from));
  const reach = Math.max(line.to, ...others.map((other) => amountAtChance(other.line, 0.02)));
  const wanted = Math.max(2, Math.min(8, Math.floor((plot.right - plot.left) / 52)));
  const { ticks, domain, digits } = valueTicks([from / divideBy, reach / divideBy], wanted);
  const amounts = [domain[0] * divideBy, domain[1] * divideBy] as const;
  const x = linearScale(amounts, [plot.left, plot.right]);
  const y = linearScale([0, 1], [plot.bottom, plot.top]);
  const area = { plot, x, y, font };
  return {
    ...{ plot, x, y, amountOf: linearScale([plot.left, plot.right], amounts), xDigits: digits },
    xTicks: ticks.map((value) => ({ at: x(value * divideBy), value })),
    yTicks: PERCENTS.map((percent) => ({ at: y(percent / 100), percent })),
    path: pathOf(line, area),
    others: others.map((other) => ({
      ...{ label: other.label, style: other.style, path: pathOf(other.line, area), name: nameOf(other, input, area) },
    })),
    marks: placeMarks(input, area),
    corner: corner && corner.amount < reach ? cornerOf(corner, area) : null,
  };
}

type Area = { plot: ExceedanceShape["plot"]; x: Scale; y: Scale; font: number };

/** Certain from the left edge on, then the line, up to the right edge. */
function pathOf(line: ExceedanceLine, { plot, x, y }: Area): string {
  const points = line.chances.map((chance, at) => [x(amountAt(line, at)), y(chance)] as const);
  const inside = points.filter(([left]) => left >= plot.left - 0.01 && left <= plot.right + 0.01);
  const [firstX = plot.left] = inside[0] ?? [];
  const lead = firstX > plot.left + 0.5 ? [[plot.left, y(1)] as const, [firstX, y(1)] as const] : [];
  return [...lead, ...inside]
    .map(([px, py], at) => `${at === 0 ? "M" : "L"}${px.toFixed(2)},${py.toFixed(2)}`)
    .join("");
}

/**
 * Above and right of its point, where a falling line leaves room; kept apart, and inside at the right edge. Below and left
 * where the edge of the corner would run through its words.
 */
function placeMarks({ line, marks, corner }: ExceedanceInput, { plot, x, y, font }: Area): ExceedanceShape["marks"] {
  const points = marks.map(({ label, amount }) => {
    const dot = { x: x(amount), y: y(chanceAt(line, amount)) };
    return { label, dot, wish: dot.y - 6 };
  });
  return spreadLabels(points, font + 3, plot.top + font, plot.bottom - 4).map(({ label, dot, y: textY }) => {
    const wide = textWidth(label, font);
    const edge = corner ? x(corner.amount) : plot.right;
    if (dot.x < edge && dot.x + 8 + wide > edge && dot.x - 8 - wide > plot.left)
      return { label, ...dot, textX: dot.x - 8, textY: dot.y + font + 2, anchor: "end" };
    const outside = dot.x + 8 + wide > plot.right;
    return { label, ...dot, textX: outside ? plot.right : dot.x + 8, textY, anchor: outside ? "end" : "start" };
  });
}

/**
 * A name left of every line with a leader to its own, or right of it when the line lies outside today's; none where there
 * is no room.
 */
function nameOf(
  { label, line, style }: OtherLine,
  { line: now, others = [] }: ExceedanceInput,
  { plot, x, y, font }: Area,
): LineName | null {
  const chance = style === "before" ? 0.42 : 0.24;
  const amount = amountAtChance(line, chance);
  const [px, py] = [x(amount), y(chanceAt(line, amount))];
  const wide = textWidth(label, font);
  if (amount > amountAtChance(now, chance)) {
    const left = px + LEADER;
    if (left + wide > plot.right) return null;
    return { text: label, x: left, y: py - 8, anchor: "start", leader: [px, py, left - 3, py - 8 - font / 3] };
  }
  const baseline = py + 16;
  const top = (plot.bottom - baseline + font) / (plot.bottom - plot.top); // as a chance
  const free = Math.min(...[line, ...others.map((other) => other.line)].map((each) => x(amountAtChance(each, top))));
  const right = Math.min(px - LEADER, free - 6);
  if (right - wide < plot.left + 2) return null;
  return { text: label, x: right, y: baseline, anchor: "end", leader: [px, py, right + 3, baseline - font / 3] };
}

function cornerOf(
  { amount, chance, words }: NonNullable<ExceedanceInput["corner"]>,
  { plot, x, y, font }: Area,
): NonNullable<ExceedanceShape["corner"]> {
  const left = Math.max(plot.left, x(amount));
  const box = { x: left, y: plot.top, width: plot.right - left, height: y(chance) - plot.top };
  const lines = words.map((text) => wrap(text, box.width - 12, font));
  const most = Math.floor((box.height * 0.6) / (font + 4)); // below, the line passes through the corner
  const fitting = lines.every((each) => each.length > 0) && lines.flat().length <= most ? lines : lines.slice(0, 1);
  return {
    ...box,
    words: fitting
      .flatMap((texts, at) => texts.map((text) => ({ text, strong: at === 0 })))
      .map((word, at) => ({ ...word, x: left + 7, y: plot.top + font + 4 + at * (font + 4) })),
  };
}

/** A text in lines of at most this width; none at all when one of its words is wider. */
function wrap(text: string, room: number, font: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    if (textWidth(word, font) > room) return [];
    const longer = `${lines.at(-1) ?? ""} ${word}`.trim();
    if (lines.length > 0 && textWidth(longer, font) <= room) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}
