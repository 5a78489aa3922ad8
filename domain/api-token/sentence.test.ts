import { expect, test } from "vitest";
import { tokensHeadline } from "./sentence";

test.each([
  [0, true, "No access token is in force."],
  [0, false, "You have no access token in force."],
  [1, true, "One access token is in force."],
  [3, false, "Three access tokens of yours are in force."],
])("%i, of everybody %s", (count, all, said) => {
  expect(tokensHeadline(count, all)).toBe(said);
});
