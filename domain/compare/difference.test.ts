import { describe, expect, test } from "vitest";
import type { RegisterColumn } from "../table/column";
import { comparedSentence, differencesOf } from "./difference";

const columns: RegisterColumn[] = [
  { key: "title", label: "Title", kind: "text" },
  { key: "stage", label: "Stage", kind: "choice", choices: [{ value: "pilot", label: "Pilot" }] },
  { key: "tag", label: "Tags", kind: "tag" },
  { key: "seen", label: "Seen", kind: "instant", compared: false },
];

describe("differencesOf", () => {
  test("says old and new in words, and nothing of what moves by itself", () => {
    const was = { title: "A", stage: null, tag: ["x"], seen: "2026-01-01T00:00:00Z" };
    const is = { title: "A", stage: "pilot", tag: ["x", "y"], seen: "2026-02-01T00:00:00Z" };
    expect(differencesOf(columns, was, is, "UTC")).toEqual([
      { column: "stage", label: "Stage", from: "not stated", to: "Pilot" },
      { column: "tag", label: "Tags", from: "x", to: "x, y" },
    ]);
  });

  test("of a record that came or went, only what it stated", () => {
    const state = { title: "A", stage: "pilot", tag: [], seen: null };
    expect(differencesOf(columns, null, state, "UTC")).toEqual([
      { column: "title", label: "Title", from: "", to: "A" },
      { column: "stage", label: "Stage", from: "", to: "Pilot" },
    ]);
    expect(differencesOf(columns, state, null, "UTC").map(({ to }) => to)).toEqual(["", ""]);
  });
});

test("comparedSentence counts in words", () => {
  const words = { one: "initiative", many: "initiatives" };
  expect(comparedSentence({ added: 2, removed: 1, changed: 5 }, words)).toBe(
    "2 initiatives were added, 1 was removed and 5 changed.",
  );
  expect(comparedSentence({ added: 0, removed: 0, changed: 1 }, words)).toBe("1 initiative changed.");
  expect(comparedSentence({ added: 0, removed: 0, changed: 0 }, words)).toBe(
    "No initiative was added, removed or changed.",
  );
});
