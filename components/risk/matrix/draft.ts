import { MATRIX_SIZE, type MatrixDefinition, type MatrixFault, matrixFaults, type Step } from "@/domain/risk/matrix";
import type { Severity } from "@/domain/risk/severity";
import { minorDigits, readAmount } from "@/domain/shared/money";

/** A step as it is typed: where its band ends; the next one begins there. */
export type StepDraft = { name: string; ends: string };
export type MatrixDraft = Omit<MatrixDefinition, "likelihoods" | "impacts"> & {
  likelihoods: StepDraft[];
  impacts: StepDraft[];
};
export type Axis = "likelihoods" | "impacts";

const percent = (fraction: number) => `${Math.round(fraction * 10_000) / 100}`;

export const draftOf = (definition: MatrixDefinition, currency: string): MatrixDraft => ({
  ...structuredClone(definition),
  likelihoods: definition.likelihoods.map(({ name, to }) => ({ name, ends: to === undefined ? "" : percent(to) })),
  impacts: definition.impacts.map(({ name, to }) => ({
    name,
    ends: to === undefined ? "" : `${to / 10 ** minorDigits(currency)}`,
  })),
});

const endOf: Record<Axis, (text: string, currency: string) => number | null> = {
  likelihoods: (text) => {
    const value = Number(text.replace("%", "").replace(",", "."));
    return Number.isFinite(value) ? value / 100 : null;
  },
  impacts: (text, currency) => {
    const read = readAmount(text, currency);
    return read.ok ? read.minor : null;
  },
};

function stepsOf(steps: readonly StepDraft[], axis: Axis, currency: string): { steps: Step[]; faults: MatrixFault[] } {
  const faults: MatrixFault[] = [];
  const ends = steps.map(({ name, ends: text }, index) => {
    if (text.trim() === "") return undefined;
    const end = endOf[axis](text.trim(), currency);
    if (end === null)
      faults.push({ path: `${axis}.${index}`, message: `“${text}” is no end of the band of “${name}”.` });
    return end ?? undefined;
  });
  const isBanded = ends.some((end) => end !== undefined);
  const read = steps.map(({ name }, index): Step => {
    const from = index === 0 ? 0 : ends[index - 1];
    const to = ends[index] ?? (axis === "likelihoods" && index === steps.length - 1 ? 1 : undefined);
    if (!isBanded) return { name: name.trim() };
    return {
      name: name.trim(),
      ...(from === undefined ? {} : { from }),
      ...(to === undefined ? {} : { to }),
    };
  });
  return { steps: read, faults };
}

/** What the editor says, with everything that keeps it from being used. */
export function definitionOf(
  { likelihoods, impacts, levels, grid, floors }: MatrixDraft,
  currency: string,
): { definition: MatrixDefinition; faults: MatrixFault[] } {
  const [rows, columns] = [stepsOf(likelihoods, "likelihoods", currency), stepsOf(impacts, "impacts", currency)];
  const definition = { likelihoods: rows.steps, impacts: columns.steps, levels, grid, floors };
  const unnamed = [...likelihoods, ...impacts, ...levels].some(({ name }) => name.trim() === "");
  const faults = [
    ...(unnamed ? [{ path: "names", message: "Every step and level needs a name." }] : []),
    ...rows.faults,
    ...columns.faults,
  ];
  return { definition, faults: faults.length > 0 ? faults : matrixFaults(definition) };
}

/** One step more or fewer at the grave end; a new one takes the levels of the one before it. */
export function resized(draft: MatrixDraft, axis: Axis, by: 1 | -1): MatrixDraft {
  const count = draft[axis].length + by;
  if (count < MATRIX_SIZE.least || count > MATRIX_SIZE.most) return draft;
  const steps =
    by < 0
      ? draft[axis].slice(0, -1).map((step, index, all) => (index === all.length - 1 ? { ...step, ends: "" } : step))
      : [...draft[axis], { name: `step ${count}`, ends: "" }];
  const grow = <T>(list: readonly T[], copy: (last: T) => T): T[] => {
    const last = list.at(-1);
    return by < 0 ? list.slice(0, -1) : last === undefined ? [...list] : [...list, copy(last)];
  };
  const grid =
    axis === "likelihoods" ? grow(draft.grid, (row) => [...row]) : draft.grid.map((row) => grow(row, (level) => level));
  const floors = axis === "impacts" ? draft.floors.filter(({ impact }) => impact < count) : draft.floors;
  return { ...draft, [axis]: steps, grid, floors };
}

export const withCell = (draft: MatrixDraft, likelihood: number, impact: number, level: number): MatrixDraft => ({
  ...draft,
  grid: draft.grid.map((row, at) => (at === likelihood ? row.map((each, to) => (to === impact ? level : each)) : row)),
});

/** One level fewer: its cells take the level below. */
export const withoutLevel = (draft: MatrixDraft, gone: number): MatrixDraft => ({
  ...draft,
  levels: draft.levels.filter((_, index) => index !== gone),
  grid: draft.grid.map((row) => row.map((level) => (level >= gone ? Math.max(0, level - 1) : level))),
});

export const withNewLevel = (draft: MatrixDraft, severity: Severity): MatrixDraft => ({
  ...draft,
  levels: [...draft.levels, { name: `Level ${draft.levels.length + 1}`, severity }],
});
