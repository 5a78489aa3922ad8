import { compareSeverity, isAtLeast, type Severity } from "./severity";

/** Fewest and most rows or columns of a matrix. */
export const MATRIX_SIZE = { least: 3, most: 6 } as const;

/** One step of a scale. Bands are fractions for likelihood and minor units of money for impact; an open end is absent. */
export type Step = { name: string; from?: number | undefined; to?: number | undefined };
export type Level = { name: string; severity: Severity };
/** An impact in a category from which a risk is never milder than a class. `impact` counts from 0. */
export type Floor = { category: string; impact: number; severity: Severity };

/** A matrix as an organisation defines it. One version of it never changes. */
export type MatrixDefinition = {
  /** Rare to certain. */
  likelihoods: Step[];
  /** Slight to grave. */
  impacts: Step[];
  /** Mild to grave. */
  levels: Level[];
  /** `grid[likelihood][impact]` is an index into levels. */
  grid: number[][];
  floors: Floor[];
};

/** What is wrong with a definition, and where: `grid.3.2`. */
export type MatrixFault = { path: string; message: string };

export const stepName = (steps: readonly Step[], index: number): string => steps[index]?.name ?? `step ${index + 1}`;

/** "likely × major": how a cell is named to people. */
export const cellName = (matrix: MatrixDefinition, likelihood: number, impact: number): string =>
  `${stepName(matrix.likelihoods, likelihood)} × ${stepName(matrix.impacts, impact)}`;

/** True when every step has its band, so that a probability or an amount names a step. */
export const isBanded = (steps: readonly Step[]): boolean =>
  steps.every(
    ({ from, to }, index) => (from !== undefined || index === 0) && (to !== undefined || index === steps.length - 1),
  );

function bandFaults(steps: readonly Step[], path: string, most: number): MatrixFault[] {
  const stated = steps.some(({ from, to }) => from !== undefined || to !== undefined);
  if (!stated) return [];
  return steps.flatMap((step, index) => {
    const at = `${path}.${index}`;
    const last = index === steps.length - 1;
    const next = steps[index + 1];
    if ((step.from === undefined && index > 0) || (step.to === undefined && !last))
      return [{ path: at, message: `“${step.name}” has no full band: give every step one, or none.` }];
    if ((step.from ?? 0) < 0 || (step.to ?? 0) > most)
      return [{ path: at, message: `The band of “${step.name}” leaves the scale.` }];
    if (step.from !== undefined && step.to !== undefined && step.from >= step.to)
      return [{ path: at, message: `The band of “${step.name}” ends before it begins.` }];
    if (next && next.from !== step.to)
      return [{ path: at, message: `The band of “${step.name}” does not end where “${next.name}” begins.` }];
    return [];
  });
}

const repeated = (names: readonly string[], path: string): MatrixFault[] =>
  names.flatMap((name, index) =>
    names.indexOf(name) < index ? [{ path: `${path}.${index}`, message: `“${name}” is named twice.` }] : [],
  );

function levelFaults({ levels, grid, floors, impacts }: MatrixDefinition): MatrixFault[] {
  const order = levels.flatMap((level, index) => {
    const before = levels[index - 1];
    return before && compareSeverity(before.severity, level.severity) > 0
      ? [{ path: `levels.${index}`, message: `“${level.name}” is milder than “${before.name}” before it.` }]
      : [];
  });
  const unknown = grid.flatMap((row, likelihood) =>
    row.flatMap((level, impact) =>
      levels[level] ? [] : [{ path: `grid.${likelihood}.${impact}`, message: "This cell names no level." }],
    ),
  );
  const lost = floors.flatMap((floor, index) => {
    if (!impacts[floor.impact]) return [{ path: `floors.${index}`, message: "This floor names no impact." }];
    return levels.some(({ severity }) => isAtLeast(severity, floor.severity))
      ? []
      : [{ path: `floors.${index}`, message: `No level is ${floor.severity} or graver, so this floor cannot hold.` }];
  });
  return [...order, ...unknown, ...lost];
}

/** Every cell that is milder than the cell with one step less likelihood or impact, by name. */
export function milderWhenWorse(matrix: MatrixDefinition): MatrixFault[] {
  const { grid, levels } = matrix;
  return grid.flatMap((row, likelihood) =>
    row.flatMap((level, impact) => {
      const lesser = [
        { likelihood: likelihood - 1, impact },
        { likelihood, impact: impact - 1 },
      ].find((cell) => (grid[cell.likelihood]?.[cell.impact] ?? -1) > level);
      if (!lesser) return [];
      const before = levels[grid[lesser.likelihood]?.[lesser.impact] ?? -1]?.name;
      return [
        {
          path: `grid.${likelihood}.${impact}`,
          message: `${cellName(matrix, likelihood, impact)} is ${levels[level]?.name}, milder than ${cellName(matrix, lesser.likelihood, lesser.impact)}, which is ${before}.`,
        },
      ];
    }),
  );
}

/** Everything that keeps a definition from being used; none for a sound one. */
export function matrixFaults(matrix: MatrixDefinition): MatrixFault[] {
  const { likelihoods, impacts, levels, grid } = matrix;
  const fits = ({ length }: readonly unknown[]) => length >= MATRIX_SIZE.least && length <= MATRIX_SIZE.most;
  const size = [
    ...(fits(likelihoods) ? [] : [{ path: "likelihoods", message: "Give 3 to 6 likelihoods." }]),
    ...(fits(impacts) ? [] : [{ path: "impacts", message: "Give 3 to 6 impacts." }]),
    ...(grid.length === likelihoods.length && grid.every((row) => row.length === impacts.length)
      ? []
      : [{ path: "grid", message: "The grid needs one row for each likelihood and one column for each impact." }]),
    ...(levels.length > 0 ? [] : [{ path: "levels", message: "Give at least one level." }]),
  ];
  if (size.length > 0) return size;
  const broken = [
    ...repeated(
      likelihoods.map(({ name }) => name),
      "likelihoods",
    ),
    ...repeated(
      impacts.map(({ name }) => name),
      "impacts",
    ),
    ...repeated(
      levels.map(({ name }) => name),
      "levels",
    ),
    ...bandFaults(likelihoods, "likelihoods", 1),
    ...bandFaults(impacts, "impacts", Number.MAX_SAFE_INTEGER),
    ...levelFaults(matrix),
  ];
  return broken.length > 0 ? broken : milderWhenWorse(matrix);
}

/**
 * The level of a cell as the grid says it, before any floor; likelihood and impact count from 0.
 * @throws RangeError for a cell outside the grid
 */
export function levelOf({ grid }: MatrixDefinition, likelihood: number, impact: number): number {
  const level = grid[likelihood]?.[impact];
  if (level === undefined) throw new RangeError(`no cell at likelihood ${likelihood}, impact ${impact}`);
  return level;
}

/** Likelihood × impact, both counted from 1: an order for lists. Rules speak of severity. */
export const scoreOf = (likelihood: number, impact: number): number => (likelihood + 1) * (impact + 1);

export type Rating = {
  likelihood: number;
  /** The gravest of the impacts. */
  impact: number;
  level: number;
  severity: Severity;
  score: number;
  /** The floors that raised the level above the grid's. */
  floors: Floor[];
};

/**
 * What a matrix makes of a likelihood and of impacts by category, each counted from 0. The cell lies at the gravest impact;
 * floors only raise its level.
 * @throws RangeError without any impact, or outside the grid
 */
export function rate(matrix: MatrixDefinition, likelihood: number, impacts: Readonly<Record<string, number>>): Rating {
  const values = Object.values(impacts);
  if (values.length === 0) throw new RangeError("an assessment needs at least one impact");
  const impact = Math.max(...values);
  for (const value of values) levelOf(matrix, likelihood, value);
  const inGrid = levelOf(matrix, likelihood, impact);
  let level = inGrid;
  const floors = matrix.floors.filter((floor) => {
    if (!((impacts[floor.category] ?? -1) >= floor.impact)) return false;
    const least = matrix.levels.findIndex(({ severity }) => isAtLeast(severity, floor.severity));
    level = Math.max(level, least);
    return least > inGrid;
  });
  const severity = matrix.levels[level]?.severity;
  if (!severity) throw new RangeError(`no level ${level}`);
  return { likelihood, impact, level, severity, score: scoreOf(likelihood, impact), floors };
}

/**
 * The step whose band holds a value; a band begins at its lower end and ends before its upper. Null without bands.
 * @throws RangeError for a value that is no number
 */
export function bandOf(steps: readonly Step[], value: number): number | null {
  if (!Number.isFinite(value)) throw new RangeError("a band holds finite values only");
  if (!isBanded(steps)) return null;
  const above = steps.findIndex(({ to }) => to === undefined || value < to);
  return above < 0 ? steps.length - 1 : above;
}

/** The middle of a likelihood's band, for a risk whose probability nobody stated. Null without bands. */
export function middleOf(steps: readonly Step[], index: number): number | null {
  const step = steps[index];
  if (!step || !isBanded(steps)) return null;
  return ((step.from ?? 0) + (step.to ?? 1)) / 2;
}

/**
 * The probability that goes with a step: the one given where it lies in the step's band, else the middle of the band. What
 * nobody stated stays unstated; without bands the one given stands.
 */
export function probabilityAt(steps: readonly Step[], index: number, probability: number | null): number | null {
  if (probability === null || bandOf(steps, probability) === index) return probability;
  return middleOf(steps, index) ?? probability;
}
