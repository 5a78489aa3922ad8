import { betaQuantile } from "./beta-quantile";
import type { Distribution } from "./response";

/** Estimates in minor units, low ≤ likely ≤ high; a fixed amount is its likely one. */
export type Amount = { low: number; likely: number; high: number; distribution: Distribution };

/** @throws RangeError when the estimates are no whole numbers from 0 in order. */
export function checkAmount({ low, likely, high, distribution }: Amount): void {
  const ordered = distribution === "fixed" ? likely >= 0 : low >= 0 && low <= likely && likely <= high;
  if (!ordered || ![low, likely, high].every(Number.isSafeInteger))
    throw new RangeError(`no amounts in order: ${low}, ${likely}, ${high}`);
}

/**
 * Mean of an amount, in its minor units, not rounded.
 *
 * @source PERT: mean (a + 4m + b) / 6, Malcolm et al., Operations Research 7 (1959); the beta form is Vose's, λ = 4
 */
export function meanOf({ low, likely, high, distribution }: Amount): number {
  if (distribution === "fixed") return likely;
  return distribution === "triangular" ? (low + likely + high) / 3 : (low + 4 * likely + high) / 6;
}

/** Variance of an amount, in its minor units squared. */
export function varianceOf(amount: Amount): number {
  const { low, likely, high, distribution } = amount;
  if (distribution === "fixed") return 0;
  const mean = meanOf(amount);
  if (distribution === "pert") return ((mean - low) * (high - mean)) / 7; // λ + 3
  return ((high - low) * (high - low) + (likely - low) * (likely - high)) / 18;
}

/** The most an amount can be. */
export const highestOf = ({ likely, high, distribution }: Amount): number => (distribution === "fixed" ? likely : high);

/**
 * The amount that is not passed with a given chance, in minor units, not rounded. Made of operations that every engine
 * rounds alike (+ − × ÷ and the square root of IEEE 754).
 *
 * @throws RangeError when the estimates are no whole numbers from 0 in order.
 */
export function quantileOf(amount: Amount): (chance: number) => number {
  checkAmount(amount);
  const { low, likely, high, distribution } = amount;
  const width = high - low;
  if (distribution === "fixed" || width === 0) return () => likely;
  if (distribution === "triangular") {
    const [rise, fall] = [width * (likely - low), width * (high - likely)];
    const turn = (likely - low) / width;
    return (chance) => (chance < turn ? low + Math.sqrt(chance * rise) : high - Math.sqrt((1 - chance) * fall));
  }
  const shape = betaQuantile(1 + (4 * (likely - low)) / width, 1 + (4 * (high - likely)) / width);
  return (chance) => low + width * shape(chance);
}
