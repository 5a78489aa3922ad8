import { meanOf, varianceOf } from "./amount";
import { checkRisks, type ExposedRisk, streams } from "./simulate";

/** One order for every sum, so that the order in which risks are listed leaves no trace in the last digit. */
export const inOrder = (risks: readonly ExposedRisk[]): ExposedRisk[] =>
  [...risks].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));

const signOf = ({ kind }: ExposedRisk): 1 | -1 => (kind === "threat" ? 1 : -1);

/** Probability × mean loss of its distribution, in minor units, not rounded; below 0 for an opportunity. */
export const expectedValueOf = (risk: ExposedRisk): number => signOf(risk) * risk.probability * meanOf(risk);

/** Sum of the expected values, in minor units, not rounded: opportunities take away. */
export const expectedLoss = (risks: readonly ExposedRisk[]): number =>
  inOrder(risks).reduce((sum, risk) => sum + expectedValueOf(risk), 0);

/**
 * Standard deviation of the net loss as if no risk knew of another: √Σ(E[X²] − E[X]²), in minor units, not rounded.
 * Groups that share their luck spread wider; their spread is in the simulated percentiles.
 */
export function independentSpread(risks: readonly ExposedRisk[]): number {
  const variance = inOrder(risks).reduce((sum, risk) => {
    const mean = meanOf(risk);
    return sum + risk.probability * (varianceOf(risk) + mean * mean) - (risk.probability * mean) ** 2;
  }, 0);
  return Math.sqrt(variance);
}

/** Chance that at least one threat comes true. A group shares its luck: some of it does when its likeliest does. */
export function chanceOfAny(risks: readonly ExposedRisk[]): number {
  let none = 1;
  const groups = new Map<string, number>();
  for (const { kind, probability, correlationGroup } of inOrder(risks)) {
    if (kind === "opportunity") continue;
    if (correlationGroup === null) none *= 1 - probability;
    else groups.set(correlationGroup, Math.max(groups.get(correlationGroup) ?? 0, probability));
  }
  for (const probability of groups.values()) none *= 1 - probability;
  return 1 - none;
}

/** Net losses in ascending order, each with the chance that no more is lost. */
export type LossDistribution = { losses: Float64Array; atMost: Float64Array };

/** Every trial weighs the same. */
export function simulatedDistribution(totals: Float64Array): LossDistribution {
  const losses = totals.slice().sort();
  return { losses, atMost: losses.map((_, at) => (at + 1) / losses.length) };
}

/** Above this many risks, or with one whose amount is not fixed, the distribution is simulated. */
export const EXACT_RISKS = 20;

export const isExact = (risks: readonly ExposedRisk[]): boolean =>
  risks.length <= EXACT_RISKS && risks.every(({ distribution }) => distribution === "fixed");

/**
 * Every possible net loss and its chance, by convolution: at most 2^20 of them.
 *
 * @throws RangeError when an amount is not fixed or the risks are more than 20.
 */
export function exactDistribution(risks: readonly ExposedRisk[]): LossDistribution {
  if (!isExact(risks)) throw new RangeError(`not ${EXACT_RISKS} or fewer risks of fixed amounts`);
  checkRisks(risks);
  let sums: Outcomes = { losses: Float64Array.of(0), chances: Float64Array.of(1) };
  for (const members of together(inOrder(risks))) sums = convolve(sums, outcomesOf(members));
  let below = 0;
  return {
    losses: sums.losses,
    atMost: sums.chances.map((chance) => {
      below += chance;
      return below;
    }),
  };
}

type Outcomes = { losses: Float64Array; chances: Float64Array };

/** Risks that share their luck, and each of the others alone. */
function together(risks: readonly ExposedRisk[]): ExposedRisk[][] {
  return streams(risks).map((places) => places.flatMap((at) => risks[at] ?? []));
}

/** A group's likeliest members come true first: its outcomes are none, the first, the first two, and so on. */
function outcomesOf(members: readonly ExposedRisk[]): { loss: number; chance: number }[] {
  const likeliest = [...members].sort((a, b) => b.probability - a.probability);
  let loss = 0;
  return [null, ...likeliest].map((risk, at) => {
    if (risk) loss += signOf(risk) * risk.likely;
    return { loss, chance: (risk?.probability ?? 1) - (likeliest[at]?.probability ?? 0) };
  });
}

function convolve(sums: Outcomes, outcomes: readonly { loss: number; chance: number }[]): Outcomes {
  let made: Outcomes = { losses: new Float64Array(0), chances: new Float64Array(0) };
  for (const { loss, chance } of outcomes) {
    if (chance === 0) continue;
    const shifted = {
      losses: sums.losses.map((sum) => sum + loss),
      chances: sums.chances.map((each) => each * chance),
    };
    made = merge(made, shifted);
  }
  return made;
}

/** Two ascending lists as one; a loss in both is named once. */
function merge(one: Outcomes, two: Outcomes): Outcomes {
  const most = one.losses.length + two.losses.length;
  const [losses, chances] = [new Float64Array(most), new Float64Array(most)];
  let [left, right, count] = [0, 0, 0];
  while (left < one.losses.length || right < two.losses.length) {
    const [a = Number.POSITIVE_INFINITY, b = Number.POSITIVE_INFINITY] = [one.losses[left], two.losses[right]];
    losses[count] = Math.min(a, b);
    if (a <= b) chances[count] = one.chances[left++] ?? 0;
    if (b <= a) chances[count] = (chances[count] ?? 0) + (two.chances[right++] ?? 0);
    count += 1;
  }
  return { losses: losses.subarray(0, count), chances: chances.subarray(0, count) };
}
