import { excerpt } from "../../import/fault";
import { type FieldCell, oneOf, refused } from "../../import/fielded";
import { choiceKey, phraseOf } from "../../import/label";
import type { Contradiction } from "../../import/noun";
import { bandOf, type MatrixDefinition, rate, type Step } from "../matrix";

/** A cell of the matrix, counted from 0. `gravest` is what a file says of the impact without its category. */
export type Rated = { likelihood: number | null; impacts: Record<string, number>; gravest: number | null };
export type Rating = "inherent" | "residual";
export type Category = { key: string; name: string };
export type RatedWorld = { matrix: MatrixDefinition; categories: readonly Category[] };
type WithRatings = Record<Rating, Rated>;
type Cell = FieldCell<WithRatings, RatedWorld>;

export const UNRATED: Rated = { likelihood: null, impacts: {}, gravest: null };

const most = ({ impacts }: Rated): number | null => {
  const values = Object.values(impacts);
  return values.length === 0 ? null : Math.max(...values);
};

/** The step of this name or, counted from 1, of this number. */
export function stepNamed(steps: readonly Step[], text: string): number | null {
  const key = choiceKey(text);
  const byName = steps.findIndex(({ name }) => choiceKey(name) === key);
  if (byName >= 0) return byName;
  const number = /^\d{1,2}$/.test(key) ? Number(key) : 0;
  return number >= 1 && number <= steps.length ? number - 1 : null;
}

const stepTexts = (steps: readonly Step[], index: number | null): string[] =>
  index === null ? [""] : [steps[index]?.name ?? `${index + 1}`, `${index + 1}`];

const noStep = (text: string, steps: readonly Step[]) =>
  refused(
    `“${excerpt(text)}” is no step of the matrix in use.`,
    oneOf(steps.map(({ name }, index) => `${name} (${index + 1})`)),
  );

type Of = { key: string; label: string; words: readonly string[] };

/** Blank cells of a rating say nothing: what was assessed stays assessed. */
const ratingCell = (
  of: Of,
  steps: (matrix: MatrixDefinition) => readonly Step[],
  at: { get: (values: WithRatings) => number | null; put: (values: WithRatings, index: number) => void },
): Cell => ({
  ...of,
  ...{ kind: "text", blank: "stays" },
  set: (values, text, { matrix }) => {
    if (text === "") return null;
    const index = stepNamed(steps(matrix), text);
    if (index === null) return noStep(text, steps(matrix));
    at.put(values, index);
    return null;
  },
  texts: (values, { matrix }) => stepTexts(steps(matrix), at.get(values)),
  token: (values) => `${at.get(values) ?? ""}`,
});

const likelihoods = ({ likelihoods: steps }: MatrixDefinition) => steps;
const impacts = ({ impacts: steps }: MatrixDefinition) => steps;

const likelihoodCell = (kind: Rating, of: Of): Cell =>
  ratingCell(of, likelihoods, {
    get: (values) => values[kind].likelihood,
    put: (values, index) => {
      values[kind].likelihood = index;
    },
  });

const gravestCell = (kind: Rating, of: Of): Cell =>
  ratingCell(of, impacts, {
    get: (values) => values[kind].gravest ?? most(values[kind]),
    put: (values, index) => {
      values[kind].gravest = index;
    },
  });

const impactCell = ({ key, name }: Category): Cell =>
  ratingCell(
    {
      ...{ key: `impact:${key}`, label: `Impact: ${name}` },
      words: [phraseOf(`impact ${name}`), phraseOf(`${name} impact`), phraseOf(`impact on ${name}`)],
    },
    impacts,
    {
      get: ({ residual }) => residual.impacts[key] ?? null,
      put: ({ residual }, index) => {
        residual.impacts[key] = index;
      },
    },
  );

export const ratingCells = ({ categories }: RatedWorld): Cell[] => [
  likelihoodCell("residual", {
    ...{ key: "likelihood", label: "Residual likelihood" },
    words: ["residual likelihood", "likelihood", "current likelihood"],
  }),
  gravestCell("residual", {
    ...{ key: "impact", label: "Residual impact" },
    words: ["residual impact", "impact", "current impact", "severity of impact", "consequence rating"],
  }),
  ...categories.map(impactCell),
  likelihoodCell("inherent", {
    ...{ key: "inherentLikelihood", label: "Inherent likelihood" },
    words: ["inherent likelihood", "gross likelihood", "initial likelihood"],
  }),
  gravestCell("inherent", {
    ...{ key: "inherentImpact", label: "Inherent impact" },
    words: ["inherent impact", "gross impact", "initial impact"],
  }),
];

const same = (a: Rated, b: Rated): boolean =>
  a.likelihood === b.likelihood &&
  Object.keys(a.impacts).length === Object.keys(b.impacts).length &&
  Object.entries(a.impacts).every(([key, index]) => b.impacts[key] === index);

/**
 * Makes a rating whole: an impact without category is one of the risk's own, a likelihood nobody stated is that of the
 * probability. True when it is one to be assessed.
 */
export function settleRating(
  kind: Rating,
  next: Rated,
  was: Rated | null,
  { category, probability, matrix, categories }: RatedWorld & { category: string | null; probability: number | null },
): { faults: Contradiction[]; isNew: boolean } {
  const keys =
    kind === "residual"
      ? { likelihood: "likelihood", impact: "impact" }
      : { likelihood: "inherentLikelihood", impact: "inherentImpact" };
  const faults: Contradiction[] = [];
  const fault = (key: keyof typeof keys, reason: string, cure: string) =>
    faults.push({ keys: [keys[key], keys[key === "impact" ? "likelihood" : "impact"]], value: null, reason, cure });
  const { gravest } = next;
  next.gravest = null;
  if (gravest !== null && gravest !== most(next)) {
    const own = category ?? categories.find(({ key }) => key === "financial")?.key;
    const before = JSON.stringify(was?.impacts ?? {});
    if (before !== JSON.stringify(next.impacts))
      fault(
        "impact",
        "The gravest impact is not the gravest of its categories.",
        "Correct one of them, or leave it blank.",
      );
    else if (own === undefined)
      fault(
        "impact",
        "An impact is one of a category, and the row has none.",
        oneOf(categories.map(({ name }) => name)),
      );
    else next.impacts = { [own]: gravest };
  }
  const gravestNow = most(next);
  if (next.likelihood === null && gravestNow !== null && probability !== null)
    next.likelihood = bandOf(matrix.likelihoods, probability);
  const isNew = was === null ? next.likelihood !== null || gravestNow !== null : !same(next, was);
  if (!isNew || faults.length > 0) return { faults, isNew: false };
  if (next.likelihood === null || gravestNow === null) {
    const lacks = next.likelihood === null ? "likelihood" : "impact";
    fault(lacks, `A rating takes a likelihood and an impact; the ${lacks} is missing.`, "Fill both, or neither.");
    return { faults, isNew: false };
  }
  try {
    rate(matrix, next.likelihood, next.impacts);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    fault("impact", "This cell is not on the matrix in use.", "State the likelihood and every impact again.");
  }
  return { faults, isNew: faults.length === 0 };
}
