import { describe, expect, test } from "vitest";
import { atPresets, parseAt, withAt } from "./at";

describe("parseAt", () => {
  test.each([
    ["2026-06-30", "2026-06-30"],
    [["2026-06-30", "x"], "2026-06-30"],
    ["2024-02-29", "2024-02-29"],
    ["2026-02-29", null],
    ["2026-13-01", null],
    ["2026-6-3", null],
    ["30 June", null],
    [undefined, null],
  ])("%j gives %j", (value, day) => {
    expect(parseAt(value)).toBe(day);
  });
});

describe("withAt", () => {
  test.each([
    ["/acme/initiatives", "/acme/initiatives?at=2026-06-30"],
    ["/acme/initiatives?q=a%26b#top", "/acme/initiatives?q=a%26b&at=2026-06-30#top"],
    ["/acme?at=2025-01-01", "/acme?at=2025-01-01"],
    ["https://example.org/", "https://example.org/"],
    ["//example.org/", "//example.org/"],
  ])("%s", (href, expected) => {
    expect(withAt(href, "2026-06-30")).toBe(expected);
  });
  test("leaves a link alone now", () => {
    expect(withAt("/acme", null)).toBe("/acme");
  });
});

test("presets are the last ends before today, across a year", () => {
  expect(atPresets("2026-11-21").map((p) => p.day)).toEqual(["2026-10-31", "2026-09-30", "2025-12-31"]);
  expect(atPresets("2026-01-15").map((p) => p.day)).toEqual(["2025-12-31", "2025-12-31", "2025-12-31"]);
  expect(atPresets("2026-04-01").map((p) => p.day)).toEqual(["2026-03-31", "2026-03-31", "2025-12-31"]);
});
