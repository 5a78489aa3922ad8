import { expect, test } from "vitest";
import {
  chartLimits,
  chartPoints,
  measureDigits,
  measureState,
  startsAtZero,
  versionMarks,
} from "@/components/model/chart-data";

const DAY = 86_400_000;
const line = (...days: number[]) => days.map((day) => ({ at: day * DAY, value: 0.8 }));

test("a missing batch is a gap in the line, a usual distance is none", () => {
  expect(chartPoints(line(0, 1, 2, 5, 6)).map(({ at, value }) => [at / DAY, value])).toEqual([
    [0, 0.8],
    [1, 0.8],
    [2, 0.8],
    [3, null],
    [5, 0.8],
    [6, 0.8],
  ]);
  expect(chartPoints(line(0, 7, 14))).toHaveLength(3);
  expect(chartPoints([])).toEqual([]);
});

test("a corrected value says what it was at first", () => {
  const corrected = [
    { at: new Date(DAY), before: 0.6789 },
    { at: new Date(DAY), before: 0.41 },
  ];
  expect(chartPoints(line(0, 1), corrected)[1]).toMatchObject({ note: "corrected, first 0.41" });
});

test("limits carry their side, severity and name", () => {
  expect(chartLimits({ direction: "low", warning: 0.82, critical: 0.78 })).toEqual([
    { value: 0.82, side: "below", severity: "warning", label: "warn 0.82" },
    { value: 0.78, side: "below", severity: "critical", label: "critical 0.78" },
  ]);
  expect(chartLimits({ direction: "high", warning: null, critical: 5, unit: "s" })[0]?.label).toBe("critical 5\u202fs");
  expect(chartLimits({ direction: null, warning: null, critical: null })).toEqual([]);
});

test("a measure's state is that of its alert; one that no rule watches says so", () => {
  const held = { direction: "low" as const, warning: null, critical: 0.78 };
  expect(measureState({ ...held, level: "critical" })).toEqual({ status: "bad", words: "critical" });
  expect(measureState({ ...held, level: null })).toEqual({ status: "good", words: "inside" });
  expect(measureState({ ...held, direction: null, level: null })).toEqual({ status: "none", words: "no rule" });
});

test("a course near zero starts at zero", () => {
  const of = (...values: number[]) => startsAtZero(values.map((value, at) => ({ at, value })));
  expect([of(0.01, 0.2), of(0.7, 0.9), of(-0.1, 0.2), of()]).toEqual([true, false, false, false]);
});

test("decimals by size; whole counts have none", () => {
  expect(measureDigits(line(0, 1))).toBe(2);
  expect(measureDigits([{ at: 0, value: 612 }])).toBe(0);
  expect(measureDigits([{ at: 0, value: 41.23 }])).toBe(1);
});

test("a version is marked where it went to work within the course, not where the course begins", () => {
  const versions = [
    { label: "3", liveFrom: new Date(4 * DAY) },
    { label: "2", liveFrom: new Date(2 * DAY) },
    { label: "1", liveFrom: new Date(DAY) },
    { label: "0", liveFrom: null },
  ];
  expect(versionMarks(versions, line(2, 3), new Date(0)).map(({ label }) => label)).toEqual(["version 3"]);
  expect(versionMarks(versions, [], new Date(DAY)).map(({ at }) => at / DAY)).toEqual([4, 2]);
});
