import { MATRIX_SIZE, type MatrixDefinition, type MatrixFault, type Step } from "@/domain/risk/matrix";
import type { Severity } from "@/domain/risk/severity";
import { minorDigits, readAmount } from "@/domain/shared/money";

/** A band is said by its upper end alone, as typed; it begins where the one before ends. */
export type DraftStep = { key: number; name: string; upTo: string };
export type DraftLevel = { key: number; name: string; severity: Severity };
export type DraftFloor = { key: number; category: string; impact: number; severity: Severity };
export type Axis = "likelihoods" | "impacts";
type Ends = { first: number; last: number | undefined };

/** A matrix while it is edited. Keys name a row of the form whatever is added or removed around it. */
export type MatrixDraft = {
  likelihoods: DraftStep[];
  impacts: DraftStep[];
  levels: DraftLevel[];
  grid: number[][];
  floors: DraftFloor[];
  /** Where the outermost bands begin and end. */
  ends: Record<Axis, Ends>;
  nextKey: number;
};

const percentText = (fraction: number): string => String(Math.round(fraction * 1e6) / 1e4);

/** "250k", "1.5M", "940": as it can be typed again. */
function amountText(minor: number, currency: string): string {
  const major = minor / 10 ** minorDigits(currency);
  if (major >= 1e6 && major % 1e4 === 0) return `${major / 1e6}M`;
  return major >= 1e3 && major % 10 === 0 ? `${major / 1e3}k` : String(major);
}

export function draftOf(definition: MatrixDefinition, currency: string): MatrixDraft {
  let nextKey = 0;
  const keyed = <T extends object>(each: T) => ({ key: nextKey++, ...each });
  const steps = (of: readonly Step[], text: (value: number) => string) =>
    of.map(({ name, to }, index) => keyed({ name, upTo: to === undefined || index === of.length - 1 ? "" : text(to) }));
  const ends = (of: readonly Step[], last?: number): Ends => ({
    first: of[0]?.from ?? 0,
    last: of.at(-1)?.to ?? last,
  });
  return {
    likelihoods: steps(definition.likelihoods, percentText),
    impacts: steps(definition.impacts, (value) => amountText(value, currency)),
    levels: definition.levels.map(keyed),
    grid: definition.grid.map((row) => [...row]),
    floors: definition.floors.map(keyed),
    ends: { likelihoods: ends(definition.likelihoods, 1), impacts: ends(definition.impacts) },
    nextKey,
  };
}

type ReadText = (text: string) => { value: number } | { because: string };

const readPercent: ReadText = (text) => {
  const value = Number(text.replace("%", "").replace(",", ".").trim());
  return Number.isFinite(value) && value >= 0 && value <= 100
    ? { value: Math.round(value * 1e4) / 1e6 }
    : { because: `“${text.slice(0, 20)}” is no percentage from 0 to 100.` };
};

/** The matrix a draft describes, and every figure in it that cannot be read. */
export function readDraft(
  draft: MatrixDraft,
  currency: string,
): { definition: MatrixDefinition; faults: MatrixFault[] } {
  const faults: MatrixFault[] = [];
  const stepsOf = (axis: Axis, read: ReadText): Step[] => {
    const drafted = draft[axis];
    const last = drafted.length - 1;
    const uppers = drafted.map(({ upTo }, index) => {
      if (index === last || upTo.trim() === "") return undefined;
      const found = read(upTo);
      if ("value" in found) return found.value;
      faults.push({ path: `${axis}.${index}`, message: found.because });
      return undefined;
    });
    const banded = drafted.some(({ upTo }, index) => index < last && upTo.trim() !== "");
    const { first, last: end } = draft.ends[axis];
    return drafted.map(({ name }, index) => {
      const from = banded ? (index === 0 ? first : uppers[index - 1]) : undefined;
      const to = banded ? (index === last ? end : uppers[index]) : undefined;
      return { name: name.trim(), ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
    });
  };
  const readMoney: ReadText = (text) => {
    const found = readAmount(text, currency);
    return found.ok ? { value: found.minor } : found;
  };
  return {
    definition: {
      likelihoods: stepsOf("likelihoods", readPercent),
      impacts: stepsOf("impacts", readMoney),
      levels: draft.levels.map(({ name, severity }) => ({ name: name.trim(), severity })),
      grid: draft.grid,
      floors: draft.floors.map(({ category, impact, severity }) => ({ category, impact, severity })),
    },
    faults,
  };
}

export const mayGrow = (draft: MatrixDraft, axis: Axis): boolean => draft[axis].length < MATRIX_SIZE.most;
export const mayShrink = (draft: MatrixDraft, axis: Axis): boolean => draft[axis].length > MATRIX_SIZE.least;

const replaced = <T>(all: readonly T[], index: number, patch: Partial<T>): T[] =>
  all.map((each, at) => (at === index ? { ...each, ...patch } : each));
const without = <T>(all: readonly T[], index: number): T[] => all.filter((_, at) => at !== index);

export const setStep = (draft: MatrixDraft, axis: Axis, index: number, patch: Partial<DraftStep>): MatrixDraft => ({
  ...draft,
  [axis]: replaced(draft[axis], index, patch),
});

/** One more step at the grave end; its cells are as those beside them, so that nothing gets milder. */
export function addStep(draft: MatrixDraft, axis: Axis): MatrixDraft {
  const made = { key: draft.nextKey, name: "", upTo: "" };
  const grid =
    axis === "likelihoods"
      ? [...draft.grid, [...(draft.grid.at(-1) ?? [])]]
      : draft.grid.map((row) => [...row, row.at(-1) ?? 0]);
  return { ...draft, [axis]: [...draft[axis], made], grid, nextKey: draft.nextKey + 1 };
}

/** A floor of an impact that goes moves to the one that takes its place. */
export function removeStep(draft: MatrixDraft, axis: Axis, index: number): MatrixDraft {
  if (axis === "likelihoods")
    return { ...draft, likelihoods: without(draft.likelihoods, index), grid: without(draft.grid, index) };
  const last = draft.impacts.length - 2;
  return {
    ...draft,
    impacts: without(draft.impacts, index),
    grid: draft.grid.map((row) => without(row, index)),
    floors: draft.floors.map((floor) => ({
      ...floor,
      impact: Math.min(last, floor.impact > index ? floor.impact - 1 : floor.impact),
    })),
  };
}

export const setCell = (draft: MatrixDraft, likelihood: number, impact: number, level: number): MatrixDraft => ({
  ...draft,
  grid: draft.grid.map((row, at) => (at === likelihood ? row.map((held, i) => (i === impact ? level : held)) : row)),
});

export const setLevel = (draft: MatrixDraft, index: number, patch: Partial<DraftLevel>): MatrixDraft => ({
  ...draft,
  levels: replaced(draft.levels, index, patch),
});

export const addLevel = (draft: MatrixDraft): MatrixDraft => ({
  ...draft,
  levels: [...draft.levels, { key: draft.nextKey, name: "", severity: draft.levels.at(-1)?.severity ?? "green" }],
  nextKey: draft.nextKey + 1,
});

/** Its cells take the next graver level; those of the gravest the one before. */
export function removeLevel(draft: MatrixDraft, index: number): MatrixDraft {
  const levels = without(draft.levels, index);
  const moved = (level: number) => Math.min(levels.length - 1, level > index ? level - 1 : level);
  return { ...draft, levels, grid: draft.grid.map((row) => row.map(moved)) };
}

/** Changes places with the next graver level; every cell keeps the level it names. */
export function swapLevels(draft: MatrixDraft, index: number): MatrixDraft {
  const [one, other] = [draft.levels[index], draft.levels[index + 1]];
  if (!one || !other) return draft;
  const levels = draft.levels.map((each, at) => (at === index ? other : at === index + 1 ? one : each));
  const moved = (level: number) => (level === index ? index + 1 : level === index + 1 ? index : level);
  return { ...draft, levels, grid: draft.grid.map((row) => row.map(moved)) };
}

export const setFloor = (draft: MatrixDraft, index: number, patch: Partial<DraftFloor>): MatrixDraft => ({
  ...draft,
  floors: replaced(draft.floors, index, patch),
});

export const addFloor = (draft: MatrixDraft, category: string): MatrixDraft => ({
  ...draft,
  floors: [...draft.floors, { key: draft.nextKey, category, impact: draft.impacts.length - 1, severity: "amber" }],
  nextKey: draft.nextKey + 1,
});

export const removeFloor = (draft: MatrixDraft, index: number): MatrixDraft => ({
  ...draft,
  floors: without(draft.floors, index),
});
