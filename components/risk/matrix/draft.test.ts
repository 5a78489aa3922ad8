import { describe, expect, test } from "vitest";
import { STARTING_MATRIX } from "@/domain/risk/starting-matrix";
import { definitionOf, draftOf, resized, withCell, withoutLevel } from "./draft";

const start = draftOf(STARTING_MATRIX, "USD");

describe("the editor of a matrix", () => {
  test("what was not touched comes out as it went in", () => {
    expect(definitionOf(start, "USD")).toEqual({ definition: STARTING_MATRIX, faults: [] });
  });

  test("a row and a column more take the levels before them, one fewer drops floors that name it", () => {
    const grown = resized(resized(start, "likelihoods", 1), "impacts", 1);
    expect(grown.grid.map((row) => row.length)).toEqual([6, 6, 6, 6, 6, 6]);
    expect(grown.grid[5]).toEqual([1, 2, 2, 3, 3, 3]);
    expect(resized(grown, "impacts", 1)).toBe(grown);
    expect(resized(start, "impacts", -1).floors).toEqual([]);
    expect(definitionOf(resized(start, "impacts", -1), "USD").faults).toEqual([]);
  });

  test("a cell milder than one before it, a band that is none and an empty name are said", () => {
    expect(definitionOf(withCell(start, 4, 4, 0), "USD").faults.length).toBeGreaterThan(0);
    const odd = { ...start, impacts: start.impacts.map((step, at) => (at === 1 ? { ...step, ends: "lots" } : step)) };
    expect(definitionOf(odd, "USD").faults[0]?.message).toContain("lots");
    const nameless = { ...start, levels: start.levels.map((level) => ({ ...level, name: " " })) };
    expect(definitionOf(nameless, "USD").faults[0]?.message).toBe("Every step and level needs a name.");
  });

  test("without a level its cells take the one below", () => {
    expect(
      withoutLevel(start, 3)
        .grid.flat()
        .every((level) => level <= 2),
    ).toBe(true);
    expect(withoutLevel(start, 0).grid[0]).toEqual([0, 0, 0, 0, 0]);
  });
});
