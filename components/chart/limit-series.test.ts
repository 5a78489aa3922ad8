import { expect, test } from "vitest";
import { type ChartLimit, nearest, seriesRows, statusOf, summarise } from "./limit-series";

const limits: ChartLimit[] = [
  { value: 0.82, side: "below", severity: "warning", label: "warn 0.82" },
  { value: 0.78, side: "below", severity: "critical", label: "floor 0.78" },
];
const day = (index: number) => Date.UTC(2026, 10, index);
const points = [0.9, 0.8, null, 0.7, 0.66].map((value, index) => ({ at: day(index + 1), value }));

test("status follows the limits", () => {
  expect(points.map((point) => statusOf(point, limits))).toEqual(["good", "watch", "stale", "bad", "bad"]);
});

test("red begins at the breach and meets the ink there", () => {
  const { rows, breachAt } = seriesRows(points, limits);
  expect(breachAt).toBe(day(4));
  expect(rows.map((row) => row.calm)).toEqual([0.9, 0.8, null, 0.7, null]);
  expect(rows.map((row) => row.breached)).toEqual([null, null, null, 0.7, 0.66]);
});

test("without a breach all is ink", () => {
  const { rows, breachAt } = seriesRows(points.slice(0, 2), limits);
  expect(breachAt).toBeNull();
  expect(rows.every((row) => row.breached === null && row.calm !== null)).toBe(true);
});

test("the summary says span, last value, limits, breach and gaps", () => {
  expect(summarise("Recall", points, limits, { digits: 2 })).toBe(
    "Recall: 4 values from 1 Nov 2026 to 5 Nov 2026, last 0.66. Limits: warn 0.82, floor 0.78. " +
      "Past its critical limit since 4 Nov 2026. 1 value is missing.",
  );
  expect(summarise("Recall", [], limits, {})).toBe("Recall: no values in this period.");
});

test("nearest skips missing values", () => {
  expect(nearest(points, day(3) + 1)?.at).toBe(day(4));
  expect(nearest([], 0)).toBeUndefined();
});
