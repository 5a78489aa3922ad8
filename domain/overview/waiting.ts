import { INITIATIVE_STAGE_LABELS, type InitiativeStage } from "../initiative/choice";
import { formatMeasure } from "../shared/figure";
import { counted, countWord, sentence, verb } from "../shared/sentence";

/** How many stand at a stage and for how many days in the median. */
export type StageWait = {
  readonly stage: InitiativeStage | null;
  readonly count: number;
  readonly medianDays: number | null;
};

/** Stages in which an initiative waits for somebody's next step. */
const IN_FLIGHT: readonly InitiativeStage[] = ["business_case", "design_data", "build", "validation", "pilot"];

/**
 * Where the queue is: the stage in flight with the most initiative-days waited (count × median), said with its figures.
 */
export function queueSentence(waits: readonly StageWait[]): string {
  const all = waits.reduce((sum, { count }) => sum + count, 0);
  if (all === 0) return "No initiative is recorded yet.";
  const queues = waits
    .filter(
      (wait) => wait.stage !== null && IN_FLIGHT.includes(wait.stage) && wait.count > 0 && wait.medianDays !== null,
    )
    .sort((a, b) => b.count * (b.medianDays ?? 0) - a.count * (a.medianDays ?? 0));
  const [first] = queues;
  if (!first?.stage || first.medianDays === null)
    return sentence(`${counted(all, "initiative")} ${verb(all, "stands", "stand")} outside build and validation`);
  const stage = INITIATIVE_STAGE_LABELS[first.stage];
  const stand = `${stage} is the queue: ${countWord(first.count)} ${verb(first.count, "stands", "stand")} there`;
  return first.medianDays < 1
    ? `${stand}, since today in the median.`
    : `${stand}, in the median for ${formatMeasure(first.medianDays, first.medianDays === 1 ? "day" : "days")}.`;
}
