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
  /** Lost in every trial, in minor units: what many small risks come to on balance. Below 0 it is gained. */
  base?: number;
  /** The drawn curve goes at least as far, in minor units: that of another date beside which it stands. */
  reach?: number;
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
  /** P1 to P99, for a contingency at any of them. */
  percentiles: number[];
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
  const { seed, trials = TRIALS, limit = null, tailFrom = 0.8, reach = 0, base = 0 } = question;
  const totals = simulate(risks, { seed, trials });
  const exact = isExact(risks);
  const played = exact ? exactDistribution(risks) : simulatedDistribution(totals);
  const distribution = base === 0 ? played : { ...played, losses: played.losses.map((loss) => loss + base) };
  const above = percentileOf(distribution, tailFrom);
  const percentile = (hundredths: number) => percentileOf(distribution, hundredths / 100);
  return {
    ...{ risks: risks.length, seed, trials, method: exact ? "exact" : "simulated" },
    expected: Math.round(expectedLoss(risks)) + base + 0, // + 0 turns -0 into 0
    spread: Math.round(independentSpread(risks)),
    chanceOfAny: Math.round(chanceOfAny(risks) * 1e9) / 1e9,
    ...{ p50: percentile(50), p80: percentile(80), p90: percentile(90) },
    percentiles: Array.from({ length: 99 }, (_, at) => percentile(at + 1)),
    curve: exceedanceCurve(distribution, Math.max(reach, limit ? limit.amount * 1.2 : 0)),
    limit: limit && { ...limit, found: chanceAbove(distribution, limit.amount) },
    tail: { from: above, drivers: tailDrivers(risks, { seed, trials }, totals, above - base) },
  };
}

/**
 * What to hold, in minor units, so that it suffices in so many cases of a hundred: the percentile, less what the plan holds
 * already (its point estimate). Never below 0.
 *
 * @throws RangeError unless the percentile is a whole number from 1 to 99.
 * @source GAO-20-195G, Cost Estimating and Assessment Guide, ch. 12: contingency at a percentile
 */
export function contingencyAt(
  { percentiles }: Pick<ExposureFigures, "percentiles">,
  percentile: number,
  held = 0,
): number {
  const needed = percentiles[percentile - 1];
  if (needed === undefined) throw new RangeError(`no percentile: ${percentile}`);
  return Math.max(0, needed - held);
}
