/** How an initiative stands, worst first; the shape and colour of its mark follow. */
export const STANDINGS = ["bad", "stale", "watch", "good"] as const;
export type Standing = (typeof STANDINGS)[number];

export const INITIATIVE_WORDS: Record<Standing, string> = {
  bad: "off track",
  stale: "no fresh data",
  watch: "watch",
  good: "on track",
};

/** States of a model as its rules see it, worst first. `not_measured`: no rule watches it yet. */
export const MODEL_STATES = ["critical", "warning", "no_data", "inside", "not_measured"] as const;
export type ModelState = (typeof MODEL_STATES)[number];

export const MODEL_WORDS: Record<ModelState, string> = {
  critical: "critical",
  warning: "warning",
  no_data: "no data",
  inside: "inside",
  not_measured: "not measured",
};

/** Outside its limits: warning or critical. A model without fresh data is neither inside nor outside. */
export const isOutside = (state: ModelState): boolean => state === "critical" || state === "warning";

/** Why an initiative needs attention, in the order the reasons are said. */
export const ATTENTION_REASONS = [
  "model_critical",
  "target_past",
  "risk_imminent",
  "model_no_data",
  "not_updated",
  "model_warning",
  "no_owner",
  "risk_beyond",
  "response_overdue",
  "acceptance_lapsed",
  "risk_raised",
] as const;
export type AttentionReason = (typeof ATTENTION_REASONS)[number];

/** A reason as a filter, a figure's term or a column names it. */
export const REASON_LABELS: Record<AttentionReason, string> = {
  model_critical: "model critical",
  target_past: "target date past",
  model_no_data: "model without data",
  not_updated: "not updated for 30 days",
  model_warning: "model in warning",
  no_owner: "no owner",
  risk_imminent: "risk red and imminent",
  risk_beyond: "risk above tolerance",
  response_overdue: "response to a risk overdue",
  acceptance_lapsed: "acceptance of a risk lapsed",
  risk_raised: "risk raised by a live breach",
};

const STANDING_OF: Record<AttentionReason, Standing> = {
  model_critical: "bad",
  target_past: "bad",
  model_no_data: "stale",
  not_updated: "stale",
  model_warning: "watch",
  no_owner: "watch",
  risk_imminent: "bad",
  risk_beyond: "watch",
  response_overdue: "watch",
  acceptance_lapsed: "watch",
  risk_raised: "watch",
};

/** The worst its reasons allow: red before grey before amber, so that old data is never shown as better than it is. */
export const standingOf = (reasons: readonly AttentionReason[]): Standing =>
  STANDINGS.find((standing) => reasons.some((reason) => STANDING_OF[reason] === standing)) ?? "good";
