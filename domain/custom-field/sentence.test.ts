import { expect, test } from "vitest";
import { fieldsHeadline } from "./sentence";

const field = (used: number, archived = false) => ({ used, archived });

test.each([
  [[], "An initiative has its own fields and none that you added."],
  [[field(0, true)], "An initiative has its own fields and none that you added."],
  [[field(0)], "One field of your own stands beside the built-in ones, not used yet."],
  [[field(3)], "One field of your own stands beside the built-in ones."],
  [[field(0), field(0)], "Two fields of your own stand beside the built-in ones, none of them used yet."],
  [[field(1), field(0), field(9, true)], "Two fields of your own stand beside the built-in ones, one of them in use."],
  [[field(1), field(2)], "Two fields of your own stand beside the built-in ones, all of them in use."],
])("%j", (fields, sentence) => {
  expect(fieldsHeadline(fields)).toBe(sentence);
});
