import { expect, test } from "vitest";
import { membersOf } from "./members";

test("each value as the text that stands there", () => {
  const text = '{"a":1.50,"b" : "x,}\\"{:","c":{"d": [1, {"e":2}]},"":null,"f":[],"g":"\\\\"}';
  expect([...membersOf(text)]).toEqual([
    ["a", "1.50"],
    ["b", '"x,}\\"{:"'],
    ["c", '{"d": [1, {"e":2}]}'],
    ["", "null"],
    ["f", "[]"],
    ["g", '"\\\\"'],
  ]);
  expect(membersOf("{}").size).toBe(0);
  expect(membersOf("{ }").size).toBe(0);
});

test("what is no object is refused", () => {
  for (const text of ["", "[1]", '"a"', '{"a":', "null"]) expect(() => membersOf(text)).toThrow(SyntaxError);
});
