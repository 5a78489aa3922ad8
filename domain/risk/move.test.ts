import { expect, test } from "vitest";
import { commonTolerance, movedImpacts } from "./move";

test.each([
  [{ safety: 4, financial: 1 }, 3, { safety: 3, financial: 1 }],
  [{ safety: 4, financial: 4, schedule: 2 }, 1, { safety: 1, financial: 1, schedule: 1 }],
  [{ safety: 1, financial: 0 }, 3, { safety: 3, financial: 0 }],
])("%o moved to %i", (impacts, to, expected) => {
  const moved = movedImpacts(impacts, to);
  expect(moved).toEqual(expected);
  expect(Math.max(...Object.values(moved))).toBe(to);
});
test("without an impact there is nothing to move", () => {
  expect(() => movedImpacts({}, 1)).toThrow(RangeError);
});
test("the tolerance most categories share", () => {
  expect(commonTolerance(["green", "yellow", "amber", "green", "yellow", "yellow"])).toBe("yellow");
  expect(commonTolerance(["amber", "green"])).toBe("green");
  expect(commonTolerance([])).toBeNull();
});
