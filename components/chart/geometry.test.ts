import { describe, expect, test } from "vitest";
import { valueTicks } from "./axis";
import { breachStart, bullet, type Limit, linePath, spark, splitAt, valueDomain } from "./geometry";
import { placeFlags, spreadLabels } from "./labels";

const floor: Limit = { value: 0.78, side: "below", severity: "critical" };
const series = (...values: (number | null)[]) => values.map((value, at) => ({ at, value }));
const same = (value: number) => value;

describe("breachStart", () => {
  test.each([
    ["inside", series(0.9, 0.85, 0.8), -1],
    ["healed", series(0.9, 0.7, 0.8), -1],
    ["standing", series(0.9, 0.7, 0.8, 0.75, 0.7), 3],
    ["standing across a gap", series(0.9, 0.75, null, 0.7), 1],
    ["standing at a gap", series(0.9, 0.75, null), 1],
    ["from the first", series(0.5, 0.4), 0],
    ["empty", [], -1],
  ])("%s", (_, points, index) => {
    expect(breachStart(points, [floor])).toBe(index);
  });
  test("a warning alone is no breach", () => {
    expect(breachStart(series(0.7), [{ ...floor, severity: "warning" }])).toBe(-1);
  });
});

test("a missing value leaves a gap in the line", () => {
  expect(linePath(series(1, 2, null, 4, 5), same, same)).toBe("M0,1L1,2M3,4L4,5");
  expect(linePath(series(Number.NaN, 1), same, same)).toBe("M1,1Z");
});

test("the halves of a split line meet", () => {
  expect(splitAt([1, 2, 3, 4], 2)).toEqual({ before: [1, 2, 3], from: [3, 4] });
  expect(splitAt([1, 2], -1)).toEqual({ before: [1, 2], from: [] });
});

test("a domain includes its limits and its stated base", () => {
  const [low, high] = valueDomain(series(0.8, 0.9), [0.78]);
  expect(low).toBeLessThan(0.78);
  expect(high).toBeGreaterThan(0.9);
  expect(valueDomain(series(3, 5), [], 0)[0]).toBe(0);
  expect(valueDomain([], [])).toEqual([0, 1]);
});

test("ticks are round and state their decimals", () => {
  const { ticks, digits, domain } = valueTicks([0.62, 0.91], 4);
  expect(ticks).toEqual([0.6, 0.7, 0.8, 0.9]);
  expect(digits).toBe(1);
  expect(domain).toEqual([0.6, 0.91]);
});

test("a spark turns red only from the breach on", () => {
  const shape = spark(series(0.9, 0.9, 0.7, 0.6), [floor], 100, 24);
  expect(shape.breachPath).not.toBe("");
  expect(shape.path).not.toBe(shape.breachPath);
  expect(shape.end?.breached).toBe(true);
  expect(spark(series(0.9, 0.9), [floor], 100, 24).breachPath).toBe("");
  expect(spark(series(null), [floor], 100, 24).end).toBeNull();
});

test("a bullet never leaves its scale", () => {
  expect(bullet({ value: 50, max: 200, tick: 100 })).toEqual({ from: 0, width: 25, tick: 50 });
  expect(bullet({ value: 500, max: 200, tick: 250 })).toEqual({ from: 0, width: 100, tick: 100 });
  expect(bullet({ value: null, max: 0 })).toEqual({ from: 0, width: 0, tick: null });
  expect(bullet({ value: 21, max: 40, span: [10, 30] })).toEqual({ from: 25, width: 50, tick: null });
});

describe("labels", () => {
  test("neighbours keep their distance and stay inside", () => {
    const ys = spreadLabels([{ wish: 10 }, { wish: 12 }, { wish: 11 }, { wish: 98 }], 12, 0, 100).map((l) => l.y);
    for (const [index, y] of ys.entries()) {
      if (index > 0) expect(y - (ys[index - 1] ?? 0)).toBeGreaterThanOrEqual(12);
      expect(y).toBeLessThanOrEqual(100);
    }
  });
  test("too many are spread evenly", () => {
    const ys = spreadLabels([{ wish: 5 }, { wish: 5 }, { wish: 5 }], 12, 0, 10).map((l) => l.y);
    expect(ys).toEqual([0, 5, 10]);
  });
  test("flags that would collide go to another side or row, or are left to the table", () => {
    const flags = [100, 110, 120, 290].map((x) => ({ x, text: "v7, 9 March" }));
    expect(placeFlags(flags, { width: 300, rows: 2, font: 11 })).toEqual([
      { x: 100, row: 0, anchor: "start" },
      { x: 110, row: 1, anchor: "start" },
      null,
      { x: 290, row: 0, anchor: "end" },
    ]);
  });
});
