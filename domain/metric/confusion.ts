import { type Figure, ratio } from "@/domain/metric/figure";

/** Counts of cases: predicted against true. */
export type Confusion = { tp: number; fp: number; fn: number; tn: number };

export type Scored = { score: number; predicted: boolean; actual: boolean };

export function confusionOf(rows: Iterable<Pick<Scored, "predicted" | "actual">>): Confusion {
  const counts: Confusion = { tp: 0, fp: 0, fn: 0, tn: 0 };
  for (const { predicted, actual } of rows) {
    if (predicted) counts[actual ? "tp" : "fp"] += 1;
    else counts[actual ? "fn" : "tn"] += 1;
  }
  return counts;
}

export const total = ({ tp, fp, fn, tn }: Confusion): number => tp + fp + fn + tn;

/** Share of true cases that were found: sensitivity, true positive rate. A fraction. */
export const recall = ({ tp, fn }: Confusion): Figure => ratio(tp, tp + fn, "no positive case");

/** Share of false alarms among negatives: false positive rate. A fraction. */
export const falsePositiveRate = ({ fp, tn }: Confusion): Figure => ratio(fp, fp + tn, "no negative case");

/** Share of alarms that were right: positive predictive value. A fraction. */
export const precision = ({ tp, fp }: Confusion): Figure => ratio(tp, tp + fp, "nothing predicted positive");

export const negativePredictiveValue = ({ tn, fn }: Confusion): Figure =>
  ratio(tn, tn + fn, "nothing predicted negative");

export const accuracy = (counts: Confusion): Figure => ratio(counts.tp + counts.tn, total(counts), "no case");

/** Share of all cases that were selected. A fraction. */
export const selectionRate = (counts: Confusion): Figure => ratio(counts.tp + counts.fp, total(counts), "no case");

/**
 * Harmonic mean of precision and recall, from the counts: 2TP / (2TP + FP + FN).
 * It is 0, not undefined, when positives exist and none was predicted.
 */
export const f1 = ({ tp, fp, fn }: Confusion): Figure =>
  ratio(2 * tp, 2 * tp + fp + fn, "no positive case and nothing predicted positive");

/** Alarms read for each true case found: 1 / precision. */
export function numberNeededToEvaluate({ tp, fp }: Confusion): Figure {
  if (tp + fp === 0) return { undefined: "nothing predicted positive" };
  return ratio(tp + fp, tp, "no alarm was right");
}

/** Alarms for every hundred cases. */
export function alertsPerHundred(counts: Confusion): Figure {
  return ratio(100 * (counts.tp + counts.fp), total(counts), "no case");
}
