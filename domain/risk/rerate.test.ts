import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { MatrixDefinition } from "./matrix";
import { carryCell, rerated } from "./rerate";
import { STARTING_MATRIX } from "./starting-matrix";

const steps = (count: number, prefix: string) => Array.from({ length: count }, (_, n) => ({ name: `${prefix}${n}` }));
const plain = (size: number): MatrixDefinition => ({
  likelihoods: steps(size, "P"),
  impacts: steps(size, "I"),
  levels: [
    { name: "Low", severity: "green" },
    { name: "High", severity: "red" },
  ],
  grid: Array.from({ length: size }, (_, l) => Array.from({ length: size }, (_, i) => (l + i >= size ? 1 : 0))),
  floors: [],
});

describe("carrying a cell to another matrix", () => {
  test("by probability where there are bands, else by name, place or share", () => {
    const at = { likelihood: 1, impacts: { financial: 2 } };
    expect(carryCell(plain(3), STARTING_MATRIX, { ...at, probability: 0.4 })).toEqual({
      likelihood: 3,
      impacts: { financial: 4 },
      how: "figure",
    });
    const renamed = {
      ...STARTING_MATRIX,
      likelihoods: [...STARTING_MATRIX.likelihoods].reverse().map(({ name }) => ({ name })),
    };
    expect(carryCell(STARTING_MATRIX, renamed, { ...at, probability: null })).toMatchObject({
      likelihood: 3,
      how: "name",
    });
    expect(carryCell(plain(5), STARTING_MATRIX, { ...at, probability: null })).toMatchObject({
      likelihood: 1,
      how: "place",
    });
    expect(carryCell(plain(3), plain(6), { ...at, probability: null })).toMatchObject({ likelihood: 1, how: "name" });
    expect(carryCell(STARTING_MATRIX, plain(4), { ...at, probability: null })).toEqual({
      likelihood: 1,
      impacts: { financial: 2 },
      how: "share",
    });
  });

  test("keeps the ends and never leaves the grid", () => {
    const size = fc.integer({ min: 3, max: 6 });
    fc.assert(
      fc.property(size, size, fc.nat(5), fc.nat(5), (from, to, l, i) => {
        const [likelihood, impact] = [Math.min(l, from - 1), Math.min(i, from - 1)];
        const other = { ...plain(to), likelihoods: steps(to, "Q"), impacts: steps(to, "J") };
        const made = rerated(plain(from), other, { likelihood, impacts: { any: impact }, probability: null });
        expect(made.cell.likelihood === 0).toBe(likelihood === 0);
        if (likelihood === from - 1) expect(made.cell.likelihood).toBe(to - 1);
        expect(made.cell.likelihood / (to - 1)).toBeGreaterThanOrEqual(likelihood / (from - 1) - 1e-9);
      }),
    );
  });
});
