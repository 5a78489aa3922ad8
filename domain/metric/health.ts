import type { RuleStatus } from "@/domain/metric/rule";

/** What is said of a model on a page. Stale data is grey, never green. */
export const MODEL_HEALTHS = ["critical", "warning", "no_data", "inside", "not_measured"] as const;
export type ModelHealth = (typeof MODEL_HEALTHS)[number];

export const MODEL_HEALTH_TEXT: Record<ModelHealth, string> = {
  critical: "critical",
  warning: "warning",
  no_data: "no fresh data",
  inside: "inside",
  not_measured: "not yet measured",
};

const OF_STATUS: Record<RuleStatus, ModelHealth> = {
  critical: "critical",
  warning: "warning",
  no_data: "no_data",
  ok: "inside",
};

/** The worst of a model's rules; a model without a rule that has looked is not yet measured. */
export function modelHealth(statuses: readonly RuleStatus[]): ModelHealth {
  const found = new Set(statuses.map((status) => OF_STATUS[status]));
  return MODEL_HEALTHS.find((health) => found.has(health)) ?? "not_measured";
}
