import { type Confusion, falsePositiveRate, precision, recall, selectionRate } from "@/domain/metric/confusion";
import { combine, type Figure, ratio } from "@/domain/metric/figure";
import { twoProportionZ } from "@/domain/metric/interval";

export type GroupGap = {
  /** Selection rate of the group over that of the comparison group. Below 0.80 fails the four-fifths screen. */
  disparateImpact: Figure;
  /** Selection rate, group minus comparison. */
  statisticalParity: Figure;
  /** Recall, group minus comparison. */
  equalOpportunity: Figure;
  /** Half the sum of the gaps in false positive rate and recall. */
  averageOdds: Figure;
  /** The larger of the two gaps, without sign. */
  equalisedOdds: Figure;
  /** Precision, group minus comparison. */
  predictiveParity: Figure;
  /** Share of missed cases, group over comparison. */
  missRatio: Figure;
  /** Comparison minus group recall, in pooled standard errors. */
  recallZ: Figure;
};

const difference = (a: Figure, b: Figure): Figure => combine([a, b], ([x = 0, y = 0]) => x - y);

/**
 * How a group fares against a comparison group. Differences are fractions, group minus comparison.
 * A screen, not a verdict: the share of positives may itself differ between groups.
 *
 * @source 29 CFR 1607.4(D) for the four-fifths screen; Hardt, Price & Srebro (2016) for odds
 */
export function groupGap(comparison: Confusion, group: Confusion): GroupGap {
  const recallGap = difference(recall(group), recall(comparison));
  const alarmGap = difference(falsePositiveRate(group), falsePositiveRate(comparison));
  const both = [alarmGap, recallGap];
  const missed = [recall(group), recall(comparison)];
  return {
    disparateImpact: combine([selectionRate(group), selectionRate(comparison)], ([a = 0, b = 0]) =>
      ratio(a, b, "nobody selected in the comparison group"),
    ),
    statisticalParity: difference(selectionRate(group), selectionRate(comparison)),
    equalOpportunity: recallGap,
    averageOdds: combine(both, ([a = 0, b = 0]) => (a + b) / 2),
    equalisedOdds: combine(both, (gaps) => Math.max(...gaps.map(Math.abs))),
    predictiveParity: difference(precision(group), precision(comparison)),
    missRatio: combine(missed, ([a = 0, b = 0]) => ratio(1 - a, 1 - b, "no case missed in the comparison group")),
    recallZ: twoProportionZ(comparison.tp, comparison.tp + comparison.fn, group.tp, group.tp + group.fn),
  };
}
