import { describe, expect, test } from "vitest";
import { scoreScale } from "./score-scale";
import { STARTING_MATRIX } from "./starting-matrix";

describe("the scale of scores", () => {
  test("of the starting matrix ends each class between two scores where they do not overlap", () => {
    expect(scoreScale(STARTING_MATRIX)).toEqual({
      most: 25,
      limits: { green: 4.5, yellow: 9.5, amber: 15.5, red: null },
    });
  });
  test("says nothing where scores of both sides overlap", () => {
    const grid = STARTING_MATRIX.grid.map((row) => [...row]);
    const [rare] = grid;
    if (rare) rare[4] = 3; // a rare catastrophe is critical at a score of 5
    expect(scoreScale({ ...STARTING_MATRIX, grid }).limits.amber).toBeNull();
  });
});
