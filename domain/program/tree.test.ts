import { expect, test } from "vitest";
import { DEEPEST, directorOf, moveFault, placePrograms, withBelow } from "./tree";

const tree = [
  { id: "b", parentId: "a", name: "Beta" },
  { id: "a", parentId: null, name: "Alpha" },
  { id: "c", parentId: "b", name: "Gamma" },
  { id: "d", parentId: "a", name: "Ante" },
  { id: "x", parentId: "gone", name: "Orphan" },
];

test("programs read from top to bottom, siblings by name, orphans at the top", () => {
  expect(placePrograms(tree).map(({ name, depth }) => [name, depth])).toEqual([
    ["Alpha", 0],
    ["Ante", 1],
    ["Beta", 1],
    ["Gamma", 2],
    ["Orphan", 0],
  ]);
  expect(placePrograms(tree).find(({ id }) => id === "c")?.path).toEqual(["Alpha", "Beta", "Gamma"]);
  expect(withBelow(tree, "b")).toEqual(new Set(["b", "c"]));
});

test("a program cannot lie below itself, below nothing, or too deep", () => {
  expect(moveFault(tree, "a", "c")).toMatch(/below itself/);
  expect(moveFault(tree, "a", "a")).toMatch(/below itself/);
  expect(moveFault(tree, "d", "c")).toBeNull();
  expect(moveFault(tree, "d", null)).toBeNull();
  expect(moveFault(tree, null, "none")).toMatch(/does not exist/);
  const deep = Array.from({ length: DEEPEST }, (_, n) => ({
    id: `${n}`,
    parentId: n === 0 ? null : `${n - 1}`,
    name: `${n}`,
  }));
  expect(moveFault(deep, null, `${DEEPEST - 1}`)).toMatch(/levels deep/);
  expect(moveFault(deep, null, `${DEEPEST - 2}`)).toBeNull();
});

test("a program without a director is directed from above; nowhere named, by nobody", () => {
  const programs = new Map([
    ["top", { parentId: null, directorId: "ana" }],
    ["mid", { parentId: "top", directorId: null }],
    ["low", { parentId: "mid", directorId: "bo" }],
    ["alone", { parentId: "gone", directorId: null }],
    ["round", { parentId: "round", directorId: null }],
  ]);
  expect(["top", "mid", "low", "alone", "round", "unknown", null].map((id) => directorOf(programs, id))).toEqual([
    ...["ana", "ana", "bo"],
    ...[null, null, null, null],
  ]);
});
