import { countByEdges, percentile } from "@/domain/metric/bins";
import { psi } from "@/domain/metric/drift";
import { evaluate } from "@/domain/metric/evaluation";
import { type Figure, isDefined } from "@/domain/metric/figure";
import {
  casesOf,
  latenciesOf,
  type Release,
  release,
  type ScoredCase,
  scoreCases,
} from "@/server/sample-model/population";
import type { ModelStory } from "@/server/sample-model/story";

/** What is known of a day. Rates and drift are over the seven days that end with it, the rest over the day itself. */
export type DayFigures = {
  version: string;
  recall: Figure;
  precision: Figure;
  auc: Figure;
  scorePsi: Figure;
  /** The input that moved most. */
  inputPsi: Figure;
  predictions: number;
  latency: Figure;
};

const WINDOW_DAYS = 7;

const worst = (figures: Figure[]): Figure => {
  const known = figures.filter(isDefined);
  return known.length === 0 ? { undefined: "no case" } : Math.max(...known);
};

/** A day's scored cases, and how they fall into the bins of their version's reference. */
type ScoredDay = { cases: ScoredCase[]; scoreCounts: number[]; inputCounts: number[][] };

const addUp = (lists: readonly number[][]): number[] =>
  (lists[0] ?? []).map((_, at) => lists.reduce((sum, list) => sum + (list[at] ?? 0), 0));

/** Scores days of one model, each once. */
export class Scorer {
  readonly #releases: { fromDay: number; release: Release }[];
  readonly #days = new Map<string, ScoredDay>();
  readonly #figures = new Map<string, DayFigures>();

  constructor(readonly story: ModelStory) {
    this.#releases = story.versions.map((version) => ({ fromDay: version.fromDay, release: release(story, version) }));
  }

  /** `forced`: as if concept drift were complete, whatever the story says. */
  figures(day: number, forced = false): DayFigures {
    const key = `${day} ${forced}`;
    const known = this.#figures.get(key) ?? this.#compute(day, forced);
    this.#figures.set(key, known);
    return known;
  }

  releaseOn(day: number): Release {
    const live = this.#releases.filter(({ fromDay }) => fromDay <= day).at(-1) ?? this.#releases[0];
    if (!live) throw new RangeError(`${this.story.name} has no version`);
    return live.release;
  }

  /** A day as one version scores it: the week behind a release is scored by the release. */
  #scored(day: number, forced: boolean, live: Release): ScoredDay {
    const key = `${day} ${forced} ${live.label}`;
    const known = this.#days.get(key);
    if (known) return known;
    const cases = scoreCases(live, casesOf(this.story, day, forced ? 1 : undefined));
    const scored: ScoredDay = {
      cases,
      scoreCounts: countByEdges(
        cases.map((row) => row.score),
        live.scoreBins.edges,
      ),
      inputCounts: live.inputBins.map(({ edges }, at) =>
        countByEdges(
          cases.map(({ x }) => x[at] ?? 0),
          edges,
        ),
      ),
    };
    this.#days.set(key, scored);
    this.#days.delete(`${day - 2 * WINDOW_DAYS} ${forced} ${live.label}`); // days are asked for in order
    return scored;
  }

  #compute(day: number, forced: boolean): DayFigures {
    const live = this.releaseOn(day);
    const week = Array.from({ length: WINDOW_DAYS }, (_, back) => this.#scored(day - back, forced, live));
    const { recall, precision, auc } = evaluate(week.flatMap(({ cases }) => cases));
    const predictions = week[0]?.cases.length ?? 0;
    return {
      version: live.label,
      recall,
      precision,
      auc,
      scorePsi: psi(live.scoreBins.counts, addUp(week.map(({ scoreCounts }) => scoreCounts))),
      inputPsi: worst(
        live.inputBins.map(({ counts }, at) =>
          psi(counts, addUp(week.map(({ inputCounts }) => inputCounts[at] ?? []))),
        ),
      ),
      predictions,
      latency: percentile(latenciesOf(this.story, day, predictions), 0.95),
    };
  }
}
