import { expect, test } from "vitest";
import { initialsOf } from "./initials";

test.each([
  ["Maya Okafor", "MO"],
  ["Dr. Rosa van Adeyemi", "RA"],
  ["Cher", "C"],
  ["élan vital", "ÉV"],
  ["Dr.", "?"],
  ["  ", "?"],
])("%s is %s", (name, initials) => {
  expect(initialsOf(name)).toBe(initials);
});
