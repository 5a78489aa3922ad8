import { brier } from "@/domain/metric/calibration";
import { accuracy, type Confusion, confusionOf, f1, precision, recall, type Scored } from "@/domain/metric/confusion";
import type { Figure } from "@/domain/metric/figure";
import { auc } from "@/domain/metric/ranking";

export type Evaluation = {
  cases: number;
  positives: number;
  confusion: Confusion;
  accuracy: Figure;
  precision: Figure;
  recall: Figure;
  f1: Figure;
  auc: Figure;
  brier: Figure;
  meanScore: Figure;
};

/** Everything that scored and labelled cases of one window say about a binary model. Rates are fractions. */
export function evaluate(rows: readonly Scored[]): Evaluation {
  const confusion = confusionOf(rows);
  const scores = rows.reduce((sum, row) => sum + row.score, 0);
  return {
    cases: rows.length,
    positives: confusion.tp + confusion.fn,
    confusion,
    accuracy: accuracy(confusion),
    precision: precision(confusion),
    recall: recall(confusion),
    f1: f1(confusion),
    auc: auc(rows),
    brier: brier(rows),
    meanScore: rows.length === 0 ? { undefined: "no case" } : scores / rows.length,
  };
}
