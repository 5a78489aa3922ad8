import { expect, test } from "vitest";
import { endOfDay } from "../shared/day";
import type { Operator } from "./operator";
import { addDays, addMonths, dayRanges } from "./relative-date";

const today = { day: "2026-11-20", fiscalYearStart: 1 }; // a Friday

test.each<[Operator, string[], string | null, string | null]>([
  ["is", ["2026-11-20"], "2026-11-20", "2026-11-20"],
  ["before", ["2026-03-01"], null, "2026-02-28"],
  ["after", ["2028-02-28"], "2028-02-29", null],
  ["at-least", ["2026-03-01"], "2026-03-01", null],
  ["at-most", ["2026-03-01"], null, "2026-03-01"],
  ["between", ["2026-03-01", "2026-03-31"], "2026-03-01", "2026-03-31"],
  ["last", ["30", "day"], "2026-10-21", "2026-11-20"],
  ["last", ["2", "week"], "2026-11-06", "2026-11-20"],
  ["next", ["7", "day"], "2026-11-20", "2026-11-27"],
  ["next", ["1", "quarter"], "2026-11-20", "2027-02-20"],
  ["this", ["day"], "2026-11-20", "2026-11-20"],
  ["this", ["week"], "2026-11-16", "2026-11-22"],
  ["this", ["month"], "2026-11-01", "2026-11-30"],
  ["this", ["quarter"], "2026-10-01", "2026-12-31"],
  ["this", ["year"], "2026-01-01", "2026-12-31"],
  ["overdue", [], null, "2026-11-19"],
  ["last", ["3660", "year"], null, "2026-11-20"],
])("%s %j", (op, values, from, to) => {
  expect(dayRanges(op, values, today)).toEqual([{ from, to }]);
});

test("a year that begins in July has its quarters and itself from there", () => {
  const fiscal = { day: "2026-05-31", fiscalYearStart: 7 };
  expect(dayRanges("this", ["quarter"], fiscal)).toEqual([{ from: "2026-04-01", to: "2026-06-30" }]);
  expect(dayRanges("this", ["year"], fiscal)).toEqual([{ from: "2025-07-01", to: "2026-06-30" }]);
  expect(dayRanges("this", ["year"], { ...fiscal, day: "2026-07-01" })).toEqual([
    { from: "2026-07-01", to: "2027-06-30" },
  ]);
});

test("months end where they end, in leap years too", () => {
  expect(addMonths("2026-03-31", -1)).toBe("2026-02-28");
  expect(addMonths("2028-03-31", -1)).toBe("2028-02-29");
  expect(addMonths("2026-10-31", 1)).toBe("2026-11-30");
  expect(addMonths("2028-02-29", 12)).toBe("2029-02-28");
  expect(addMonths("2026-01-15", -13)).toBe("2024-12-15");
  expect(addDays("2026-12-31", 1)).toBe("2027-01-01");
  expect(dayRanges("this", ["month"], { day: "2028-02-29", fiscalYearStart: 1 })).toEqual([
    { from: "2028-02-01", to: "2028-02-29" },
  ]);
});

test("a week across a clock change is still seven days of the organisation, 167 or 169 hours long", () => {
  const hours = (day: string, zone: string) => {
    const [range] = dayRanges("this", ["week"], { day, fiscalYearStart: 1 });
    const start = endOfDay(addDays(range?.from ?? "", -1), zone);
    return Math.round((endOfDay(range?.to ?? "", zone).getTime() - start.getTime()) / 3_600_000);
  };
  expect(hours("2026-03-08", "America/New_York")).toBe(167);
  expect(hours("2026-11-01", "America/New_York")).toBe(169);
  expect(hours("2026-03-29", "Europe/Berlin")).toBe(167);
  expect(hours("2026-06-10", "Europe/Berlin")).toBe(168);
});
