import { expect, test } from "vitest";
import { commonTolerance } from "./common-tolerance";

test("the tolerance most categories share", () => {
  expect(commonTolerance(["green", "yellow", "amber", "green", "yellow", "yellow"])).toBe("yellow");
  expect(commonTolerance(["amber", "green"])).toBe("green");
  expect(commonTolerance([])).toBeNull();
});
