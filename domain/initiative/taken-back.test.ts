import { describe, expect, test } from "vitest";
import { cancelled, lastStanding, type Taken } from "./taken-back";

/** "u1:b" took back b; the list is written oldest first, as it happened. */
const recorded = (...words: string[]): Taken[] =>
  words
    .map((word) => {
      const [id = "", undoes] = word.split(":");
      return { id, undoes: undoes ?? null };
    })
    .reverse();

describe("what still stands", () => {
  test.for([
    ["nothing was taken back", ["a", "b"], [], "b"],
    ["the last was taken back", ["a", "b", "u:b"], ["b", "u"], "a"],
    ["both were", ["a", "b", "u1:b", "u2:a"], ["a", "b", "u1", "u2"], null],
    ["and put back again", ["a", "b", "u1:b", "u2:u1"], ["u1", "u2"], "b"],
    [
      "put back, and a new one undone",
      ["a", "b", "u1:b", "u2:a", "u3:u2", "c", "u4:c"],
      ["b", "u1", "u2", "u3", "c", "u4"],
      "a",
    ],
    ["one that is not in the list", ["u:z", "b"], [], "b"],
    ["nothing", [], [], null],
  ] as const)("%s", ([, words, gone, next]) => {
    const list = recorded(...words);
    expect([...cancelled(list)].sort()).toEqual([...gone].sort());
    expect(lastStanding(list)).toBe(next);
  });
});
