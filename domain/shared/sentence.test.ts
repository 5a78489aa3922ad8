import { describe, expect, test } from "vitest";
import { counted, countWord, listOf, partOf, plural, sentence, sentenceCase, shorten } from "./sentence";

describe("counts in words", () => {
  test.each([
    [0, "no"],
    [1, "one"],
    [12, "twelve"],
    [13, "13"],
    [1204, "1,204"],
    [1_000_000, "1,000,000"],
  ])("%d is %s", (count, words) => {
    expect(countWord(count)).toBe(words);
  });

  test.each([-1, 1.5, Number.NaN])("%d is no count", (count) => {
    expect(() => countWord(count)).toThrow(RangeError);
  });

  test("the noun agrees with the count", () => {
    expect(counted(0, "model")).toBe("no models");
    expect(counted(1, "model")).toBe("one model");
    expect(counted(2, "inventory", "inventories")).toBe("two inventories");
    expect(plural(1, "entry", "entries")).toBe("entry");
  });
});

describe("a part of a whole", () => {
  test.each([
    [2, 9, "two of nine live models"],
    [0, 9, "none of nine live models"],
    [9, 9, "all nine live models"],
    [2, 2, "both live models"],
    [1, 1, "the one live model"],
    [0, 0, "no live models"],
    [3, 45, "three of 45 live models"],
  ])("%d of %d", (part, whole, words) => {
    expect(partOf(part, whole, "live model")).toBe(words);
  });

  test("a part larger than its whole is refused", () => {
    expect(() => partOf(3, 2, "model")).toThrow(RangeError);
  });
});

describe("lists", () => {
  test("commas and one and", () => {
    expect(listOf([])).toBe("");
    expect(listOf(["a"])).toBe("a");
    expect(listOf(["a", "b"])).toBe("a and b");
    expect(listOf(["a", "b", "c"])).toBe("a, b and c");
  });

  test("the rest is counted, not dropped", () => {
    expect(listOf(["a", "b", "c", "d", "e"], 2)).toBe("a, b and three more");
  });
});

describe("sentences", () => {
  test("start with a capital and end once", () => {
    expect(sentenceCase("two models")).toBe("Two models");
    expect(sentence("élan is up")).toBe("Élan is up.");
    expect(sentence("done.")).toBe("Done.");
  });

  test("a long title is cut at a word and marked", () => {
    expect(shorten("short", 10)).toBe("short");
    expect(shorten("one two three four", 12)).toBe("one two…");
    expect(shorten("unbreakableunbreakable", 10)).toBe("unbreakab…");
  });
});
