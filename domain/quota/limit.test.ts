import { expect, test } from "vitest";
import { heldText, limitText, parseLimit, QuotaReached, shareOf } from "./limit";

test("a limit as it is typed", () => {
  expect(parseLimit("members=50")).toEqual({ kind: "members", most: 50 });
  expect(parseLimit("points=none")).toEqual({ kind: "points", most: null });
  expect(parseLimit("documents=20000")).toEqual({ kind: "documents", most: 20_000_000_000 });
  for (const text of ["members", "members=", "members=-1", "members=1.5", "people=3", "constructor=1"])
    expect(() => parseLimit(text)).toThrow("is no limit");
});

test("in words", () => {
  expect(limitText("models", null)).toBe("no limit");
  expect(limitText("points", 2_500_000)).toBe("2,500,000");
  expect(limitText("documents", 20_000_000_000)).toBe("20\u202fGB");
  expect(heldText("points", 1_000_001)).toBe("more than 1,000,000");
  expect(heldText("members", 1_000_001)).toBe("1,000,001");
  expect(new QuotaReached("members", 1).message).toContain("1 active member.");
  expect(new QuotaReached("documents", 3_000_000).message).toContain("3\u202fMB of documents.");
});

test("a share is never divided by nothing", () => {
  expect(shareOf(3, null)).toBeNull();
  expect(shareOf(3, 4)).toBe(0.75);
  expect(shareOf(0, 0)).toBe(1);
});
