import { describe, expect, test } from "vitest";
import type { AssessmentData } from "@/components/risk/shape";
import { trendShape, trendWords } from "./trend";

const made = (day: number, score: number, more: Partial<AssessmentData> = {}): AssessmentData => ({
  ...{ id: `${day} ${score}`, kind: "residual", number: day, matrixVersionId: "m1", likelihood: 0, impacts: { a: 0 } },
  ...{ impact: 0, level: 0, severity: "green", score, probability: null, rationale: "", automatic: false },
  ...{ alertId: null, indicatorId: null, assessedOn: "2026-11-01", dueOn: null, changeId: "c", by: "N. Varga" },
  at: new Date(Date.UTC(2026, 10, day)),
  ...more,
});
const box = { until: Date.UTC(2026, 10, 21), highest: 25, width: 400, height: 100 };

describe("trend of a risk", () => {
  const newestFirst = [
    made(15, 20, { automatic: true, matrixVersionId: "m2" }),
    made(3, 12, { kind: "target" }),
    made(1, 15),
  ];

  test("steps from the oldest to today; the base is zero", () => {
    const { marks, ticks, target, breaks } = trendShape(newestFirst, box);
    expect(marks.map(({ score, automatic, isLast }) => [score, automatic, isLast])).toEqual([
      [15, false, false],
      [20, true, true],
    ]);
    expect(marks[0]?.x).toBeLessThan(marks[1]?.x ?? 0);
    expect(marks[0]?.y).toBeGreaterThan(marks[1]?.y ?? 0);
    expect(ticks.map(({ value }) => value)).toEqual([0, 25]);
    expect(target?.score).toBe(12);
    expect(breaks).toEqual([marks[1]?.x]);
  });

  test("one assessment of now draws without a number that is none", () => {
    const { path, marks } = trendShape([made(21, 4)], box);
    expect(path).not.toContain("NaN");
    expect(marks).toHaveLength(1);
  });

  test("in words", () => {
    expect(trendWords(newestFirst)).toBe("Residual score 15, then 20.");
    expect(trendWords([])).toBe("The residual is not assessed yet.");
  });
});
