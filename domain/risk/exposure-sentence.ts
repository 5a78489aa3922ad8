import { printNumber } from "@/domain/shared/number";
import type { ExposureFigures } from "./exposure-figures";

/** Mean and percentile of one loss: a thin tail, a wide one, or a tail so long that the mean lies beyond P80. */
export type Agreement = "none" | "agree" | "wide" | "tail";

const WIDE = 1.5; // P80 above this many times the mean

/** How the expected loss and P80, in minor units, stand to each other. */
export function agreementOf({ expected, p80 }: Pick<ExposureFigures, "expected" | "p80">): Agreement {
  if (expected <= 0 && p80 <= 0) return "none";
  if (expected > p80) return "tail";
  return p80 > expected * WIDE ? "wide" : "agree";
}

/** Says both figures and, where they disagree, what follows. `money` writes minor units. */
export function agreementSentence(
  figures: Pick<ExposureFigures, "expected" | "p80" | "p90">,
  money: (minor: number) => string,
): string {
  const [expected, p80, p90] = [figures.expected, figures.p80, figures.p90].map((minor) => money(minor));
  switch (agreementOf(figures)) {
    case "none":
      return "No loss is expected: what may be gained outweighs what may be lost.";
    case "tail":
      return `The expected loss, ${expected}, is more than P80, ${p80}: in four cases of five less is lost, and a rare large loss carries the mean. P90 is ${p90}.`;
    case "wide":
      return `The expected loss is ${expected}, but P80 is ${p80}: holding the expected loss would fall short more often than one time in five.`;
    case "agree":
      return `The expected loss, ${expected}, and P80, ${p80}, tell the same story.`;
  }
}

const WORDS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
const CASES = new Map([
  [2, "two"],
  [3, "three"],
  [4, "four"],
  [5, "five"],
  [10, "ten"],
  [20, "twenty"],
]);
const CLOSE = 0.0101; // one point in a hundred

/**
 * A chance in words that a committee says: "one in four", "three in ten", "less than one in a hundred". The nearest simple
 * share, when it is within one point in a hundred; else so many in a hundred.
 */
export function chanceInWords(chance: number): string {
  if (chance <= 0) return "none";
  if (chance >= 1) return "certain";
  if (chance < 0.01) return "less than one in a hundred";
  if (chance > 0.99) return "more than ninety-nine in a hundred";
  let best = { miss: CLOSE, text: `${Math.round(chance * 100)} in a hundred` };
  for (const [cases, name] of CASES) {
    const times = Math.round(chance * cases);
    const miss = Math.abs(chance - times / cases);
    const word = times < cases ? WORDS[times] : undefined;
    if (times >= 1 && word && miss < best.miss - 1e-9) best = { miss, text: `${word} in ${name}` };
  }
  return best.text;
}

/** "The chance of losing more than $5.0 M is one in four; the appetite is one in ten." Null when no limit is set. */
export function limitSentence(
  { limit }: Pick<ExposureFigures, "limit">,
  money: (minor: number) => string,
): string | null {
  if (!limit) return null;
  const { found, chance } = limit;
  const words = [found, chance].map(chanceInWords);
  // Two chances that differ must not be said alike.
  const style = { digits: [0, 2] as const, percent: true };
  const [is, borne] =
    words[0] === words[1] && found !== chance ? [found, chance].map((each) => printNumber(each, style)) : words;
  return `The chance of losing more than ${money(limit.amount)} is ${is}; the appetite is ${borne}.`;
}

/** "Expected loss is $3.9 M; one year in ten costs $6.4 M or more." `period` is one of those looked at: "year". */
export function exposureSentence(
  { expected, p90 }: Pick<ExposureFigures, "expected" | "p90">,
  money: (minor: number) => string,
  period: string,
): string {
  const tail = p90 > 0 ? `one ${period} in ten costs ${money(p90)} or more` : `nine ${period}s in ten cost nothing`;
  if (expected < 0) return `On balance a gain of ${money(-expected)} is expected; ${tail}.`;
  return expected === 0 ? "No loss is expected." : `Expected loss is ${money(expected)}; ${tail}.`;
}

/** How the figures came about, and what a percentile is. */
export const METHOD_MEANING: Record<ExposureFigures["method"], string> = {
  exact:
    "Worked out exactly, since every amount is fixed. P80 is the smallest loss that is not passed in 80 years of 100.",
  simulated:
    "From 10,000 trials of one seed: the same risks always give the same figures. P80 is the smallest loss that is not passed in 80 years of 100.",
};
