import { type Figure, ratio } from "@/domain/metric/figure";

type Forecast = { score: number; actual: boolean };

/** Mean squared error of probabilities: 0 is perfect. */
export function brier(rows: readonly Forecast[]): Figure {
  const sum = rows.reduce((acc, { score, actual }) => acc + (score - (actual ? 1 : 0)) ** 2, 0);
  return ratio(sum, rows.length, "no case");
}

/** Mean negative log likelihood, in nats. Infinite when a certain forecast was wrong. */
export function logLoss(rows: readonly Forecast[]): Figure {
  const sum = rows.reduce((acc, { score, actual }) => acc - Math.log(actual ? score : 1 - score), 0);
  return ratio(sum, rows.length, "no case");
}

/** One bin of a reliability table: cases, mean forecast, observed rate (fractions). */
export type CalibrationBin = { cases: number; forecast: number; observed: number };

/** Expected calibration error: mean gap between forecast and observed, weighted by cases. */
export function expectedCalibrationError(bins: readonly CalibrationBin[]): Figure {
  const cases = bins.reduce((sum, bin) => sum + bin.cases, 0);
  const gap = bins.reduce((sum, bin) => sum + bin.cases * Math.abs(bin.forecast - bin.observed), 0);
  return ratio(gap, cases, "no case");
}

/** Largest gap between forecast and observed over the bins that have a case. */
export function maximumCalibrationError(bins: readonly CalibrationBin[]): Figure {
  const gaps = bins.filter((bin) => bin.cases > 0).map((bin) => Math.abs(bin.forecast - bin.observed));
  return gaps.length === 0 ? { undefined: "no case" } : Math.max(...gaps);
}

/** Observed events for each one forecast: 1 is calibrated, above 1 is too calm. */
export function observedToExpected(bins: readonly CalibrationBin[]): Figure {
  const observed = bins.reduce((sum, bin) => sum + bin.cases * bin.observed, 0);
  const expected = bins.reduce((sum, bin) => sum + bin.cases * bin.forecast, 0);
  return ratio(observed, expected, "no event expected");
}
