import { minorDigits } from "../shared/money";
import type { MatrixDefinition, Step } from "./matrix";
import { STARTING_MATRIX } from "./starting-matrix";

export const READY_MATRIX_KEYS = ["3x3", "4x4", "5x5", "6x6"] as const;
export type ReadyMatrixKey = (typeof READY_MATRIX_KEYS)[number];
export type ReadyMatrix = { name: string; definition: MatrixDefinition };

const { levels } = STARTING_MATRIX;

/** Steps from names and the ends of their bands; the last is open. */
const steps = (names: readonly string[], ends: readonly number[], last?: number): Step[] =>
  names.map((name, index) => {
    const to = ends[index] ?? last;
    return { name, from: index === 0 ? 0 : ends[index - 1], ...(to === undefined ? {} : { to }) };
  });

const topSafety = (impacts: readonly Step[]) => [
  { category: "patient_safety", impact: impacts.length - 1, severity: "amber" as const },
];

function ready(likelihoods: Step[], impacts: Step[], grid: number[][]): MatrixDefinition {
  return { likelihoods, impacts, levels, grid, floors: topSafety(impacts) };
}

/**
 * Matrices to begin from. Bands of impact are whole amounts of the currency given, in its minor units.
 */
export function readyMatrices(currency: string): Record<ReadyMatrixKey, ReadyMatrix> {
  const k = 1000 * 10 ** minorDigits(currency);
  const scale = k / 100_000; // the starting matrix counts in minor units of two decimals
  const scaled = ({ name, from, to }: Step): Step => ({
    name,
    ...(from === undefined ? {} : { from: from * scale }),
    ...(to === undefined ? {} : { to: to * scale }),
  });
  return {
    "3x3": {
      name: "Plain 3×3",
      definition: ready(
        steps(["unlikely", "possible", "likely"], [0.2, 0.5], 1),
        steps(["limited", "serious", "severe"], [100 * k, 1000 * k]),
        [
          [0, 0, 1],
          [0, 1, 2],
          [1, 2, 3],
        ],
      ),
    },
    "4x4": {
      name: "Even 4×4",
      definition: ready(
        steps(["unlikely", "possible", "likely", "almost certain"], [0.1, 0.3, 0.6], 1),
        steps(["minor", "moderate", "major", "severe"], [50 * k, 250 * k, 1000 * k]),
        [
          [0, 0, 1, 1],
          [0, 1, 1, 2],
          [1, 1, 2, 3],
          [1, 2, 3, 3],
        ],
      ),
    },
    "5x5": {
      name: "Usual 5×5",
      definition: { ...STARTING_MATRIX, impacts: STARTING_MATRIX.impacts.map(scaled) },
    },
    "6x6": {
      name: "Fine 6×6",
      definition: ready(
        steps(["remote", "rare", "unlikely", "possible", "likely", "almost certain"], [0.02, 0.05, 0.15, 0.35, 0.6], 1),
        steps(
          ["negligible", "minor", "moderate", "serious", "major", "severe"],
          [10 * k, 50 * k, 200 * k, 750 * k, 2500 * k],
        ),
        [
          [0, 0, 0, 0, 0, 1],
          [0, 0, 0, 0, 1, 1],
          [0, 0, 0, 1, 1, 2],
          [0, 0, 1, 1, 2, 2],
          [0, 1, 1, 2, 3, 3],
          [1, 1, 2, 2, 3, 3],
        ],
      ),
    },
  };
}

export const readyMatrixKey = (text: unknown): ReadyMatrixKey | null =>
  READY_MATRIX_KEYS.find((key) => key === text) ?? null;
