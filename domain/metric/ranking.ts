import type { Figure } from "@/domain/metric/figure";

/**
 * Area under the ROC curve as the Mann-Whitney statistic: the share of pairs (positive, negative) ranked rightly,
 * ties counting one half. n log n.
 *
 * @source Hanley & McNeil, Radiology 143 (1982)
 */
export function auc(rows: readonly { score: number; actual: boolean }[]): Figure {
  const positives = Float64Array.from(rows.filter((row) => row.actual).map((row) => row.score)).sort();
  const negatives = Float64Array.from(rows.filter((row) => !row.actual).map((row) => row.score)).sort();
  if (positives.length === 0) return { undefined: "no positive case" };
  if (negatives.length === 0) return { undefined: "no negative case" };
  let [below, upTo, right] = [0, 0, 0];
  for (const score of positives) {
    while (below < negatives.length && (negatives[below] ?? 0) < score) below += 1;
    while (upTo < negatives.length && (negatives[upTo] ?? 0) <= score) upTo += 1;
    right += (below + upTo) / 2; // negatives under the score count one, tied ones one half
  }
  return right / (positives.length * negatives.length);
}

/**
 * Standard error of an area under the ROC curve.
 *
 * @throws RangeError if the area is not between 0 and 1 or a group is empty.
 * @source Hanley & McNeil, Radiology 143 (1982), formula 1
 */
export function aucStandardError(area: number, positives: number, negatives: number): number {
  if (!(area >= 0 && area <= 1)) throw new RangeError(`area must be between 0 and 1, got ${area}`);
  if (!(positives > 0 && negatives > 0)) throw new RangeError("both groups need at least one case");
  const q1 = area / (2 - area);
  const q2 = (2 * area * area) / (1 + area);
  const variance =
    (area * (1 - area) + (positives - 1) * (q1 - area * area) + (negatives - 1) * (q2 - area * area)) /
    (positives * negatives);
  return Math.sqrt(variance);
}
