import { describe, expect, test } from "vitest";
import { packHeadline, packsHeadline } from "./state";

const latest = { forum: "AI Steering Committee", status: "ready", day: "20 November 2026" } as const;

describe("packs in words", () => {
  test("the list says how many and which is the latest", () => {
    expect(packsHeadline(0, undefined)).toBe("No pack has been made yet.");
    expect(packsHeadline(40, undefined)).toBe("40 packs are kept.");
    expect(packsHeadline(1, latest)).toBe(
      "One pack is kept; the latest, for AI Steering Committee, shows 20 November 2026.",
    );
    expect(packsHeadline(3, { ...latest, status: "failed" })).toBe(
      "Three packs are kept; the latest, for AI Steering Committee, was refused.",
    );
  });

  test.each([
    ["building", "The pack for AI Steering Committee, data as of 20 November 2026, is being made."],
    ["ready", "The pack for AI Steering Committee shows 20 November 2026."],
    ["failed", "The pack for AI Steering Committee, data as of 20 November 2026, was refused."],
  ] as const)("%s", (status, words) => {
    expect(packHeadline({ ...latest, status })).toBe(words);
  });
});
