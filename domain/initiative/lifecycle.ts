import { listOf } from "../shared/sentence";
import { INITIATIVE_STAGE_LABELS, INITIATIVE_STAGES, type InitiativeStage } from "./choice";

/**
 * How a change of stage reads: `forward` by one step, `skip` over some, `backward`, `retire` from anywhere, `reopen` from
 * retired, `first` from "not stated", `unstate` to it, `none` when nothing moves.
 */
export const STAGE_MOVES = ["none", "first", "forward", "skip", "backward", "retire", "reopen", "unstate"] as const;
export type StageMoveKind = (typeof STAGE_MOVES)[number];

export type StageMove = {
  kind: StageMoveKind;
  /** Expected in the ordinary course; the others are allowed, and the reason should say why. */
  natural: boolean;
  /** Stages passed over by a skip, or gone back through. */
  between: InitiativeStage[];
  /** What the person is about to record, in one sentence; null when nothing moves. */
  words: string | null;
};

const label = (stage: InitiativeStage): string => INITIATIVE_STAGE_LABELS[stage];
const lower = (stages: readonly InitiativeStage[]): string => listOf(stages.map((stage) => label(stage).toLowerCase()));

/** What moving from one stage to another means. A null stage is "not stated". */
export function stageMove(from: InitiativeStage | null, to: InitiativeStage | null): StageMove {
  const move = (kind: StageMoveKind, natural: boolean, words: string | null, between: InitiativeStage[] = []) => ({
    kind,
    natural,
    between,
    words,
  });
  if (from === to) return move("none", true, null);
  if (to === null)
    return move("unstate", false, `The stage will no longer be stated; it was ${label(from ?? "idea")}.`);
  if (from === null) return move("first", true, `The stage is stated for the first time: ${label(to)}.`);
  if (from === "retired") return move("reopen", false, `This brings a retired initiative back, to ${label(to)}.`);
  if (to === "retired") {
    const natural = from === "production" || from === "pilot";
    return move("retire", natural, `This retires the initiative from ${label(from)}. It stays in the record.`);
  }
  const [a, b] = [INITIATIVE_STAGES.indexOf(from), INITIATIVE_STAGES.indexOf(to)];
  if (b < a) {
    const between = INITIATIVE_STAGES.slice(b + 1, a);
    return move(
      "backward",
      false,
      `This moves it back from ${label(from)} to ${label(to)}. Say what has to be done again.`,
      between,
    );
  }
  if (b === a + 1) return move("forward", true, `This moves it on from ${label(from)} to ${label(to)}.`);
  const between = INITIATIVE_STAGES.slice(a + 1, b);
  return move(
    "skip",
    false,
    `This passes over ${lower(between)}. Say why ${between.length === 1 ? "it is" : "they are"} not needed.`,
    between,
  );
}

/** The stage an initiative is expected to reach next, or null at the end and when none is stated. */
export function nextStage(from: InitiativeStage | null): InitiativeStage | null {
  return from === null ? "idea" : (INITIATIVE_STAGES[INITIATIVE_STAGES.indexOf(from) + 1] ?? null);
}

/** One stay at a stage. `to` is null while it lasts. */
export type StageStay = {
  stage: InitiativeStage;
  from: Date;
  to: Date | null;
  reason: string | null;
  by: string | null;
};
export type StageVersion = { stage: InitiativeStage | null; at: Date; reason: string | null; by: string | null };

/** The stays behind a list of recorded versions in ascending order; versions that keep the stage prolong a stay. */
export function stageStays(versions: readonly StageVersion[]): StageStay[] {
  const stays: StageStay[] = [];
  let now: InitiativeStage | null = null;
  for (const { stage, at, reason, by } of versions) {
    if (stage === now) continue;
    const last = stays.at(-1);
    if (now !== null && last) last.to = at;
    if (stage !== null) stays.push({ stage, from: at, to: null, reason, by });
    now = stage;
  }
  return stays;
}
