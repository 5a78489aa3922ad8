import { expect, test } from "vitest";
import { auditWords } from "./words";

test.each([
  ["sign-in.failed", "Sign-in failed: wrong password"],
  ["membership.reset-factor", "Reset a member’s second factor"],
  ["initiative.create", "Created an initiative"],
  ["custom-field.edit", "Edited a custom field"],
  ["forum.convene", "Forum: convene"],
  ["import", "Import"],
  ["toString", "ToString"],
])("%s is said as %s", (action, words) => {
  expect(auditWords(action)).toBe(words);
});
