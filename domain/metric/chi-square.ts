import type { Figure } from "@/domain/metric/figure";

export type ChiSquare = { statistic: number; degrees: number; p: number };

/** Natural logarithm of the gamma function. @source Lanczos (1964), g = 7, n = 9 */
function logGamma(x: number): number {
  const coefficients = [
    676.5203681218851, -1259.1392167224028, 771.3234287776531, -176.6150291621406, 12.507343278686905,
    -0.13857109526572012, 9.984369578019572e-6, 1.5056327351493116e-7,
  ];
  const z = x - 1;
  const series = coefficients.reduce((sum, c, at) => sum + c / (z + at + 1), 0.9999999999998099);
  const t = z + 7.5;
  return 0.5 * Math.log(2 * Math.PI) + (z + 0.5) * Math.log(t) - t + Math.log(series);
}

/** Upper regularised incomplete gamma Q(a, x): series below a + 1, continued fraction above. */
function upperGamma(a: number, x: number): number {
  if (x <= 0) return 1;
  const scale = Math.exp(-x + a * Math.log(x) - logGamma(a));
  if (x < a + 1) {
    let [term, sum] = [1 / a, 1 / a];
    for (let n = 1; n < 500 && Math.abs(term) > Math.abs(sum) * 1e-16; n += 1) {
      term *= x / (a + n);
      sum += term;
    }
    return 1 - sum * scale;
  }
  let b = x + 1 - a;
  let c = 1e300;
  let d = 1 / b;
  let h = d;
  for (let n = 1; n < 500; n += 1) {
    const an = -n * (n - a);
    b += 2;
    d = 1 / (an * d + b);
    c = b + an / c;
    h *= d * c;
    if (Math.abs(d * c - 1) < 1e-16) break;
  }
  return h * scale;
}

/** Chance of a chi-square at least as large, by luck alone. */
export function chiSquareP(statistic: number, degrees: number): number {
  return upperGamma(degrees / 2, statistic / 2);
}

/** Goodness of fit of observed counts to expected counts. */
export function chiSquareFit(observed: readonly number[], expected: readonly number[]): Figure | ChiSquare {
  if (observed.length !== expected.length) throw new RangeError(`bins differ: ${observed.length}, ${expected.length}`);
  if (expected.some((count) => count <= 0)) return { undefined: "a bin expects no case" };
  const statistic = observed.reduce((sum, o, at) => sum + (o - (expected[at] ?? 1)) ** 2 / (expected[at] ?? 1), 0);
  return { statistic, degrees: observed.length - 1, p: chiSquareP(statistic, observed.length - 1) };
}

/** Independence of rows and columns of counts, with Cramér's V as the effect size. */
export function chiSquareTable(table: readonly (readonly number[])[]): Figure | (ChiSquare & { cramerV: number }) {
  const rows = table.map((row) => row.reduce((sum, count) => sum + count, 0));
  const width = table[0]?.length ?? 0;
  const columns = Array.from({ length: width }, (_, at) => table.reduce((sum, row) => sum + (row[at] ?? 0), 0));
  const cases = rows.reduce((sum, count) => sum + count, 0);
  if ([...rows, ...columns].some((count) => count === 0)) return { undefined: "a row or column has no case" };
  let statistic = 0;
  for (const [r, row] of table.entries()) {
    for (const [c, column] of columns.entries()) {
      const expected = ((rows[r] ?? 0) * column) / cases;
      statistic += ((row[c] ?? 0) - expected) ** 2 / expected;
    }
  }
  const degrees = (table.length - 1) * (width - 1);
  const cramerV = Math.sqrt(statistic / (cases * Math.min(table.length - 1, width - 1)));
  return { statistic, degrees, p: chiSquareP(statistic, degrees), cramerV };
}
