import { type Amount, highestOf, quantileOf } from "./amount";
import { drawWords, fractionOf, randomState } from "./random";
import type { RiskKind } from "./response";

export const TRIALS = 10_000;

/** What the sums need of a risk. Amounts are gains when it is an opportunity. */
export type ExposedRisk = Amount & {
  id: string;
  kind: RiskKind;
  /** 0 to 1, of coming true within the period looked at. */
  probability: number;
  /** Members of one group share their luck: the graver the trial, the more of them come true and the dearer each. */
  correlationGroup: string | null;
};

export type Draw = { seed: string; trials?: number };

/**
 * Plays every trial of every risk and reports each one that comes true, in whole minor units: a loss above 0, a gain
 * below. A risk draws from a stream of its own, named by its id (or its group), two numbers a trial whether or not it
 * comes true: a risk more, less or changed leaves the draws of all others as they were.
 *
 * @throws RangeError for a probability outside 0 to 1, amounts out of order, an id named twice, or sums past 2^53 − 1.
 */
export function play(
  risks: readonly ExposedRisk[],
  { seed, trials = TRIALS }: Draw,
  cameTrue: (risk: number, trial: number, amount: number) => void,
  /** 1 for each trial to play; the others are drawn and passed over. */
  only?: Uint8Array,
): void {
  checkRisks(risks);
  const words = new Uint32Array(trials * 2);
  for (const members of streams(risks)) {
    const [first] = members;
    const leader = first === undefined ? undefined : risks[first];
    if (!leader) continue;
    const name = leader.correlationGroup === null ? `risk ${leader.id}` : `group ${leader.correlationGroup}`;
    drawWords(randomState(seed, name), words);
    for (const at of members) {
      const risk = risks[at];
      if (risk) playOne(risk, words, (trial, amount) => cameTrue(at, trial, amount), only);
    }
  }
}

function playOne(
  risk: ExposedRisk,
  words: Uint32Array,
  cameTrue: (trial: number, amount: number) => void,
  only: Uint8Array | undefined,
): void {
  const amount = quantileOf(risk);
  const sign = risk.kind === "threat" ? 1 : -1;
  const trials = words.length / 2;
  for (let trial = 0; trial < trials; trial += 1) {
    if (only && only[trial] !== 1) continue;
    if (fractionOf(words[trial * 2] ?? 0) >= risk.probability) continue;
    cameTrue(trial, sign * Math.floor(amount(fractionOf(words[trial * 2 + 1] ?? 0)) + 0.5));
  }
}

/** Places of the risks that draw together: each group, and each risk that is in none. */
export function streams(risks: readonly ExposedRisk[]): number[][] {
  const groups = new Map<string, number[]>();
  const alone: number[][] = [];
  for (const [at, { correlationGroup }] of risks.entries()) {
    if (correlationGroup === null) alone.push([at]);
    else groups.set(correlationGroup, [...(groups.get(correlationGroup) ?? []), at]);
  }
  return [...alone, ...groups.values()];
}

/** @throws RangeError as `play` says. */
export function checkRisks(risks: readonly ExposedRisk[]): void {
  let most = 0;
  for (const risk of risks) {
    if (!(risk.probability >= 0 && risk.probability <= 1)) throw new RangeError(`no probability: ${risk.probability}`);
    most += highestOf(risk);
  }
  if (new Set(risks.map(({ id }) => id)).size < risks.length) throw new RangeError("a risk is named twice");
  if (!Number.isSafeInteger(Math.ceil(most))) throw new RangeError("the sum of the amounts passes 2^53 − 1");
}

/** Net loss of each trial, in the order they were played. Whole numbers: their order of summing leaves no trace. */
export function simulate(risks: readonly ExposedRisk[], draw: Draw): Float64Array {
  const totals = new Float64Array(draw.trials ?? TRIALS);
  play(risks, draw, (_, trial, amount) => {
    totals[trial] = (totals[trial] ?? 0) + amount;
  });
  return totals;
}

export type Driver = {
  id: string;
  /** Its mean over the trials of the tail, in whole minor units; a gain is below 0. */
  mean: number;
  /** Of the mean of those trials; null when that is no loss. */
  share: number | null;
};

/**
 * What makes the tail: over the trials above a loss (when none is, those that reach it), the mean of each risk and its
 * share of their mean. The largest first; risks that never came true there are left out.
 */
export function tailDrivers(risks: readonly ExposedRisk[], draw: Draw, totals: Float64Array, above: number): Driver[] {
  const over = totals.some((total) => total > above);
  const sums = new Float64Array(risks.length);
  let count = 0;
  let whole = 0;
  const inTail = Uint8Array.from(totals, (total) => ((over ? total > above : total >= above) ? 1 : 0));
  for (const [trial, total] of totals.entries()) {
    if (inTail[trial] !== 1) continue;
    count += 1;
    whole += total;
  }
  const add = (risk: number, _: number, amount: number) => {
    sums[risk] = (sums[risk] ?? 0) + amount;
  };
  play(risks, draw, add, inTail);
  return risks
    .flatMap(({ id }, at) => {
      const sum = sums[at] ?? 0;
      return sum === 0 ? [] : [{ id, mean: Math.round(sum / count), share: whole > 0 ? sum / whole : null }];
    })
    .sort((a, b) => b.mean - a.mean || (a.id < b.id ? -1 : 1));
}
