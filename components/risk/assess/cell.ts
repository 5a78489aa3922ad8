import { type MatrixDefinition, type Rating, rate, stepName } from "@/domain/risk/matrix";

/** Likelihood and impacts by category, counted from 0; null while none is chosen. */
export type Chosen = { likelihood: number | null; impacts: Record<string, number> };

export const impactOf = ({ impacts }: Chosen): number | null => {
  const values = Object.values(impacts);
  return values.length === 0 ? null : Math.max(...values);
};

/**
 * What is chosen once a cell of the matrix is picked. The impacts that lay highest move to the cell, others are lowered to it
 * where they lay above; while none is stated, that of the risk's own category is.
 */
export function picked(before: Chosen, cell: { likelihood: number; impact: number }, category: string): Chosen {
  const highest = impactOf(before);
  const impacts = Object.fromEntries(
    Object.entries(before.impacts).map(([key, value]) => [
      key,
      value === highest ? cell.impact : Math.min(value, cell.impact),
    ]),
  );
  return { likelihood: cell.likelihood, impacts: highest === null ? { [category]: cell.impact } : impacts };
}

/** What the matrix makes of it; null while it is not complete or does not lie on the matrix. */
export function ratingOf(matrix: MatrixDefinition, { likelihood, impacts }: Chosen): Rating | null {
  if (likelihood === null || Object.keys(impacts).length === 0) return null;
  try {
    return rate(matrix, likelihood, impacts);
  } catch {
    return null;
  }
}

/** An assessment by an older matrix, as far as the one in use has its steps. */
export function onMatrix(matrix: MatrixDefinition, chosen: Chosen): Chosen {
  const impacts = Object.entries(chosen.impacts).filter(([, value]) => value < matrix.impacts.length);
  const { likelihood } = chosen;
  return {
    likelihood: likelihood !== null && likelihood < matrix.likelihoods.length ? likelihood : null,
    impacts: Object.fromEntries(impacts),
  };
}

/** "likely 4 × severe 5 = 20" */
export const arithmetic = (
  matrix: MatrixDefinition,
  { likelihood, impact, score }: Pick<Rating, "likelihood" | "impact" | "score">,
): string =>
  `${stepName(matrix.likelihoods, likelihood)} ${likelihood + 1} × ${stepName(matrix.impacts, impact)} ${impact + 1} = ${score}`;

/** The floors that raised a level, as sentences. */
export const floorWords = (
  matrix: MatrixDefinition,
  { floors }: Pick<Rating, "floors">,
  categoryName: (key: string) => string,
): string[] =>
  floors.map(
    ({ category, impact, severity }) =>
      `Floor: ${categoryName(category).toLowerCase()} at ${stepName(matrix.impacts, impact)} is never milder than ${severity}.`,
  );
