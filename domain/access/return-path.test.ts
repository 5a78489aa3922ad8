import { expect, test } from "vitest";
import { returnPath } from "./return-path";

test.each([
  ["/cedar-valley/initiatives?q=a&at=2026-06-30", "/cedar-valley/initiatives?q=a&at=2026-06-30"],
  [["/first", "/second"], "/first"],
  ["//evil.example", "/"],
  ["/\\evil.example", "/"],
  ["/\t/evil.example", "/"],
  ["https://evil.example", "/"],
  ["javascript:alert(1)", "/"],
  [undefined, "/"],
])("%j leads to %s", (asked, path) => {
  expect(returnPath(asked)).toBe(path);
});
