import type { Figure } from "@/domain/metric/figure";

/** How bins without a case are treated; results differ a lot, so the method is shown beside the figure. */
export const PSI_METHODS = ["add-half", "floor"] as const;
export type PsiMethod = (typeof PSI_METHODS)[number];

const FLOOR = 1e-4;

const sum = (values: readonly number[]): number => values.reduce((acc, value) => acc + value, 0);

function sameBins(a: readonly number[], b: readonly number[]): void {
  if (a.length !== b.length || a.length === 0) throw new RangeError(`bins differ: ${a.length} and ${b.length}`);
}

/**
 * Population stability index of shares, in nats: sum of (a - e) ln(a / e). Infinite when one side of a bin is empty.
 *
 * @throws RangeError if the two sides have different bins.
 */
export function psiOfShares(expected: readonly number[], actual: readonly number[]): number {
  sameBins(expected, actual);
  return sum(
    expected.map((e, at) => {
      const a = actual[at] ?? 0;
      return a === e ? 0 : (a - e) * Math.log(a / e);
    }),
  );
}

/**
 * Population stability index of counts over bins fixed by the reference.
 * `floor` raises empty shares to 0.0001 without renormalising.
 *
 * @throws RangeError if the two sides have different bins.
 */
export function psi(expected: readonly number[], actual: readonly number[], method: PsiMethod = "add-half"): Figure {
  sameBins(expected, actual);
  const [n, m] = [sum(expected), sum(actual)];
  if (n === 0) return { undefined: "no reference case" };
  if (m === 0) return { undefined: "no case" };
  const share = (count: number, cases: number): number =>
    method === "floor" ? Math.max(count / cases, FLOOR) : (count + 0.5) / (cases + 0.5 * expected.length);
  return psiOfShares(
    expected.map((count) => share(count, n)),
    actual.map((count) => share(count, m)),
  );
}

/** Largest distance between two cumulative distributions over the same ordered bins. */
export function ksOfShares(expected: readonly number[], actual: readonly number[]): number {
  sameBins(expected, actual);
  let [e, a, widest] = [0, 0, 0];
  for (const [at, share] of expected.entries()) {
    e += share;
    a += actual[at] ?? 0;
    widest = Math.max(widest, Math.abs(e - a));
  }
  return widest;
}

/** Largest distance between the cumulative distributions of two samples (Kolmogorov-Smirnov). */
export function ks(reference: readonly number[], sample: readonly number[]): Figure {
  if (reference.length === 0) return { undefined: "no reference case" };
  if (sample.length === 0) return { undefined: "no case" };
  const [x, y] = [Float64Array.from(reference).sort(), Float64Array.from(sample).sort()];
  let [i, j, widest] = [0, 0, 0];
  while (i < x.length && j < y.length) {
    const at = Math.min(x[i] ?? 0, y[j] ?? 0);
    while (i < x.length && (x[i] ?? 0) <= at) i += 1;
    while (j < y.length && (y[j] ?? 0) <= at) j += 1;
    widest = Math.max(widest, Math.abs(i / x.length - j / y.length));
  }
  return widest;
}

/** Distance above which two samples differ at the level `alpha` (0.05 is 5 %). */
export function ksCritical(alpha: number, n: number, m: number): number {
  return Math.sqrt(-0.5 * Math.log(alpha / 2)) * Math.sqrt((n + m) / (n * m));
}

/** Jensen-Shannon divergence in bits, between 0 and 1; its root is a distance. */
export function jensenShannon(expected: readonly number[], actual: readonly number[]): number {
  sameBins(expected, actual);
  const half = (share: number, middle: number): number => (share === 0 ? 0 : (share * Math.log2(share / middle)) / 2);
  return sum(
    expected.map((e, at) => {
      const a = actual[at] ?? 0;
      const middle = (e + a) / 2;
      return half(e, middle) + half(a, middle);
    }),
  );
}

/** Half the sum of absolute differences of shares. */
export function totalVariation(expected: readonly number[], actual: readonly number[]): number {
  sameBins(expected, actual);
  return sum(expected.map((e, at) => Math.abs(e - (actual[at] ?? 0)))) / 2;
}

/** Earth mover's distance between ordered bins, in bins. */
export function wassersteinOfShares(expected: readonly number[], actual: readonly number[]): number {
  sameBins(expected, actual);
  let carried = 0;
  return sum(
    expected.map((e, at) => {
      carried += e - (actual[at] ?? 0);
      return Math.abs(carried);
    }),
  );
}
