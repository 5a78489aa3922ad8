import { expect, test } from "vitest";
import { numbersApart, scoreWords } from "./score-track";

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
