import { describe, expect, test } from "vitest";
import { STARTING_MATRIX } from "@/domain/risk/starting-matrix";
import { numbersApart, scoreScale, scoreWords } from "./score-track";

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

test("numbers below the track keep apart, and equal ones are written once", () => {
  const at = (key: string, score: number, x: number) => ({ key, score, x });
  const apart = numbersApart([at("target", 9, 50), at("residual", 10, 55), at("inherent", 10, 55)]);
  expect(apart.map(({ key, x }) => [key, x])).toEqual([
    ["target", 42],
    ["residual", 55],
  ]);
});

test("the scores in words", () => {
  const row = {
    inherentScore: 25,
    residualScore: 20,
    residualSeverity: "red",
    targetScore: 10,
    tolerance: null,
  } as const;
  expect(scoreWords(row)).toBe("residual 20, red; inherent 25; target 10");
  expect(scoreWords({ ...row, residualScore: null })).toBe("not assessed");
});
