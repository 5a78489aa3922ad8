export type LogisticModel = { intercept: number; weights: number[] };

export const sigmoid = (logit: number): number => 1 / (1 + Math.exp(-logit));

export function score(model: LogisticModel, x: readonly number[]): number {
  return sigmoid(model.weights.reduce((sum, weight, at) => sum + weight * (x[at] ?? 0), model.intercept));
}

/** Solves a small symmetric system by elimination with the largest pivot first. */
function solve(matrix: number[][], right: number[]): number[] {
  const n = right.length;
  const rows = matrix.map((row, at) => [...row, right[at] ?? 0]);
  for (let column = 0; column < n; column += 1) {
    const pivot = rows
      .slice(column)
      .reduce((best, row) => (Math.abs(row[column] ?? 0) > Math.abs(best[column] ?? 0) ? row : best));
    const from = rows.indexOf(pivot);
    rows[from] = rows[column] ?? [];
    rows[column] = pivot;
    for (let below = 0; below < n; below += 1) {
      const row = rows[below];
      if (below === column || !row) continue;
      const factor = (row[column] ?? 0) / (pivot[column] ?? 1);
      for (let at = column; at <= n; at += 1) row[at] = (row[at] ?? 0) - factor * (pivot[at] ?? 0);
    }
  }
  return rows.map((row, at) => (row[n] ?? 0) / (row[at] ?? 1));
}

/**
 * Logistic regression by Newton's method with a slight ridge. Uses the first `inputs` features of each row.
 *
 * @source Hastie, Tibshirani & Friedman, The Elements of Statistical Learning, 4.4.1
 */
export function train(rows: readonly { x: number[]; y: boolean }[], inputs: number): LogisticModel {
  const size = inputs + 1;
  let beta = new Array<number>(size).fill(0);
  for (let round = 0; round < 8; round += 1) {
    const gradient = beta.map((value) => -value);
    const hessian = beta.map((_, row) => beta.map((__, column): number => (row === column ? 1 : 0)));
    for (const { x, y } of rows) {
      const terms = [1, ...x.slice(0, inputs)];
      const p = sigmoid(terms.reduce((sum, term, at) => sum + term * (beta[at] ?? 0), 0));
      const weight = p * (1 - p);
      for (let a = 0; a < size; a += 1) {
        const left = terms[a] ?? 0;
        gradient[a] = (gradient[a] ?? 0) + left * ((y ? 1 : 0) - p);
        const row = hessian[a] ?? [];
        for (let b = 0; b < size; b += 1) row[b] = (row[b] ?? 0) + weight * left * (terms[b] ?? 0);
      }
    }
    const step = solve(hessian, gradient);
    beta = beta.map((value, at) => value + (step[at] ?? 0));
  }
  const [intercept = 0, ...weights] = beta;
  return { intercept, weights };
}
