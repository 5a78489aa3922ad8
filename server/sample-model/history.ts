import { dayOf, type StoryClock } from "@/server/sample-model/clock";
import { Scorer } from "@/server/sample-model/figures";
import { pageOf, type Sample, samplesAt } from "@/server/sample-model/page";
import { STORIES } from "@/server/sample-model/story";

export const makeScorers = (): Scorer[] => STORIES.map((story) => new Scorer(story));

/** How far back a page reads for what came late or was corrected. */
export const OVERLAP_DAYS = 35;
const DAY_MS = 86_400_000;

/**
 * What the service would have served day after day between two instants, in OpenMetrics text: each page holds only what
 * is new or changed since the page before, so that history can be stored the way live figures are. Labels of the past
 * came as late as they do when the sample is made.
 */
export function* historyPages(
  clock: StoryClock,
  from: Date,
  to: Date,
  scorers: readonly Scorer[] = makeScorers(),
): Generator<{ at: Date; page: string; samples: number }> {
  const served = new Map<string, number>();
  const firstDay = dayOf(clock, from);
  const key = ({ measure, model, day }: Sample): string => `${measure.name} ${model} ${day}`;
  for (let time = from.getTime(); ; time += DAY_MS) {
    const at = new Date(Math.min(time, to.getTime()));
    const all = samplesAt(scorers, clock, at, Math.max(firstDay, dayOf(clock, at) - OVERLAP_DAYS));
    const fresh = all.filter((sample) => !Object.is(served.get(key(sample)), sample.value));
    for (const sample of fresh) served.set(key(sample), sample.value);
    if (fresh.length > 0) yield { at, page: pageOf(fresh, clock), samples: fresh.length };
    if (at.getTime() >= to.getTime()) return;
  }
}
