import type { ModelHealth } from "../metric/health";
import { pointZone } from "../metric/point-date";
import { type AttentionReason, type Standing, standingOf } from "../pack/standing";
import { type FlaggedRisks, type RiskLimits, riskAttention } from "../risk/attention";
import { dayOf } from "../shared/day";
import { formatDate, formatDay, formatMeasure } from "../shared/figure";
import { shorten } from "../shared/sentence";
import { isActive } from "./active";
import type { InitiativeStage } from "./choice";

/** Days without a recorded change after which an initiative counts as not updated. */
export const QUIET_DAYS = 30;

/** Stages at which a target date has been met or given up. */
export const ARRIVED: readonly InitiativeStage[] = ["production", "retired"];

const DAY_MS = 86_400_000;

export type LinkedModel = { id: string; name: string; health: ModelHealth; since: Date | null };

/** What is known of one initiative at one instant. */
export type AttentionFacts = {
  stage: InitiativeStage | null;
  targetOn: string | null;
  hasOwner: boolean;
  updatedAt: Date;
  archived: boolean;
  models: readonly LinkedModel[];
  /** Its open risks that gave a reason, by reason, the gravest first. */
  risks: readonly FlaggedRisks[];
  riskLimits: RiskLimits;
};

export type Attention = {
  reason: AttentionReason;
  standing: Standing;
  /** A short sentence without its full stop. */
  words: string;
  /** Whole days it has held, where that is known. */
  days: number | null;
  model: { id: string; name: string } | null;
  /** The risks that gave it, the gravest first, with their terms, and how many more there are. */
  risks: { found: { code: string; title: string; because: string }[]; more: number } | null;
};

export type InitiativeAttention = { status: Standing; reasons: Attention[] };

/** Whole days from one date (YYYY-MM-DD) to a later one. */
export const daysAfter = (from: string, to: string): number =>
  Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS);

const MODEL_REASONS = {
  critical: "model_critical",
  warning: "model_warning",
  no_data: "model_no_data",
} as const satisfies Partial<Record<ModelHealth, AttentionReason>>;

const MODEL_WORDS: Record<(typeof MODEL_REASONS)[keyof typeof MODEL_REASONS], string> = {
  model_critical: "is critical",
  model_warning: "is in warning",
  model_no_data: "sends no data",
};

/** Where one looks from: an instant, and its day in a time zone, which decides whether a target date has passed. */
export type Look = { at: Date; timeZone: string; today: string };

export const lookFrom = (at: Date, timeZone: string): Look => ({ at, timeZone, today: dayOf(at, timeZone) });

/** Why an initiative needs attention, worst first, and how it stands. Archived and retired initiatives need none. */
export function attentionOf(facts: AttentionFacts, { at, timeZone, today }: Look): InitiativeAttention {
  if (!isActive(facts)) return { status: "good", reasons: [] };
  const reasons: Attention[] = [];
  const add = (reason: AttentionReason, words: string, days: number | null, model: Attention["model"] = null) =>
    reasons.push({ reason, standing: standingOf([reason]), words, days, model, risks: null });

  for (const { id, name, health, since } of facts.models) {
    if (health !== "critical" && health !== "warning" && health !== "no_data") continue;
    const reason = MODEL_REASONS[health];
    const days = since ? Math.max(0, Math.floor((at.getTime() - since.getTime()) / DAY_MS)) : null;
    const when = since ? ` since ${formatDay(since, pointZone(since, timeZone))}` : "";
    add(reason, `Model ${shorten(name, 60)} ${MODEL_WORDS[reason]}${when}`, days, { id, name });
  }
  if (facts.targetOn && facts.targetOn < today && !(facts.stage && ARRIVED.includes(facts.stage))) {
    const days = daysAfter(facts.targetOn, today);
    add("target_past", `Target ${formatDate(facts.targetOn)} passed ${formatMeasure(days, "d")} ago`, days);
  }
  if (!facts.hasOwner) add("no_owner", "Nobody is named as owner", null);
  const quiet = Math.floor((at.getTime() - facts.updatedAt.getTime()) / DAY_MS);
  if (quiet > QUIET_DAYS) add("not_updated", `Nothing recorded for ${formatMeasure(quiet, "d")}`, quiet);

  for (const flagged of facts.risks) {
    const said = riskAttention(flagged, { today, timeZone, ...facts.riskLimits });
    if (said) reasons.push({ ...said, standing: standingOf([said.reason]), model: null });
  }

  const order: Standing[] = ["bad", "stale", "watch", "good"];
  reasons.sort((a, b) => order.indexOf(a.standing) - order.indexOf(b.standing));
  return { status: standingOf(reasons.map(({ reason }) => reason)), reasons };
}

/** The reasons of one initiative as one sentence, or that there is none. */
export const attentionSentence = ({ reasons }: InitiativeAttention): string =>
  reasons.length === 0 ? "Nothing needs attention." : `${reasons.map(({ words }) => words).join(". ")}.`;
