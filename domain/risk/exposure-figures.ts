import {
  chanceOfAny,
  exactDistribution,
  expectedLoss,
  independentSpread,
  isExact,
  simulatedDistribution,
} from "./exposure";
import { chanceAbove, type ExceedanceCurve, exceedanceCurve, percentileOf } from "./percentile";
import { type Driver, type ExposedRisk, simulate, TRIALS, tailDrivers } from "./simulate";

export type ExposureQuestion = {
  seed: string;
  trials?: number;
  /** What may be lost, in minor units, and the chance of losing more that is borne; null when none is set. */
  limit?: { amount: number; chance: number } | null;
  /** The percentile above which the tail begins. */
  tailFrom?: number;
};

/** All amounts in whole minor units; plain data, so that a worker, a request and a pack carry the same. */
export type ExposureFigures = {
  risks: number;
  seed: string;
  trials: number;
  /** Exact when all amounts are fixed and the risks few: then no chance is in the percentiles and the curve. */
  method: "exact" | "simulated";
  expected: number;
  spread: number;
  chanceOfAny: number;
  p50: number;
  p80: number;
  p90: number;
  curve: ExceedanceCurve;
  limit: { amount: number; chance: number; found: number } | null;
  tail: { from: number; drivers: Driver[] };
};

/**
 * What some risks may cost in their period: one function for the server, the browser's worker and the pack. The same risks,
 * seed and trials give the same bytes in any of them, in whatever order the risks are listed.
 *
 * @throws RangeError for a probability outside 0 to 1, amounts out of order, an id named twice, or sums past 2^53 − 1.
 */
export function exposureOf(risks: readonly ExposedRisk[], question: ExposureQuestion): ExposureFigures {
  const { seed, trials = TRIALS, limit = null, tailFrom = 0.8 } = question;
  const totals = simulate(risks, { seed, trials });
  const exact = isExact(risks);
  const distribution = exact ? exactDistribution(risks) : simulatedDistribution(totals);
  const above = percentileOf(distribution, tailFrom);
  return {
    ...{ risks: risks.length, seed, trials, method: exact ? "exact" : "simulated" },
    expected: Math.round(expectedLoss(risks)) + 0, // + 0 turns -0 into 0
    spread: Math.round(independentSpread(risks)),
    chanceOfAny: Math.round(chanceOfAny(risks) * 1e9) / 1e9,
    p50: percentileOf(distribution, 0.5),
    p80: percentileOf(distribution, 0.8),
    p90: percentileOf(distribution, 0.9),
    curve: exceedanceCurve(distribution, limit ? limit.amount * 1.2 : 0),
    limit: limit && { ...limit, found: chanceAbove(distribution, limit.amount) },
    tail: { from: above, drivers: tailDrivers(risks, { seed, trials }, totals, above) },
  };
}
