import { readAmount } from "../shared/money";
import { RISK_LIMITS } from "./input";
import type { Distribution, RiskKind } from "./response";

/** What one line says of a risk. What it does not say is absent. */
export type QuickRisk = {
  title: string;
  cause: string | null;
  event: string | null;
  consequence: string | null;
  kind: RiskKind;
  /** The code of an initiative, without its @. */
  initiativeCode: string | null;
  /** A category as it was typed, without its #. */
  category: string | null;
  probability: number | null;
  lossLow: number | null;
  lossLikely: number | null;
  lossHigh: number | null;
  distribution: Distribution;
};

export type QuickRead = { ok: true; risk: QuickRisk } | { ok: false; faults: string[] };

/** What the line may say, for the field's help. */
export const QUICK_HELP = "cause -> event -> consequence @initiative code #category p40% $250k (or $100k/$250k/$900k)";

const ARROW = /\s*(?:->|→|=>)\s*/;
const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function readProbability(word: string): { value: number } | { fault: string } {
  const match = /^p\s*=?\s*(\d+(?:\.\d+)?)\s*(%)?$/i.exec(word);
  const number = Number(match?.[1]);
  const value = match?.[2] || number > 1 ? number / 100 : number;
  return match && value <= 1 ? { value } : { fault: `“${word}” is no probability. Write one such as p40%.` };
}

type Sizes = Pick<QuickRisk, "lossLow" | "lossLikely" | "lossHigh" | "distribution">;

function readSizes(word: string, currency: string): { sizes: Sizes } | { fault: string } {
  const parts = word.split("/");
  if (parts.length !== 1 && parts.length !== 3)
    return { fault: `“${word}” gives two amounts. Write one, or low/likely/high.` };
  const read = parts.map((part) => readAmount(part, currency));
  const wrong = read.find((each) => !each.ok);
  if (wrong && !wrong.ok) return { fault: wrong.because };
  const [first = 0, likely = first, high = first] = read.map((each) => (each.ok ? each.minor : 0));
  if (parts.length === 1) return { sizes: { lossLow: null, lossLikely: first, lossHigh: null, distribution: "fixed" } };
  if (!(first <= likely && likely <= high)) return { fault: `“${word}”: low, likely and high must ascend.` };
  return { sizes: { lossLow: first, lossLikely: likely, lossHigh: high, distribution: "pert" } };
}

const isAmount = (word: string) => /^(?:[$€£]|[A-Z]{3}(?=\d))\d/.test(word);
const isProbability = (word: string) => /^p=?\d/i.test(word);

/**
 * Reads one line such as "Lab release recoded lactate -> recall falls -> late treatment @AI-14 p40% $250k". A word with @
 * is an initiative's code, with # a category, p… a probability, an amount with its currency a loss; "opportunity:" in front
 * makes it one. Every fault is said at once. Amounts are minor units of the currency given.
 */
export function readQuickRisk(line: string, currency: string): QuickRead {
  const faults: string[] = [];
  const opportunity = /^\s*opportunity\s*:\s*/i.exec(line);
  const said: { initiative: string[]; category: string[]; probability: number[]; sizes: Sizes[] } = {
    ...{ initiative: [], category: [], probability: [], sizes: [] },
  };
  const words = line
    .slice(opportunity?.[0].length ?? 0)
    .split(/\s+/)
    .filter((word) => {
      if (word === "@" || word === "#") {
        faults.push(word === "@" ? "After @ comes the code of an initiative." : "After # comes a category.");
        return false;
      }
      if (/^@\S/.test(word)) said.initiative.push(word.slice(1));
      else if (/^#\S/.test(word)) said.category.push(word.slice(1));
      else if (isProbability(word)) {
        const read = readProbability(word);
        if ("fault" in read) faults.push(read.fault);
        else said.probability.push(read.value);
      } else if (isAmount(word)) {
        const read = readSizes(word, currency);
        if ("fault" in read) faults.push(read.fault);
        else said.sizes.push(read.sizes);
      } else return true;
      return false;
    });
  for (const [what, given] of [
    ["initiative", said.initiative],
    ["category", said.category],
    ["probability", said.probability],
    ["loss", said.sizes],
  ] as const)
    if (given.length > 1) faults.push(`The line names more than one ${what}.`);

  const text = words.join(" ").trim();
  const named = /^([^:]{1,200}?)\s*:\s+(?=.*(?:->|→|=>))/.exec(text);
  const parts = text.slice(named?.[0].length ?? 0).split(ARROW);
  if (text === "") faults.push("Say what might happen.");
  else if (parts.some((part) => part === ""))
    faults.push("An arrow leads nowhere: write cause -> event -> consequence.");
  else if (parts.length > 3)
    faults.push("More than two arrows: write cause -> event -> consequence, and the rest in the risk itself.");
  const [one = "", two, three] = parts;
  const [cause, event, consequence] =
    three !== undefined ? [one, two ?? null, three] : two !== undefined ? [null, one, two] : [null, null, null];
  const title = sentence(named?.[1] ?? event ?? one);
  if (title.length > RISK_LIMITS.title) faults.push(`The title has more than ${RISK_LIMITS.title} characters.`);
  if (faults.length > 0) return { ok: false, faults };
  const none: Sizes = { lossLow: null, lossLikely: null, lossHigh: null, distribution: "fixed" };
  return {
    ok: true,
    risk: {
      ...{ title, cause, event, consequence, kind: opportunity ? "opportunity" : "threat" },
      initiativeCode: said.initiative[0] ?? null,
      category: said.category[0] ?? null,
      probability: said.probability[0] ?? null,
      ...(said.sizes[0] ?? none),
    },
  };
}
