import { excerpt } from "../../import/fault";
import { choiceCell, dateCell, type FieldCell, oneOf, refused, textCell } from "../../import/fielded";
import { minorDigits, readAmount } from "../../shared/money";
import { RISK_LIMITS } from "../input";
import { bandOf, middleOf } from "../matrix";
import {
  DISTRIBUTION_LABELS,
  DISTRIBUTIONS,
  RISK_KIND_LABELS,
  RISK_KINDS,
  STRATEGIES,
  STRATEGY_LABELS,
} from "../response";
import { placeCells } from "./place";
import { ratingCells, stepNamed } from "./rating";
import type { RiskValues, RiskWorld } from "./values";

type Cell = FieldCell<RiskValues, RiskWorld>;

/** Choices every organisation has; files name them by other words too. */
export const CHOICES: readonly Cell[] = [
  choiceCell("kind", {
    ...{ label: "Kind", words: ["kind", "threat or opportunity", "type", "risk type"], stays: true },
    options: RISK_KINDS.map((value) => ({ value, label: RISK_KIND_LABELS[value] })),
    synonyms: { threat: ["negative", "risk", "downside"], opportunity: ["positive", "upside", "chance"] },
  }),
  choiceCell("strategy", {
    ...{ label: "Response", words: ["response", "strategy", "treatment", "response strategy", "risk treatment"] },
    options: STRATEGIES.map((value) => ({ value, label: STRATEGY_LABELS[value] })),
    synonyms: {
      avoid: ["avoidance", "terminate", "eliminate"],
      reduce: ["reduction", "mitigate", "mitigation", "treat", "control"],
      transfer: ["transference", "insure", "insurance"],
      accept: ["acceptance", "tolerate", "retain"],
      contingency: ["fallback", "contingency plan"],
      enhance: ["increase"],
    },
  }),
  choiceCell("distribution", {
    ...{ label: "Spread of the loss", words: ["spread of the loss", "distribution", "loss distribution"], stays: true },
    options: DISTRIBUTIONS.map((value) => ({ value, label: DISTRIBUTION_LABELS[value] })),
  }),
];

const moneyCell = (
  key: "lossLow" | "lossLikely" | "lossHigh" | "contingency",
  label: string,
  words: readonly string[],
): Cell => ({
  ...{ key, label, words, kind: "text", blank: "empties" },
  set: (values, text, { currency }) => {
    if (text === "") {
      values[key] = null;
      return null;
    }
    const read = readAmount(text, currency);
    if (!read.ok) return refused(read.because, `Write an amount in ${currency}, such as 250k or 250,000.`);
    values[key] = read.minor;
    return null;
  },
  texts: (values, { currency }) => {
    const amount = values[key];
    return [amount === null ? "" : `${amount / 10 ** minorDigits(currency)}`];
  },
});

const SHARE = /^(\d+(?:\.\d+)?)\s*(%)?$/;
const round = (value: number, places: number) => Number(value.toFixed(places));

const probability: Cell = {
  ...{ key: "probability", label: "Probability, %", kind: "share", blank: "empties" },
  words: ["probability", "probability percent", "chance", "probability of occurrence"],
  set: (values, text, { matrix: { likelihoods } }, { percent }) => {
    const share = SHARE.exec(text);
    if (text === "") values.probability = null;
    else if (share) {
      const value = round(Number(share[1]) / (share[2] || percent ? 100 : 1), 12);
      if (value > 1)
        return refused(`“${excerpt(text)}” is no probability.`, "Write 40 % or, where figures count in ones, 0.4.");
      values.probability = value;
    } else {
      const band = stepNamed(likelihoods, text);
      const middle = band === null ? null : middleOf(likelihoods, band);
      if (band === null || middle === null)
        return refused(
          `“${excerpt(text)}” is no probability and no band of the matrix in use.`,
          `${oneOf(likelihoods.map(({ name }) => name))} Or a percentage, such as 40 %.`,
        );
      const held = values.probability;
      values.probability = held !== null && bandOf(likelihoods, held) === band ? held : middle;
    }
    return null;
  },
  texts: ({ probability: held }) =>
    held === null ? [""] : [`${round(held * 100, 10)} %`, `${round(held * 100, 4)}`, `${round(held * 100, 4)}%`],
};

const text = RISK_LIMITS.text;

/** What columns of a file can fill of a risk. */
export const riskCells = (world: RiskWorld): Cell[] => [
  textCell("code", {
    ...{ label: "Code", words: ["code", "id", "risk id", "ref", "reference", "risk code", "risk ref"] },
    ...{ limit: 60, stays: true },
  }),
  textCell("title", {
    ...{ label: "Risk", limit: RISK_LIMITS.title, missing: "The title is missing." },
    words: ["risk", "title", "risk title", "risk name", "name", "risk description", "description"],
  }),
  textCell("cause", { label: "Cause", words: ["cause", "root cause"], limit: text }),
  textCell("event", { label: "Event", words: ["event", "risk event"], limit: text }),
  textCell("consequence", {
    ...{ label: "Consequence", limit: text },
    words: ["consequence", "consequences", "effect", "impact description"],
  }),
  choiceCell("category", {
    ...{ label: "Category", words: ["category", "risk category"] },
    options: world.categories.map(({ key, name }) => ({ value: key, label: name })),
  }),
  ...CHOICES,
  ...placeCells,
  probability,
  ...ratingCells(world),
  moneyCell("lossLow", "Low loss", ["low loss", "minimum loss", "lowest loss"]),
  moneyCell("lossLikely", "Likely loss", ["likely loss", "loss", "most likely loss", "cost impact", "cost"]),
  moneyCell("lossHigh", "High loss", ["high loss", "maximum loss", "highest loss"]),
  moneyCell("contingency", "Contingency", ["contingency", "contingency amount"]),
  textCell("contingencyPlan", { label: "Contingency plan", words: ["contingency plan", "fallback plan"], limit: text }),
  textCell("contingencyTrigger", {
    label: "Contingency trigger",
    words: ["contingency trigger", "trigger"],
    limit: text,
  }),
  dateCell("proximityOn", { label: "Proximity", words: ["proximity", "proximity date", "could happen on"] }),
  dateCell("reviewOn", { label: "Next review", words: ["next review", "review", "review date", "next review date"] }),
  dateCell("raisedOn", {
    ...{ label: "Raised", words: ["raised", "date raised", "raised on", "identified", "date identified"], stays: true },
  }),
  textCell("correlationGroup", { label: "Common cause", words: ["common cause"], limit: RISK_LIMITS.short }),
];
