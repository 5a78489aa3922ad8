import { expect, test } from "vitest";
import { fromFirst, type TrendPoint, trendSentence } from "./trend";

const point = (open: number, red: number, expected: number): TrendPoint => ({ at: new Date(0), open, red, expected });
const money = (minor: number) => `$${minor}`;

test("a trend begins with the first month in which a risk was open", () => {
  expect(fromFirst([point(0, 0, 0), point(2, 0, 5), point(0, 0, 0)])).toHaveLength(2);
  expect(fromFirst([point(0, 0, 0)])).toEqual([]);
});

test("a trend says from what to what", () => {
  const said = (...points: TrendPoint[]) => trendSentence(points, { money, day: () => "31 Jan 2026" });
  expect(said(point(3, 0, 20), point(4, 1, 30), point(5, 2, 38))).toBe(
    "Since 31 Jan 2026 the expected loss rose from $20 to $38; two risks are red, none then.",
  );
  expect(said(point(3, 3, 40), point(5, 1, 38))).toBe(
    "Since 31 Jan 2026 the expected loss fell from $40 to $38; one risk is red, three then.",
  );
  expect(said(point(3, 1, 40), point(5, 1, 40))).toBe(
    "Since 31 Jan 2026 the expected loss stayed at $40; one risk is red, as then.",
  );
  expect(said(point(3, 1, 40))).toBe("No month has ended since the first risk was recorded.");
});
