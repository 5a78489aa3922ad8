import type { inferRouterOutputs } from "@trpc/server";
import type { StatusKind } from "@/components/ui/status";
import type { ModelHealth } from "@/domain/metric/health";
import type { AppRouter } from "@/server/trpc/root";

type Outputs = inferRouterOutputs<AppRouter>["initiative"];
export type InitiativeRow = Outputs["rows"]["rows"][number];
export type InitiativeData = Outputs["get"];
export type FormChoices = Outputs["choices"];
export type CourseData = Outputs["courses"][number];
export type MeasuresData = Outputs["measures"];
export type CustomFieldInfo = InitiativeData["fields"][number];

const HEALTH: Record<ModelHealth, StatusKind> = {
  critical: "bad",
  warning: "watch",
  no_data: "stale",
  inside: "good",
  not_measured: "none",
};

export const healthStatus = (health: ModelHealth): StatusKind => HEALTH[health];

const WORST_FIRST: readonly ModelHealth[] = ["critical", "warning", "no_data", "inside", "not_measured"];

/** The worst of some live models; null when there is none. */
export function worstHealth(models: readonly { health: ModelHealth; status: string }[]): ModelHealth | null {
  const live = models.filter(({ status }) => status === "live");
  return WORST_FIRST.find((health) => live.some((model) => model.health === health)) ?? null;
}
