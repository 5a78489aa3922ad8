import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { countByEdges, percentile, quantileEdges } from "@/domain/metric/bins";
import {
  brier,
  expectedCalibrationError,
  logLoss,
  maximumCalibrationError,
  observedToExpected,
} from "@/domain/metric/calibration";
import { chiSquareFit, chiSquareTable } from "@/domain/metric/chi-square";
import {
  alertsPerHundred,
  f1,
  negativePredictiveValue,
  numberNeededToEvaluate,
  precision,
  recall,
} from "@/domain/metric/confusion";
import {
  jensenShannon,
  ks,
  ksCritical,
  ksOfShares,
  psi,
  psiOfShares,
  totalVariation,
  wassersteinOfShares,
} from "@/domain/metric/drift";
import { evaluate } from "@/domain/metric/evaluation";
import { groupGap } from "@/domain/metric/fairness";
import { cohenKappa, wilson, zeroFailureLimit } from "@/domain/metric/interval";
import { auc, aucStandardError } from "@/domain/metric/ranking";

const scored = (positive: number[], negative: number[]) => [
  ...positive.map((score) => ({ score, actual: true })),
  ...negative.map((score) => ({ score, actual: false })),
];

describe("ranking", () => {
  test("area under the curve counts ties one half", () => {
    expect(auc(scored([0.9, 0.8, 0.7, 0.6, 0.4], [0.7, 0.5, 0.4, 0.3, 0.2]))).toBeCloseTo(0.84, 12);
  });

  test("equals the share of pairs ranked rightly, counted one by one", () => {
    const scores = fc.array(fc.integer({ min: 0, max: 8 }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(scores, scores, (positive, negative) => {
        let right = 0;
        for (const p of positive) for (const n of negative) right += p > n ? 1 : p === n ? 0.5 : 0;
        expect(auc(scored(positive, negative))).toBeCloseTo(right / (positive.length * negative.length), 10);
      }),
    );
  });

  test("says why there is none", () => {
    expect(auc(scored([0.3], []))).toEqual({ undefined: "no negative case" });
    expect(auc(scored([], [0.3]))).toEqual({ undefined: "no positive case" });
  });

  test("Hanley-McNeil standard error", () => {
    expect(aucStandardError(0.82, 120, 880)).toBeCloseTo(0.02409, 6);
    expect(() => aucStandardError(1.2, 1, 1)).toThrow(RangeError);
  });
});

describe("calibration", () => {
  const bins = [
    { cases: 100, forecast: 0.08, observed: 0.06 },
    { cases: 150, forecast: 0.22, observed: 0.25 },
    { cases: 120, forecast: 0.47, observed: 0.4 },
    { cases: 80, forecast: 0.68, observed: 0.6 },
    { cases: 50, forecast: 0.88, observed: 0.8 },
  ];
  const rows = [
    { score: 0.9, actual: true },
    { score: 0.7, actual: true },
    { score: 0.3, actual: false },
    { score: 0.2, actual: true },
  ];

  test("errors of a reliability table", () => {
    expect(expectedCalibrationError(bins)).toBeCloseTo(0.0506, 6);
    expect(maximumCalibrationError(bins)).toBeCloseTo(0.08, 6);
    expect(observedToExpected(bins)).toBeCloseTo(0.916752, 6);
  });

  test("Brier score and log loss", () => {
    expect(brier(rows)).toBeCloseTo(0.2075, 6);
    expect(logLoss(rows)).toBeCloseTo(0.607037, 6);
    expect(brier([])).toEqual({ undefined: "no case" });
  });
});

describe("confusion", () => {
  test("a model that predicts nothing has no precision and a recall of 0", () => {
    const silent = { tp: 0, fp: 0, fn: 12, tn: 88 };
    expect(precision(silent)).toEqual({ undefined: "nothing predicted positive" });
    expect(recall(silent)).toBe(0);
    expect(f1(silent)).toBe(0);
    expect(numberNeededToEvaluate(silent)).toEqual({ undefined: "nothing predicted positive" });
  });

  test("without a positive case there is no recall", () => {
    expect(recall({ tp: 0, fp: 1, fn: 0, tn: 9 })).toEqual({ undefined: "no positive case" });
    expect(alertsPerHundred({ tp: 1, fp: 3, fn: 0, tn: 196 })).toBe(2);
    expect(numberNeededToEvaluate({ tp: 1, fp: 3, fn: 0, tn: 196 })).toBe(4);
    expect(negativePredictiveValue({ tp: 1, fp: 3, fn: 4, tn: 196 })).toBe(0.98);
    expect(negativePredictiveValue({ tp: 1, fp: 3, fn: 0, tn: 0 })).toEqual({
      undefined: "nothing predicted negative",
    });
  });

  test("one window of cases", () => {
    const rows = [
      { score: 0.9, predicted: true, actual: true },
      { score: 0.6, predicted: true, actual: false },
      { score: 0.4, predicted: false, actual: true },
      { score: 0.1, predicted: false, actual: false },
    ];
    expect(evaluate(rows)).toMatchObject({
      cases: 4,
      positives: 2,
      precision: 0.5,
      recall: 0.5,
      f1: 0.5,
      auc: 0.75,
      meanScore: 0.5,
    });
    expect(evaluate([]).meanScore).toEqual({ undefined: "no case" });
  });
});

describe("fairness", () => {
  test("passes four fifths and yet misses more cases", () => {
    const gap = groupGap({ tp: 160, fp: 80, fn: 40, tn: 720 }, { tp: 66, fp: 39, fn: 34, tn: 361 });
    expect(gap.disparateImpact).toBeCloseTo(0.875, 6);
    expect(gap.statisticalParity).toBeCloseTo(-0.03, 6);
    expect(gap.equalOpportunity).toBeCloseTo(-0.14, 6);
    expect(gap.averageOdds).toBeCloseTo(-0.07125, 6);
    expect(gap.equalisedOdds).toBeCloseTo(0.14, 6);
    expect(gap.predictiveParity).toBeCloseTo(-0.038095, 6);
    expect(gap.missRatio).toBeCloseTo(1.7, 6);
    expect(gap.recallZ).toBeCloseTo(2.651756, 6);
  });

  test("48 of 80 against 12 of 40", () => {
    const gap = groupGap({ tp: 48, fp: 0, fn: 32, tn: 0 }, { tp: 12, fp: 0, fn: 28, tn: 0 });
    expect(gap.disparateImpact).toBeCloseTo(0.5, 12);
    expect(gap.averageOdds).toEqual({ undefined: "no negative case" });
  });
});

describe("intervals", () => {
  test("Wilson at 95 %", () => {
    const { low, high } = wilson(3, 200);
    expect(low).toBeCloseTo(0.005114, 6);
    expect(high).toBeCloseTo(0.043166, 6);
    expect(wilson(0, 10).low).toBe(0);
    expect(() => wilson(1, 0)).toThrow(RangeError);
  });

  test("no failure in 300", () => {
    expect(zeroFailureLimit(300).ruleOfThree).toBeCloseTo(0.01, 12);
    expect(zeroFailureLimit(300).exact).toBeCloseTo(0.009936, 6);
  });

  test("agreement of two raters", () => {
    const table = [
      [80, 10],
      [5, 105],
    ];
    expect(cohenKappa(table)).toBeCloseTo(0.847716, 6);
  });
});

describe("drift", () => {
  const even = new Array<number>(10).fill(0.1);
  const slight = [0.07, 0.08, 0.09, 0.1, 0.1, 0.11, 0.11, 0.11, 0.11, 0.12];
  const moderate = [0.04, 0.05, 0.07, 0.08, 0.1, 0.11, 0.12, 0.13, 0.14, 0.16];
  const strong = [0.02, 0.03, 0.05, 0.07, 0.09, 0.11, 0.13, 0.15, 0.17, 0.18];

  test("population stability of shares", () => {
    expect(psiOfShares(even, slight)).toBeCloseTo(0.023676, 6);
    expect(psiOfShares(even, moderate)).toBeCloseTo(0.158927, 6);
    expect(psiOfShares(even, strong)).toBeCloseTo(0.372709, 6);
  });

  test("an empty bin gives very different results by method", () => {
    const [expected, actual] = [
      [200, 300, 300, 200],
      [0, 250, 400, 350],
    ];
    expect(psi(expected, actual, "floor")).toBeCloseTo(1.641247, 6);
    expect(psi(expected, actual, "add-half")).toBeCloseTo(1.317765, 6);
    expect(psi(expected, [0, 0, 0, 0])).toEqual({ undefined: "no case" });
    expect(() => psi(expected, [1])).toThrow(RangeError);
  });

  test("other distances of the same shares", () => {
    expect(ksOfShares(even, moderate)).toBeCloseTo(0.16, 6);
    expect(jensenShannon(even, moderate)).toBeCloseTo(0.028131, 6);
    expect(Math.sqrt(jensenShannon(even, moderate))).toBeCloseTo(0.167723, 6);
    expect(totalVariation(even, moderate)).toBeCloseTo(0.16, 6);
    expect(wassersteinOfShares(even, moderate)).toBeCloseTo(1.07, 6);
  });

  test("Kolmogorov-Smirnov of samples", () => {
    expect(ks([1, 2, 3, 4, 5, 6], [2.5, 3.5, 4.5, 5.5, 6.5, 7.5])).toBeCloseTo(0.333333, 6);
    expect(ksCritical(0.05, 1000, 1000)).toBeCloseTo(0.060736, 6);
    expect(ksCritical(0.01, 1000, 1000)).toBeCloseTo(0.07279, 6);
    expect(ks([], [1])).toEqual({ undefined: "no reference case" });
  });

  test("chi-square of fit and of a table", () => {
    const fit = chiSquareFit([420, 310, 270], [400, 350, 250]);
    expect(fit).toMatchObject({ degrees: 2 });
    expect((fit as { statistic: number }).statistic).toBeCloseTo(7.171429, 6);
    expect((fit as { p: number }).p).toBeCloseTo(0.027717, 6);
    const table = chiSquareTable([
      [420, 310, 270],
      [400, 350, 250],
    ]) as { statistic: number; p: number; cramerV: number };
    expect(table.statistic).toBeCloseTo(3.681278, 6);
    expect(table.p).toBeCloseTo(0.158716, 6);
    expect(table.cramerV).toBeCloseTo(0.042903, 6);
  });

  test("a sample against itself has not moved", () => {
    const values = fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 2, maxLength: 200 });
    fc.assert(
      fc.property(values, (sample) => {
        const edges = quantileEdges(sample);
        const counts = countByEdges(sample, edges);
        expect(counts.reduce((a, b) => a + b, 0)).toBe(sample.length);
        expect(psi(counts, counts)).toBe(0);
        expect(ks(sample, sample)).toBe(0);
      }),
    );
  });

  test("percentile interpolates between neighbours", () => {
    expect(percentile([4, 1, 3, 2], 0.5)).toBe(2.5);
    expect(percentile([], 0.95)).toEqual({ undefined: "no case" });
  });
});
