import type { inferRouterOutputs } from "@trpc/server";
import type { StatusKind } from "@/components/ui/status";
import type { Severity } from "@/domain/risk/severity";
import type { AppRouter } from "@/server/trpc/root";

type Outputs = inferRouterOutputs<AppRouter>["risk"];
export type RiskRow = Outputs["rows"]["rows"][number];
export type RiskCourse = Outputs["courses"][number];
export type ExposureData = Outputs["exposure"];
export type MapData = Outputs["map"];
export type MovedData = Outputs["moved"];
export type RisksOn = Outputs["on"];

/** The shape of a class; its word is said beside it. What is borne by most looks alike. */
export const SEVERITY_STATUS: Record<Severity, StatusKind> = {
  red: "bad",
  amber: "watch",
  yellow: "good",
  green: "good",
};
