import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { productText, proposeCell, residualProduct } from "./control";
import {
  bandOf,
  levelOf,
  type MatrixDefinition,
  matrixFaults,
  middleOf,
  milderWhenWorse,
  rate,
  scoreOf,
} from "./matrix";
import { matrixDefinition } from "./matrix-input";
import { compareSeverity, isAtLeast, SEVERITIES, severityRank } from "./severity";
import { STARTING_MATRIX } from "./starting-matrix";

const dir = process.env.PORTOLAN_REAL_DATA;
if (!dir) console.info("PORTOLAN_REAL_DATA not set: published matrices are not read");

type File = {
  objects: { risk_matrix: Body[] | Body };
};
type Body = {
  probability: { name: string }[];
  impact: { name: string }[];
  risk: { name: string }[];
  grid: number[][];
};

/** The files name their levels and give them colours but no class: classes are spread evenly over the levels here. */
function readMatrix(file: string): { grid: number[][]; matrix: MatrixDefinition } {
  const { objects } = parse(readFileSync(file, "utf8")) as File;
  const body = [objects.risk_matrix].flat()[0];
  if (!body) throw new Error(`${file} holds no matrix`);
  const last = Math.max(1, body.risk.length - 1);
  const matrix = {
    likelihoods: body.probability.map(({ name }) => ({ name })),
    impacts: body.impact.map(({ name }) => ({ name })),
    levels: body.risk.map(({ name }, index) => ({
      name,
      severity: SEVERITIES[Math.round((index * 3) / last)] ?? "green",
    })),
    grid: body.grid,
    floors: [],
  };
  return { grid: body.grid, matrix };
}

describe.runIf(dir)("published matrices", () => {
  const folder = path.join(dir ?? "", "risk-matrices");
  const files = dir ? readdirSync(folder).filter((name) => name.endsWith(".yaml")) : [];

  test("there are some, of several sizes", () => {
    expect(files.length).toBeGreaterThanOrEqual(6);
    const sizes = files.map((name) => readMatrix(path.join(folder, name)).grid.length);
    expect(new Set(sizes)).toEqual(new Set([3, 4, 5]));
  });

  test.for(files)("%s: the level of every cell is the grid's", (name) => {
    const { grid, matrix } = readMatrix(path.join(folder, name));
    expect(matrixDefinition.parse(matrix)).toEqual(matrix);
    let cells = 0;
    for (const [likelihood, row] of grid.entries())
      for (const [impact, level] of row.entries()) {
        expect(levelOf(matrix, likelihood, impact)).toBe(level);
        expect(rate(matrix, likelihood, { any: impact })).toMatchObject({
          level,
          severity: matrix.levels[level]?.severity,
          score: (likelihood + 1) * (impact + 1),
        });
        cells += 1;
      }
    expect(cells).toBe(matrix.likelihoods.length * matrix.impacts.length);
  });

  // All six are monotone; the EBIOS grid is so without being symmetric.
  test.for(files)("%s is never milder where it is worse", (name) => {
    expect(milderWhenWorse(readMatrix(path.join(folder, name)).matrix)).toEqual([]);
  });

  test("one of them is not symmetric", () => {
    const { grid } = readMatrix(path.join(folder, "risk-matrix-4x4-ebios-rm.yaml"));
    expect(grid.some((row, l) => row.some((level, i) => grid[i]?.[l] !== level))).toBe(true);
  });
});

/** Sound matrices of every size, most of them asymmetric: each cell is at least its lesser neighbours. */
const monotone = fc
  .record({
    rows: fc.integer({ min: 3, max: 6 }),
    columns: fc.integer({ min: 3, max: 6 }),
    severities: fc.array(fc.constantFrom(...SEVERITIES), { minLength: 1, maxLength: 6 }),
    steps: fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 36, maxLength: 36 }),
    floors: fc.array(
      fc.record({
        category: fc.constantFrom("patient_safety", "financial"),
        impact: fc.nat(5),
        severity: fc.constantFrom(...SEVERITIES),
      }),
      { maxLength: 3 },
    ),
  })
  .map(({ rows, columns, severities, steps, floors }): MatrixDefinition => {
    const levels = severities.toSorted(compareSeverity).map((severity, index) => ({ name: `L${index}`, severity }));
    const grid: number[][] = [];
    for (let l = 0; l < rows; l += 1) {
      const row: number[] = [];
      for (let i = 0; i < columns; i += 1) {
        const least = Math.max(grid[l - 1]?.[i] ?? 0, row[i - 1] ?? 0);
        row.push(Math.min(levels.length - 1, least + (steps[l * 6 + i] ?? 0)));
      }
      grid.push(row);
    }
    const gravest = levels.at(-1)?.severity ?? "green";
    return {
      likelihoods: Array.from({ length: rows }, (_, n) => ({ name: `P${n}` })),
      impacts: Array.from({ length: columns }, (_, n) => ({ name: `I${n}` })),
      levels,
      grid,
      floors: floors.filter(({ impact, severity }) => impact < columns && isAtLeast(gravest, severity)),
    };
  });

const cell = (matrix: MatrixDefinition) =>
  fc.record({
    likelihood: fc.nat(matrix.likelihoods.length - 1),
    patient_safety: fc.nat(matrix.impacts.length - 1),
    financial: fc.nat(matrix.impacts.length - 1),
  });
const ratedCases = monotone.chain((matrix) => fc.tuple(fc.constant(matrix), cell(matrix), cell(matrix)));

describe("any sound matrix", () => {
  test("is accepted", () => {
    fc.assert(
      fc.property(monotone, (matrix) => {
        expect(matrixFaults(matrix)).toEqual([]);
      }),
    );
  });

  test("a worse cell never gives a milder class, floors included", () => {
    fc.assert(
      fc.property(ratedCases, ([matrix, one, other]) => {
        const worse = {
          likelihood: Math.max(one.likelihood, other.likelihood),
          patient_safety: Math.max(one.patient_safety, other.patient_safety),
          financial: Math.max(one.financial, other.financial),
        };
        const { likelihood, ...impacts } = one;
        const { likelihood: more, ...graver } = worse;
        const [before, after] = [rate(matrix, likelihood, impacts), rate(matrix, more, graver)];
        expect(severityRank(after.severity)).toBeGreaterThanOrEqual(severityRank(before.severity));
        expect(after.level).toBeGreaterThanOrEqual(before.level);
        expect(after.score).toBeGreaterThanOrEqual(before.score);
      }),
    );
  });

  test("floors only raise, and name themselves when they do", () => {
    fc.assert(
      fc.property(ratedCases, ([matrix, { likelihood, ...impacts }]) => {
        const [bare, floored] = [
          rate({ ...matrix, floors: [] }, likelihood, impacts),
          rate(matrix, likelihood, impacts),
        ];
        expect(floored.level).toBeGreaterThanOrEqual(bare.level);
        expect(floored.level > bare.level).toBe(floored.floors.length > 0);
        for (const { severity } of floored.floors) expect(isAtLeast(floored.severity, severity)).toBe(true);
      }),
    );
  });

  test("a grid that gets milder where it is worse is refused, with the cell named", () => {
    const spoilt = monotone.chain((matrix) =>
      fc.tuple(fc.constant(matrix), fc.nat(matrix.likelihoods.length - 1), fc.nat(matrix.impacts.length - 2)),
    );
    fc.assert(
      fc.property(spoilt, ([matrix, likelihood, before]) => {
        fc.pre((matrix.grid[likelihood]?.[before] ?? 0) > 0);
        const grid = matrix.grid.map((row, l) =>
          row.map((level, i) => (l === likelihood && i === before + 1 ? 0 : level)),
        );
        const faults = matrixFaults({ ...matrix, grid });
        expect(faults.map(({ path: at }) => at)).toContain(`grid.${likelihood}.${before + 1}`);
      }),
    );
  });
});

describe("the starting matrix", () => {
  test("is sound, and classes its scores 1-4, 5-9, 10-15, 16-25", () => {
    expect(matrixFaults(STARTING_MATRIX)).toEqual([]);
    for (let likelihood = 0; likelihood < 5; likelihood += 1)
      for (let impact = 0; impact < 5; impact += 1) {
        const score = scoreOf(likelihood, impact);
        const expected = score <= 4 ? "green" : score <= 9 ? "yellow" : score <= 15 ? "amber" : "red";
        expect(rate(STARTING_MATRIX, likelihood, { financial: impact }).severity).toBe(expected);
      }
  });

  test("a top impact on patients is at least amber, however rare", () => {
    expect(rate(STARTING_MATRIX, 0, { financial: 4 })).toMatchObject({ severity: "yellow", floors: [] });
    expect(rate(STARTING_MATRIX, 0, { patient_safety: 4, financial: 1 })).toMatchObject({
      ...{ severity: "amber", level: 2, score: 5 },
      floors: [{ category: "patient_safety", impact: 4, severity: "amber" }],
    });
  });

  test("its bands begin at their lower end", () => {
    const { likelihoods, impacts } = STARTING_MATRIX;
    expect([0, 0.049, 0.05, 0.15, 0.34, 0.35, 0.6, 1].map((p) => bandOf(likelihoods, p))).toEqual([
      0, 0, 1, 2, 2, 3, 4, 4,
    ]);
    expect([0, 2_500_000, 39_999_999, 150_000_000, 9e12].map((loss) => bandOf(impacts, loss))).toEqual([0, 1, 2, 4, 4]);
    expect(middleOf(likelihoods, 2)).toBeCloseTo(0.25, 12);
    expect(bandOf([{ name: "a" }, { name: "b" }], 0.5)).toBeNull();
  });
});

describe("a definition is refused", () => {
  const spoil = (change: Partial<MatrixDefinition>) => matrixFaults({ ...STARTING_MATRIX, ...change });
  const { likelihoods, grid, levels } = STARTING_MATRIX;
  test("too small, or a grid of another shape", () => {
    expect(spoil({ likelihoods: likelihoods.slice(0, 2) })[0]?.path).toBe("likelihoods");
    expect(spoil({ grid: grid.slice(1) })[0]?.path).toBe("grid");
  });
  test("milder where it is worse: the cell is named", () => {
    const milder = grid.map((row, l) => row.map((level, i) => (l === 4 && i === 3 ? 1 : level)));
    expect(spoil({ grid: milder })).toEqual([
      {
        path: "grid.4.3",
        message: "almost certain × major is Moderate, milder than likely × major, which is Critical.",
      },
    ]);
  });
  test("levels out of order, cells without a level, names twice, bands with gaps, floors nothing can hold", () => {
    expect(spoil({ levels: levels.toReversed() })[0]?.path).toBe("levels.1");
    expect(spoil({ grid: grid.map((row, l) => (l === 0 ? [9, ...row.slice(1)] : row)) })[0]?.path).toBe("grid.0.0");
    expect(spoil({ levels: levels.map((level) => ({ ...level, name: "Same" })) })[0]?.path).toBe("levels.1");
    expect(spoil({ likelihoods: likelihoods.map((step, n) => (n === 1 ? { ...step, to: 0.2 } : step)) })[0]?.path).toBe(
      "likelihoods.1",
    );
    expect(spoil({ likelihoods: likelihoods.map((step, n) => (n === 1 ? { name: "bare" } : step)) })[0]?.path).toBe(
      "likelihoods.0",
    );
    const green = levels.map(({ name }) => ({ name, severity: "green" as const }));
    expect(spoil({ levels: green })[0]?.path).toBe("floors.0");
  });
});

describe("controls", () => {
  test("the product of what each leaves", () => {
    expect(residualProduct(20, [0.6, 0.3])).toBeCloseTo(5.6, 6);
    expect(productText(20, [0.6, 0.3])).toBe("20 × (1 − 0.60) × (1 − 0.30) = 5.60");
    expect(residualProduct(20, [])).toBe(20);
    expect(() => residualProduct(20, [1.2])).toThrow(RangeError);
  });

  test("propose a cell by the bands: 50 % becomes 20 %, 1.2 M becomes 840 k", () => {
    const proposal = proposeCell(STARTING_MATRIX, { likelihood: 3, impact: 3, probability: 0.5, loss: 120_000_000 }, [
      { kind: "preventive", effectiveness: 0.6 },
      { kind: "mitigating", effectiveness: 0.3 },
    ]);
    expect(proposal).toEqual({ likelihood: 2, impact: 3, score: 12, byBand: { likelihood: true, impact: true } });
  });

  test("without figures the place on the scale stands for them, rounded up", () => {
    const controls = [
      { kind: "preventive", effectiveness: 0.6 },
      { kind: "mitigating", effectiveness: 0.3 },
    ] as const;
    expect(proposeCell(STARTING_MATRIX, { likelihood: 3, impact: 4 }, controls)).toEqual({
      ...{ likelihood: 1, impact: 3, score: 8 },
      byBand: { likelihood: false, impact: false },
    });
  });

  test("never propose more than the inherent cell, and no less for less effective controls", () => {
    const effectiveness = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(
        fc.nat(4),
        fc.nat(4),
        fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
        fc.array(fc.record({ kind: fc.constantFrom("preventive" as const, "mitigating" as const), effectiveness }), {
          maxLength: 5,
        }),
        (likelihood, impact, probability, controls) => {
          const inherent = { likelihood, impact, probability };
          const most = proposeCell(STARTING_MATRIX, inherent, []);
          const proposed = proposeCell(STARTING_MATRIX, inherent, controls);
          const fewer = proposeCell(STARTING_MATRIX, inherent, controls.slice(1));
          expect(most.likelihood).toBeLessThanOrEqual(likelihood);
          expect(proposed.score).toBeLessThanOrEqual(scoreOf(likelihood, impact));
          expect(proposed.likelihood).toBeLessThanOrEqual(fewer.likelihood);
          expect(proposed.impact).toBeLessThanOrEqual(fewer.impact);
        },
      ),
    );
  });
});
