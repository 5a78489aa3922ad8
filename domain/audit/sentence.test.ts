import { expect, test } from "vitest";
import { auditHeadline } from "./sentence";

test("says how long the log is", () => {
  expect(auditHeadline(1234, false)).toBe("1,234 lines of who did what, when and from where.");
  expect(auditHeadline(1, true)).toBe("1 line matches the filter.");
  expect(auditHeadline(0, true)).toBe("0 lines match the filter.");
});
