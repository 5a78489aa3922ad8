import { describe, expect, test } from "vitest";
import { STARTING_MATRIX as matrix } from "@/domain/risk/starting-matrix";
import { arithmetic, floorWords, onMatrix, picked, ratingOf } from "./cell";

describe("picking a cell", () => {
  test("states the category of the risk while nothing is stated", () => {
    expect(picked({ likelihood: null, impacts: {} }, { likelihood: 3, impact: 4 }, "financial")).toEqual({
      likelihood: 3,
      impacts: { financial: 4 },
    });
  });

  test("moves the gravest impacts and lowers those above the cell, never raises the others", () => {
    const before = { likelihood: 1, impacts: { patient_safety: 4, financial: 2, equity: 4, schedule: 0 } };
    expect(picked(before, { likelihood: 2, impact: 1 }, "financial").impacts).toEqual({
      ...{ patient_safety: 1, financial: 1, equity: 1, schedule: 0 },
    });
    expect(picked({ ...before, impacts: { a: 1, b: 0 } }, { likelihood: 2, impact: 3 }, "a").impacts).toEqual({
      ...{ a: 3, b: 0 },
    });
  });
});

describe("what the matrix makes of it", () => {
  test("nothing while it is not complete", () => {
    expect(ratingOf(matrix, { likelihood: null, impacts: { financial: 1 } })).toBeNull();
    expect(ratingOf(matrix, { likelihood: 1, impacts: {} })).toBeNull();
    expect(ratingOf(matrix, { likelihood: 9, impacts: { financial: 1 } })).toBeNull();
  });

  test("says its arithmetic and its floors", () => {
    const rating = ratingOf(matrix, { likelihood: 3, impacts: { financial: 4 } });
    expect(rating && arithmetic(matrix, rating)).toBe("likely 4 × severe 5 = 20");
    const floor = { category: "patient_safety", impact: 4, severity: "red" as const };
    expect(floorWords(matrix, { floors: [floor] }, () => "Patient safety")).toEqual([
      "Floor: patient safety at severe is never milder than red.",
    ]);
  });

  test("steps that the matrix in use lacks are dropped", () => {
    expect(onMatrix(matrix, { likelihood: 5, impacts: { a: 5, b: 1 } })).toEqual({
      likelihood: null,
      impacts: { b: 1 },
    });
  });
});
