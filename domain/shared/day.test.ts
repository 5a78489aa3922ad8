import { expect, test } from "vitest";
import { monthEnds } from "./day";

test("the last days of the months before, leap years and turns of the year among them", () => {
  expect(monthEnds("2026-03-31", 3)).toEqual(["2025-12-31", "2026-01-31", "2026-02-28"]);
  expect(monthEnds("2024-03-01", 1)).toEqual(["2024-02-29"]);
  expect(monthEnds("2026-01-15", 13)[0]).toBe("2024-12-31");
  expect(monthEnds("2026-01-15", 0)).toEqual([]);
});
