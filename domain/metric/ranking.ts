import type { Figure } from "@/domain/metric/figure";

/**
 * Area under the ROC curve as the Mann-Whitney statistic: the share of pairs (positive, negative) ranked rightly,
 * ties counting one half. Computed from mid-ranks, n log n.
 *
 * @source Hanley & McNeil, Radiology 143 (1982)
 */
export function auc(rows: readonly { score: number; actual: boolean }[]): Figure {
  const sorted = [...rows].sort((a, b) => a.score - b.score);
  const positives = rows.filter((row) => row.actual).length;
  const negatives = rows.length - positives;
  if (positives === 0) return { undefined: "no positive case" };
  if (negatives === 0) return { undefined: "no negative case" };
  let rankSum = 0;
  for (let from = 0; from < sorted.length; ) {
    let to = from;
    let tiedPositives = 0;
    while (to < sorted.length && sorted[to]?.score === sorted[from]?.score) {
      if (sorted[to]?.actual) tiedPositives += 1;
      to += 1;
    }
    rankSum += (tiedPositives * (from + 1 + to)) / 2; // mid-rank of the tied block, ranks from 1
    from = to;
  }
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * negatives);
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
