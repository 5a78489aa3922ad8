import { levelOf, type MatrixDefinition, scoreOf } from "./matrix";
import { type Severity, severityRank } from "./severity";

export type ScoreScale = { most: number; limits: Readonly<Record<Severity, number | null>> };

/**
 * The scale of scores of a matrix, and for each class that may be the tolerance where it ends on that scale: between the
 * highest score still borne and the lowest beyond. Null where scores of both overlap or nothing lies beyond.
 */
export function scoreScale(definition: MatrixDefinition): ScoreScale {
  const { likelihoods, impacts, levels } = definition;
  const cells = likelihoods.flatMap((_, likelihood) =>
    impacts.map((__, impact) => ({
      score: scoreOf(likelihood, impact),
      rank: severityRank(levels[levelOf(definition, likelihood, impact)]?.severity ?? "green"),
    })),
  );
  const limitOf = (tolerance: Severity): number | null => {
    const of = (beyond: boolean) =>
      cells.filter(({ rank }) => rank > severityRank(tolerance) === beyond).map(({ score }) => score);
    const [held, past] = [of(false), of(true)];
    if (past.length === 0) return null;
    const [most, least] = [Math.max(0, ...held), Math.min(...past)];
    return most < least ? (most + least) / 2 : null;
  };
  return {
    most: likelihoods.length * impacts.length,
    limits: { green: limitOf("green"), yellow: limitOf("yellow"), amber: limitOf("amber"), red: null },
  };
}
