import { countByEdges, quantileEdges } from "@/domain/metric/bins";
import type { Scored } from "@/domain/metric/confusion";
import { type LogisticModel, score, sigmoid, train } from "@/server/sample-model/logistic";
import { type Random, randomFrom, seedOf } from "@/server/sample-model/random";
import { type ModelStory, progress } from "@/server/sample-model/story";

export type Case = { x: number[]; y: boolean };
export type ScoredCase = Scored & { x: number[] };

const REFERENCE_ROWS = 8000;

function draw(story: ModelStory, random: Random, covariate: number, concept: number): Case {
  const x = story.inputs.map((_, at) => random.normal() + covariate * (story.shift[at] ?? 0));
  const mix = (before: number, after: number): number => before + concept * (after - before);
  const logit = x.reduce(
    (sum, value, at) => sum + value * mix(story.truth.weights[at] ?? 0, story.drifted.weights[at] ?? 0),
    mix(story.truth.intercept, story.drifted.intercept),
  );
  return { x, y: random.uniform() < sigmoid(logit) };
}

/** The population the model was built on, before anything drifted. */
export function referencePopulation(story: ModelStory): Case[] {
  const random = randomFrom(seedOf(`${story.name} reference`));
  return Array.from({ length: REFERENCE_ROWS }, () => draw(story, random, 0, 0));
}

/** All cases of one day. `concept` overrides the story, for a drift that is forced. */
export function casesOf(story: ModelStory, day: number, concept = progress(story.concept, day)): Case[] {
  const random = randomFrom(seedOf(`${story.name} ${day}`));
  const weekend = (((day % 7) + 7) % 7) % 6 === 0; // fewer cases on two days of seven
  const count = Math.round(story.casesADay * (weekend ? 0.8 : 1) * (0.95 + 0.1 * random.uniform()));
  const covariate = progress(story.covariate, day);
  return Array.from({ length: count }, () => draw(story, random, covariate, concept));
}

/** Times to a score on one day, in seconds. */
export function latenciesOf(story: ModelStory, day: number, count: number): number[] {
  const random = randomFrom(seedOf(`${story.name} latency ${day}`));
  const { median, spread } = story.latency;
  return Array.from({ length: count }, () => median * Math.exp(spread * random.normal()));
}

/** A version as it was released: trained, its threshold set, its reference bins fixed. */
export type Release = {
  label: string;
  model: LogisticModel;
  threshold: number;
  scoreBins: { edges: number[]; counts: number[] };
  inputBins: { edges: number[]; counts: number[] }[];
};

const bins = (values: number[]): { edges: number[]; counts: number[] } => {
  const edges = quantileEdges(values);
  return { edges, counts: countByEdges(values, edges) };
};

export function release(story: ModelStory, version: ModelStory["versions"][number]): Release {
  const reference = referencePopulation(story);
  const model = train(reference.slice(0, version.rows), version.inputs);
  const scores = reference.map(({ x }) => score(model, x));
  const found = scores.filter((_, at) => reference[at]?.y).sort((a, b) => b - a);
  return {
    label: version.label,
    model,
    threshold: found[Math.floor(found.length * story.targetRecall)] ?? 0.5,
    scoreBins: bins(scores),
    inputBins: story.inputs.map((_, at) => bins(reference.map(({ x }) => x[at] ?? 0))),
  };
}

export function scoreCases({ model, threshold }: Release, cases: readonly Case[]): ScoredCase[] {
  return cases.map(({ x, y }) => {
    const value = score(model, x);
    return { x, score: value, predicted: value >= threshold, actual: y };
  });
}
