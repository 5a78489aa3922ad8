import { expect, test } from "vitest";
import { tagMerge } from "./input";
import { deleteSentence, mergeSentence, tagsHeadline } from "./sentence";

test("says what there is and what will happen", () => {
  expect([tagsHeadline(0, 0), tagsHeadline(1, 1), tagsHeadline(14, 0), tagsHeadline(14, 3)]).toEqual([
    "No initiative has a tag yet.",
    "One tag, each on one initiative only.",
    "14 tags.",
    "14 tags, three of them on one initiative only.",
  ]);
  expect(mergeSentence(["vendor"], "supplier", 2, false)).toBe("“vendor” is called “supplier” on two initiatives.");
  expect(mergeSentence(["vendor"], "supplier", 1, true)).toBe("“vendor” becomes “supplier” on one initiative.");
  expect(mergeSentence(["a", "b"], "c", 31, true)).toBe("“a” and “b” become “c” on 31 initiatives.");
  expect(deleteSentence(["a"], 0)).toBe("“a” goes from no initiatives.");
});

test("a name is one line of letters", () => {
  expect(tagMerge.safeParse({ names: ["a"], into: " \n" }).success).toBe(false);
  expect(tagMerge.safeParse({ names: ["a"], into: "a\0b" }).success).toBe(false);
  expect(tagMerge.safeParse({ names: [], into: "b" }).success).toBe(false);
  expect(tagMerge.parse({ names: ["a"], into: " b c " }).into).toBe("b c");
});
