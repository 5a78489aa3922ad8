import { bandOf, type MatrixDefinition, type Rating, rate, type Step } from "./matrix";

export type CarriedCell = { likelihood: number; impacts: Record<string, number> };

/** How a step found its place on another scale: by its figure, by its name, by its place, or by its share of the scale. */
export type Carried = "figure" | "name" | "place" | "share";

function carryStep(
  from: readonly Step[],
  to: readonly Step[],
  index: number,
  figure: number | null,
): [number, Carried] {
  const band = figure === null ? null : bandOf(to, figure);
  if (band !== null) return [band, "figure"];
  const name = from[index]?.name.toLowerCase();
  const named = to.findIndex((step) => step.name.toLowerCase() === name);
  if (named >= 0) return [named, "name"];
  if (from.length === to.length) return [index, "place"];
  // Rounded up: what is unclear is not made milder.
  return [Math.min(to.length - 1, Math.ceil((index * (to.length - 1)) / (from.length - 1) - 1e-9)), "share"];
}

/**
 * Where an assessment by one matrix lies on another: the likelihood by its probability where the new scale has bands, else
 * as its impacts by the step's name, its place on a scale of the same length, or its share of the scale, rounded up.
 */
export function carryCell(
  from: MatrixDefinition,
  to: MatrixDefinition,
  given: CarriedCell & { probability: number | null },
): CarriedCell & { how: Carried } {
  const [likelihood, how] = carryStep(from.likelihoods, to.likelihoods, given.likelihood, given.probability);
  const impacts = Object.entries(given.impacts).map(
    ([category, impact]) => [category, carryStep(from.impacts, to.impacts, impact, null)[0]] as const,
  );
  return { likelihood, impacts: Object.fromEntries(impacts), how };
}

/** What another matrix makes of an assessment. @throws RangeError for a cell outside the grid */
export function rerated(
  from: MatrixDefinition,
  to: MatrixDefinition,
  given: CarriedCell & { probability: number | null },
): Rating & { cell: CarriedCell; how: Carried } {
  const { how, ...cell } = carryCell(from, to, given);
  return { ...rate(to, cell.likelihood, cell.impacts), cell, how };
}
