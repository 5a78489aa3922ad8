import { expect, test } from "vitest";
import { ACTIVE_STAGES, isActive } from "./active";

test("active is neither archived nor retired; a stage that is not stated is active", () => {
  expect(isActive({ stage: "production", archived: false })).toBe(true);
  expect(isActive({ stage: null, archived: false })).toBe(true);
  expect(isActive({ stage: "retired", archived: false })).toBe(false);
  expect(isActive({ stage: "build", archived: true })).toBe(false);
  expect(ACTIVE_STAGES).not.toContain("retired");
  expect(ACTIVE_STAGES).toHaveLength(7);
});
