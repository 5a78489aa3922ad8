import { dayOf, type StoryClock } from "@/server/sample-model/clock";
import { Scorer } from "@/server/sample-model/figures";
import { pageOf, type Sample, samplesAt } from "@/server/sample-model/page";
import { STORIES } from "@/server/sample-model/story";

export const makeScorers = (): Scorer[] => STORIES.map((story) => new Scorer(story));

/** How far back a page reads for what came late or was corrected. */
export const OVERLAP_DAYS = 35;

/**
 * What the service would have served at one instant after another, in OpenMetrics text: each page holds only what is new
 * or changed since the page before, so that history can be stored the way live figures are. Labels of the past came as
 * late as they do when the sample is made. Instants ascend, at most five weeks apart; days before `from` are left out.
 */
export function* historyPages(
  clock: StoryClock,
  from: Date,
  instants: Iterable<Date>,
  scorers: readonly Scorer[] = makeScorers(),
): Generator<{ at: Date; page: string; samples: number }> {
  const served = new Map<string, number>();
  const firstDay = dayOf(clock, from);
  const key = ({ measure, model, day }: Sample): string => `${measure.name} ${model} ${day}`;
  for (const at of instants) {
    const reach = dayOf(clock, at) - 2 * OVERLAP_DAYS;
    const all = samplesAt(scorers, clock, at, Math.max(firstDay, reach));
    const fresh = all.filter((sample) => !Object.is(served.get(key(sample)), sample.value));
    for (const sample of fresh) served.set(key(sample), sample.value);
    if (fresh.length > 0) yield { at, page: pageOf(fresh, clock), samples: fresh.length };
  }
}

const DAY_MS = 86_400_000;

/** Instants from one to another: every week, then every day of the last nine weeks, the last one included. */
export function* deliveries(from: Date, to: Date): Generator<Date> {
  const daily = to.getTime() - 63 * DAY_MS;
  let time = from.getTime();
  while (time < to.getTime()) {
    yield new Date(time);
    time += time < daily ? 7 * DAY_MS : DAY_MS;
  }
  yield to;
}
