import { describe, expect, test } from "vitest";
import { isBanded } from "./matrix";
import { matrixDefinition } from "./matrix-input";
import { READY_MATRIX_KEYS, readyMatrices, readyMatrixKey } from "./ready-matrices";
import { STARTING_MATRIX } from "./starting-matrix";

describe("matrices to begin from", () => {
  test.each(READY_MATRIX_KEYS)("%s is sound, has its size and a band for every step", (key) => {
    const { definition } = readyMatrices("USD")[key];
    expect(matrixDefinition.safeParse(definition).error?.issues ?? []).toEqual([]);
    const size = Number(key.slice(0, 1));
    expect([definition.likelihoods.length, definition.impacts.length]).toEqual([size, size]);
    expect([isBanded(definition.likelihoods), isBanded(definition.impacts)]).toEqual([true, true]);
    expect(definition.floors).toEqual([{ category: "patient_safety", impact: size - 1, severity: "amber" }]);
  });

  test("bands are amounts of the currency: the same figures, in its own minor units", () => {
    expect(readyMatrices("USD")["5x5"].definition).toEqual(STARTING_MATRIX);
    const ends = (currency: string) => readyMatrices(currency)["5x5"].definition.impacts.map(({ to }) => to);
    expect(ends("JPY")).toEqual([25_000, 100_000, 400_000, 1_500_000, undefined]);
    expect(ends("KWD")[0]).toBe(25_000_000);
  });

  test("a key somebody typed is one of them or none", () => {
    expect([readyMatrixKey("4x4"), readyMatrixKey("9x9"), readyMatrixKey(undefined)]).toEqual(["4x4", null, null]);
  });
});
