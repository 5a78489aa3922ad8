import { describe, expect, test } from "vitest";
import { type ExceedanceInput, exceedanceShape } from "./exceedance";
import { amountAtChance, chanceAt, type ExceedanceLine } from "./exceedance-line";

const straight: ExceedanceLine = { from: 0, to: 1_000, chances: [1, 0.75, 0.5, 0.25, 0] };
const frame = { width: 400, height: 260, font: 11 };
const input: ExceedanceInput = {
  line: straight,
  marks: [
    { label: "P50 500", amount: 500 },
    { label: "P80 800", amount: 800 },
    { label: "P90 900", amount: 900 },
  ],
  corner: { amount: 600, chance: 0.1, words: ["beyond appetite", "more than 10 %"] },
  others: [{ label: "22 Oct", line: { from: 0, to: 600, chances: [1, 0.4, 0] }, style: "before" }],
  divideBy: 100,
};

describe("reading the line", () => {
  test.each([
    [-5, 1],
    [0, 1],
    [125, 0.875],
    [500, 0.5],
    [1_000, 0],
    [2_000, 0],
  ])("the chance of more than %i is %d", (amount, chance) => {
    expect(chanceAt(straight, amount)).toBeCloseTo(chance, 12);
  });
  test("and back", () => {
    expect(amountAtChance(straight, 0.5)).toBeCloseTo(500, 9);
    expect(amountAtChance(straight, 1)).toBe(0);
    expect(amountAtChance({ from: 0, to: 10, chances: [0.5, 0.5, 0.3] }, 0.1)).toBe(10);
    expect(chanceAt({ from: 3, to: 3, chances: [0] }, 3)).toBe(0);
  });
});

describe("the shape", () => {
  const shape = exceedanceShape(input, frame);
  test("marks stand on the line, their words inside and apart", () => {
    for (const [at, mark] of shape.marks.entries()) {
      const amount = input.marks[at]?.amount ?? 0;
      expect(mark.x).toBeCloseTo(shape.x(amount), 9);
      expect(mark.y).toBeCloseTo(shape.y(chanceAt(straight, amount)), 9);
      const before = shape.marks[at - 1];
      if (before) expect(mark.textY - before.textY).toBeGreaterThanOrEqual(13.9);
    }
    expect(shape.marks.at(-1)?.anchor).toBe("end");
    expect(shape.marks.at(-1)?.textX).toBeLessThanOrEqual(frame.width);
  });
  test("the corner is right of its amount and above its chance", () => {
    expect(shape.corner?.x).toBeCloseTo(shape.x(600), 9);
    expect((shape.corner?.y ?? 0) + (shape.corner?.height ?? 0)).toBeCloseTo(shape.y(0.1), 9);
    expect(shape.corner?.words.length).toBe(2);
    const narrow = exceedanceShape(input, { ...frame, width: 260 });
    expect(narrow.corner?.words.map(({ text, strong }) => [text, strong])).toEqual([
      ["beyond", true],
      ["appetite", true],
      ["more than", false],
      ["10 %", false],
    ]);
    expect(exceedanceShape(input, { ...frame, width: 150 }).corner?.words).toEqual([]);
  });
  test("an amount beyond the axis has no corner", () => {
    const far = { amount: 5_000, chance: 0.1, words: [] };
    expect(exceedanceShape({ ...input, corner: far }, frame).corner).toBeNull();
  });
  test("an earlier line has its name under it, with a leader from the line", () => {
    const [before] = shape.others;
    expect(before?.name?.anchor).toBe("end");
    const [fromX = 0, fromY = 0] = before?.name?.leader ?? [];
    expect(fromY).toBeCloseTo(shape.y(chanceAt(input.others?.[0]?.line ?? straight, 290)), 0);
    expect(fromX).toBeCloseTo(shape.x(290), 0);
    const outside: ExceedanceLine = { from: 0, to: 1_400, chances: [1, 0.5, 0] };
    const other = { label: "x", line: outside, style: "planned" as const };
    const wider = exceedanceShape({ ...input, others: [other] }, frame);
    expect(wider.others[0]?.name?.anchor).toBe("start");
    expect(wider.x(1_000)).toBeLessThan(shape.x(1_000)); // the axis reaches further
  });
  test("the path starts at certainty, falls and stays in the plot", () => {
    const late = exceedanceShape({ ...input, line: { from: 200, to: 1_000, chances: [1, 0.4, 0] } }, frame);
    const points = [...late.path.matchAll(/[ML]([\d.-]+),([\d.-]+)/g)].map(([, px, py]) => [Number(px), Number(py)]);
    expect(points[0]).toEqual([Number(late.plot.left.toFixed(2)), late.plot.top]);
    for (const [at, [px = 0, py = 0]] of points.entries()) {
      expect(px).toBeGreaterThanOrEqual(late.plot.left - 0.1);
      expect(px).toBeLessThanOrEqual(late.plot.right + 0.1);
      expect(py).toBeGreaterThanOrEqual(points[at - 1]?.[1] ?? 0);
    }
  });
  test("names of two earlier lines stand left of both", () => {
    const others = [
      { label: "22 Oct", line: { from: 0, to: 600, chances: [1, 0.4, 0] }, style: "before" as const },
      { label: "Planned", line: { from: 0, to: 800, chances: [1, 0.5, 0] }, style: "planned" as const },
    ];
    const both = exceedanceShape({ ...input, others }, frame);
    for (const { name } of both.others) {
      const top = (both.plot.bottom - (name?.y ?? 0) + frame.font) / (both.plot.bottom - both.plot.top);
      for (const { line } of others) expect(name?.x ?? 0).toBeLessThan(both.x(amountAtChance(line, top)));
    }
    expect(both.amountOf(both.x(420))).toBeCloseTo(420, 9);
  });
  test("ticks are in the axis's unit", () => {
    expect(shape.xTicks.map(({ value }) => value)).toEqual([0, 2, 4, 6, 8, 10]);
    expect(shape.yTicks.map(({ percent }) => percent)).toEqual([100, 75, 50, 25, 0]);
  });
});
