import { MINUS, printNumber } from "../shared/number";
import { bandOf, isBanded, type MatrixDefinition, scoreOf } from "./matrix";
import type { ControlKind } from "./response";

export type Control = { kind: ControlKind; effectiveness: number };

/**
 * What is left of a figure after controls, each taking away its share of what the others leave: 20 · (1 − 0.6) · (1 − 0.3).
 * Not rounded. `effectiveness` is a fraction, 0 for none.
 * @throws RangeError for an effectiveness outside 0 to 1
 * @source the product rule of independent controls; a shown arithmetic, never the residual itself, which is assessed
 */
export function residualProduct(inherent: number, effectiveness: readonly number[]): number {
  return effectiveness.reduce((left, share) => {
    if (!(share >= 0 && share <= 1)) throw new RangeError(`effectiveness must lie between 0 and 1, got ${share}`);
    return left * (1 - share);
  }, inherent);
}

/** "20 × (1 − 0.60) × (1 − 0.30) = 5.60": the product as people read it. */
export function productText(inherent: number, effectiveness: readonly number[]): string {
  const factors = effectiveness.map((share) => ` × (1 ${MINUS} ${printNumber(share, { digits: 2 })})`);
  const left = residualProduct(inherent, effectiveness);
  return `${printNumber(inherent, { digits: 0 })}${factors.join("")} = ${printNumber(left, { digits: 2 })}`;
}

export type Inherent = {
  likelihood: number;
  impact: number;
  /** A fraction, where somebody stated one. */
  probability?: number | null | undefined;
  /** Minor units, where somebody stated them. */
  loss?: number | null | undefined;
};

export type Proposal = {
  likelihood: number;
  impact: number;
  score: number;
  /** Whether the bands of the matrix led to the step, or only its place on the scale. */
  byBand: { likelihood: boolean; impact: boolean };
};

function stepAfter(
  steps: MatrixDefinition["likelihoods"],
  index: number,
  stated: number | null | undefined,
  shares: readonly number[],
): { step: number; byBand: boolean } {
  const left = residualProduct(1, shares);
  if (stated !== null && stated !== undefined && isBanded(steps)) {
    const step = bandOf(steps, stated * left);
    if (step !== null) return { step: Math.min(index, step), byBand: true };
  }
  // Without a band the place on the scale stands for the figure; rounded up, so that nothing is promised too early.
  return { step: Math.min(index, Math.max(0, Math.ceil((index + 1) * left - 1e-9) - 1)), byBand: false };
}

/**
 * The cell that controls speak for: preventive ones lower the likelihood, mitigating ones the impact, by the bands of the
 * matrix where figures are stated. A proposal; somebody assesses the residual. Never above the inherent cell.
 * @throws RangeError for an effectiveness outside 0 to 1
 */
export function proposeCell(matrix: MatrixDefinition, inherent: Inherent, controls: readonly Control[]): Proposal {
  const shares = (kind: ControlKind) =>
    controls.filter((each) => each.kind === kind).map(({ effectiveness }) => effectiveness);
  const likelihood = stepAfter(matrix.likelihoods, inherent.likelihood, inherent.probability, shares("preventive"));
  const impact = stepAfter(matrix.impacts, inherent.impact, inherent.loss, shares("mitigating"));
  return {
    likelihood: likelihood.step,
    impact: impact.step,
    score: scoreOf(likelihood.step, impact.step),
    byBand: { likelihood: likelihood.byBand, impact: impact.byBand },
  };
}
