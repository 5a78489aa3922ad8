import type { Figure } from "@/domain/metric/figure";

/**
 * Quantile of a sample by linear interpolation between order statistics.
 *
 * @throws RangeError if the sample is empty or `p` is outside 0..1.
 * @source Hyndman & Fan, The American Statistician 50 (1996), type 7
 */
export function quantile(sorted: ArrayLike<number>, p: number): number {
  if (sorted.length === 0 || !(p >= 0 && p <= 1)) throw new RangeError(`no quantile ${p} of ${sorted.length} values`);
  const at = (sorted.length - 1) * p;
  const below = sorted[Math.floor(at)] ?? Number.NaN;
  const above = sorted[Math.ceil(at)] ?? Number.NaN;
  return below + (above - below) * (at - Math.floor(at));
}

/** Percentile of unsorted values; the reason when there is none. */
export function percentile(values: readonly number[], p: number): Figure {
  return values.length === 0 ? { undefined: "no case" } : quantile(Float64Array.from(values).sort(), p);
}

/** Inner edges of equal-count bins of the reference; repeated edges are merged, so there may be fewer bins. */
export function quantileEdges(reference: readonly number[], bins = 10): number[] {
  const sorted = Float64Array.from(reference).sort();
  const edges = Array.from({ length: bins - 1 }, (_, at) => quantile(sorted, (at + 1) / bins));
  return [...new Set(edges)];
}

/** Counts by bins (-inf, e1), [e1, e2), … [ek, +inf): a value on an edge belongs above it. NaN is not counted. */
export function countByEdges(values: Iterable<number>, edges: readonly number[]): number[] {
  const counts = new Array<number>(edges.length + 1).fill(0);
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    let [low, high] = [0, edges.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((edges[middle] ?? Number.POSITIVE_INFINITY) <= value) low = middle + 1;
      else high = middle;
    }
    counts[low] = (counts[low] ?? 0) + 1;
  }
  return counts;
}
