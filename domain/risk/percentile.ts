import type { LossDistribution } from "./exposure";

const TRILLION = 1e12;
const FUZZ = 1 / TRILLION; // sums of chances miss by a few units in the last place

/** Place of the first entry that holds; the list's length when none does. `holds` never turns back to false. */
function firstPlace(length: number, holds: (at: number) => boolean): number {
  let [low, high] = [0, length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/**
 * The smallest net loss that is not passed with at least this chance: P80 is enough in 80 of 100 cases. No value is
 * interpolated: a percentile is always a loss that can happen.
 *
 * @throws RangeError unless 0 < chance ≤ 1.
 * @source Hyndman & Fan, The American Statistician 50 (1996), definition 1
 */
export function percentileOf({ losses, atMost }: LossDistribution, chance: number): number {
  if (!(chance > 0 && chance <= 1)) throw new RangeError(`no percentile: ${chance}`);
  const place = firstPlace(losses.length, (at) => (atMost[at] ?? 1) >= chance - FUZZ);
  return losses[Math.min(place, losses.length - 1)] ?? 0;
}

/** Chance of losing more than an amount, 0 to 1. */
export function chanceAbove({ losses, atMost }: LossDistribution, amount: number): number {
  const place = firstPlace(losses.length, (at) => (losses[at] ?? 0) > amount);
  const below = place === 0 ? 0 : (atMost[place - 1] ?? 0);
  return Math.max(0, Math.round((1 - below) * TRILLION) / TRILLION);
}

/** How many points every drawn curve has. */
export const CURVE_POINTS = 121;

/** Chances of losing more than evenly spaced amounts, `from` to `to` in minor units. */
export type ExceedanceCurve = { from: number; to: number; chances: number[] };

/**
 * The curve from nothing lost (or the largest gain) to what is passed once in a hundred, further when `reach` asks for it,
 * such as the limit that has to be seen.
 */
export function exceedanceCurve(distribution: LossDistribution, reach = 0): ExceedanceCurve {
  const from = Math.min(0, distribution.losses[0] ?? 0);
  const to = Math.max(percentileOf(distribution, 0.99), reach, from + 1);
  const step = (to - from) / (CURVE_POINTS - 1);
  return {
    from,
    to,
    chances: Array.from({ length: CURVE_POINTS }, (_, at) => chanceAbove(distribution, from + at * step)),
  };
}
