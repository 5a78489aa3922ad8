import type { inferRouterOutputs } from "@trpc/server";
import type { AppRouter } from "@/server/trpc/root";

type Outputs = inferRouterOutputs<AppRouter>["risk"];
export type RiskRow = Outputs["rows"]["rows"][number];
export type RiskCourse = Outputs["courses"][number];
export type ExposureData = Outputs["exposure"];
export type MapData = Outputs["map"];
export type MovedData = Outputs["moved"];
export type AsksData = Outputs["asks"];
export type TrendData = Outputs["trend"];
export type RisksOn = Outputs["on"];
