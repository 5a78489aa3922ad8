import { expect, test } from "vitest";
import { customValueFault } from "./custom-value";

test.each([
  ["number", "12.5", true],
  ["number", "1e5x", false],
  ["date", "2026-02-30", false],
  ["date", "2026-02-28", true],
  ["choice", "High", true],
  ["choice", "high", false],
  ["text", "anything", true],
  ["number", "  ", true],
] as const)("a %s field takes %j: %s", (kind, value, fits) => {
  expect(customValueFault({ kind, choices: ["High", "Low"] }, value) === null).toBe(fits);
});
