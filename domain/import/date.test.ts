import { describe, expect, test } from "vitest";
import { dateEvidence, isPlainNumber, parseDate } from "./date";

test.each([
  ["2026-11-20", "2026-11-20"],
  ["2026/1/5", "2026-01-05"],
  ["2024-02-29 00:00:00", "2024-02-29"],
  ["20 Nov 2026", "2026-11-20"],
  ["5-September-2024", "2024-09-05"],
  ["Nov 20, 2026", "2026-11-20"],
  ["30/09/2012", "2012-09-30"],
  ["8/29/2023", "2023-08-29"],
  ["5/5/2020", "2020-05-05"],
])("%s states one day", (text, date) => {
  expect(parseDate(text, null)).toBe(date);
});

test.each([
  "24-Nov",
  "Q4FY25",
  "2015-2022",
  "Pre-2021",
  "10/12023",
  "2022-08 (estimated)",
  "2022",
  "TBD",
  "N/A",
  "3/4/24",
  "31/02/2024",
  "2023-02-29",
  "3/4/2024",
  "2024-01-01 10:30",
  "13/13/2024",
  "2021-05-01 start of phase 2",
])("%s is not guessed at", (text) => {
  expect(parseDate(text, null)).toBeNull();
});

test("the order a column proves decides its other dates", () => {
  expect(dateEvidence(["01/10/2011", "30/09/2012"]).order).toBe("day-first");
  expect(parseDate("01/10/2011", "day-first")).toBe("2011-10-01");
  expect(parseDate("30/09/2012", "month-first")).toBeNull();
});

describe("an order is left open", () => {
  test("when no date proves one", () => {
    expect(dateEvidence(["01/10/2011", "5/5/2011", "x"])).toEqual({
      dayFirst: 0,
      monthFirst: 0,
      ambiguous: 1,
      order: null,
    });
  });
  test("when dates contradict each other", () => {
    expect(dateEvidence(["30/09/2012", "9/30/2012"]).order).toBeNull();
  });
});

test("a plain number is one that a number holds without loss", () => {
  expect(["0", "12", "-3.5", "0.25"].every(isPlainNumber)).toBe(true);
  expect(["007", "1,231", "1.50", "1e3", "+1", "12345678901234567890", " 1", "", "-0"].some(isPlainNumber)).toBe(false);
});
