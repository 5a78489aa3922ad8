import type { MatrixDefinition } from "../matrix";
import type { Starter } from "./starter";

const STEPS = 5; // a starter's impact is told on this many

/**
 * Where a starter would stand on an organisation's own matrix, from 0: the likelihood whose band holds the middle of its
 * probabilities (without bands: in proportion), and its impact in proportion to the steps there are.
 */
export function suggestedCell(
  { probability, impact }: Pick<Starter, "probability" | "impact">,
  { likelihoods, impacts }: Pick<MatrixDefinition, "likelihoods" | "impacts">,
): { likelihood: number; impact: number } {
  const middle = (probability[0] + probability[1]) / 2;
  const banded = likelihoods.findIndex(({ from = 0, to }) => to !== undefined && middle >= from && middle < to);
  const likelihood = banded >= 0 ? banded : Math.min(likelihoods.length - 1, Math.floor(middle * likelihoods.length));
  return { likelihood, impact: Math.round(((impact - 1) / (STEPS - 1)) * (impacts.length - 1)) };
}
