import { expect, test } from "vitest";
import { type ChartPoint, summarise } from "@/components/chart/limit-series";
import { courseWhere, formatPointDate, usualDistance } from "@/components/chart/point-date";

const CHICAGO = { timeZone: "America/Chicago" };
const DAY_MS = 86_400_000;
const november = Date.parse("2026-11-01T00:00:00Z");
const course = (from: number, step: number): ChartPoint[] =>
  Array.from({ length: 4 }, (_, n) => ({ at: from + n * step, value: 0.8 }));

test("a stated day keeps its date west of Greenwich and shows no hour; an instant shows both", () => {
  expect(formatPointDate(november, "day", CHICAGO)).toBe("1 Nov 2026");
  expect(formatPointDate(november, "instant", CHICAGO)).toBe("1 Nov 2026");
  expect(formatPointDate(november + 1000, "instant", CHICAGO)).toBe("31 Oct 2026, 19:00");
  expect(formatPointDate(null, "day", CHICAGO)).toBe("–");
});

test("a course that comes hourly is read where we are, its midnight too", () => {
  const where = courseWhere(course(november - 3_600_000, 3_600_000), CHICAGO);
  expect(where.everySeconds).toBe(3600);
  expect(formatPointDate(november, "instant", where)).toBe("31 Oct 2026, 19:00");
  expect(usualDistance([{ at: 1 }])).toBe(0);
});

test("a monthly chart says the months it was stated for", () => {
  const months = ["2026-09-01", "2026-10-01", "2026-11-01"].map((day) => ({ at: Date.parse(day), value: 0.8 }));
  expect(summarise("Recall", months, [], CHICAGO)).toContain("from 1 Sept 2026 to 1 Nov 2026".replace("Sept", "Sep"));
  expect(summarise("Recall", course(november, DAY_MS), [], CHICAGO)).toContain("from 1 Nov 2026 to 4 Nov 2026");
});
