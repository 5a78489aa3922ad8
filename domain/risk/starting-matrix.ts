import type { MatrixDefinition } from "./matrix";

const K = 100_000; // a thousand, in minor units of two decimals

/**
 * The matrix every organisation starts with: scores 1-4 green, 5-9 yellow, 10-15 amber, 16-25 red. An impact on patients at
 * the top is never below amber.
 */
export const STARTING_MATRIX: MatrixDefinition = {
  likelihoods: [
    { name: "rare", from: 0, to: 0.05 },
    { name: "unlikely", from: 0.05, to: 0.15 },
    { name: "possible", from: 0.15, to: 0.35 },
    { name: "likely", from: 0.35, to: 0.6 },
    { name: "almost certain", from: 0.6, to: 1 },
  ],
  impacts: [
    { name: "minor", from: 0, to: 25 * K },
    { name: "moderate", from: 25 * K, to: 100 * K },
    { name: "serious", from: 100 * K, to: 400 * K },
    { name: "major", from: 400 * K, to: 1500 * K },
    { name: "severe", from: 1500 * K },
  ],
  levels: [
    { name: "Low", severity: "green" },
    { name: "Moderate", severity: "yellow" },
    { name: "High", severity: "amber" },
    { name: "Critical", severity: "red" },
  ],
  grid: [
    [0, 0, 0, 0, 1],
    [0, 0, 1, 1, 2],
    [0, 1, 1, 2, 2],
    [0, 1, 2, 3, 3],
    [1, 2, 2, 3, 3],
  ],
  floors: [{ category: "patient_safety", impact: 4, severity: "amber" }],
};

export const STARTING_MATRIX_NAME = "Standard 5×5";
