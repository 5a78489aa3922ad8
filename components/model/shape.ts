import type { inferRouterOutputs } from "@trpc/server";
import type { AppRouter } from "@/server/trpc/root";

type Outputs = inferRouterOutputs<AppRouter>;

export type ModelData = Outputs["model"]["get"];
export type MeasureData = ModelData["measures"][number];
export type RuleData = ModelData["rules"][number];
export type AlertData = RuleData["fired"][number];
export type ModelRow = Outputs["model"]["rows"]["rows"][number];
export type Provenance = Outputs["metric"]["provenance"];
