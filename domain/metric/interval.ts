import type { Figure } from "@/domain/metric/figure";

export type Interval = { low: number; high: number };

/** Two-sided standard normal quantile at 95 %. */
const Z95 = 1.959963984540054;

/**
 * Wilson score interval of a proportion, at 95 % unless another normal quantile is given.
 *
 * @throws RangeError unless 0 <= hits <= cases and cases > 0.
 * @source Wilson, JASA 22 (1927)
 */
export function wilson(hits: number, cases: number, z = Z95): Interval {
  if (!(cases > 0 && hits >= 0 && hits <= cases)) throw new RangeError(`no proportion: ${hits} of ${cases}`);
  const p = hits / cases;
  const scale = 1 + (z * z) / cases;
  const middle = (p + (z * z) / (2 * cases)) / scale;
  const half = (z / scale) * Math.sqrt((p * (1 - p)) / cases + (z * z) / (4 * cases * cases));
  return { low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}

/**
 * Upper 95 % limit of a failure rate when no failure was seen in `cases`: the rule of three, and the exact
 * one-sided limit 1 - 0.05^(1/n).
 *
 * @throws RangeError if there is no case.
 */
export function zeroFailureLimit(cases: number): { ruleOfThree: number; exact: number } {
  if (!(cases > 0)) throw new RangeError("no case");
  return { ruleOfThree: 3 / cases, exact: 1 - 0.05 ** (1 / cases) };
}

/** Difference of two proportions in pooled standard errors; its sign is that of the first minus the second. */
export function twoProportionZ(hitsA: number, casesA: number, hitsB: number, casesB: number): Figure {
  if (casesA === 0 || casesB === 0) return { undefined: "a group has no case" };
  const pooled = (hitsA + hitsB) / (casesA + casesB);
  const error = Math.sqrt(pooled * (1 - pooled) * (1 / casesA + 1 / casesB));
  return error === 0 ? { undefined: "both groups are all alike" } : (hitsA / casesA - hitsB / casesB) / error;
}

/**
 * Cohen's kappa of two raters over a square table of counts (row: first rater, column: second).
 *
 * @source Cohen, Educational and Psychological Measurement 20 (1960)
 */
export function cohenKappa(table: readonly (readonly number[])[]): Figure {
  const rows = table.map((row) => row.reduce((sum, count) => sum + count, 0));
  const cases = rows.reduce((sum, count) => sum + count, 0);
  if (cases === 0) return { undefined: "no case" };
  const columns = table.map((_, at) => table.reduce((sum, row) => sum + (row[at] ?? 0), 0));
  const agreed = table.reduce((sum, row, at) => sum + (row[at] ?? 0), 0) / cases;
  const byChance = rows.reduce((sum, count, at) => sum + count * (columns[at] ?? 0), 0) / (cases * cases);
  return byChance === 1 ? { undefined: "both raters used one answer" } : (agreed - byChance) / (1 - byChance);
}
