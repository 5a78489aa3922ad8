import type { inferRouterOutputs } from "@trpc/server";
import type { AppRouter } from "@/server/trpc/root";

type Outputs = inferRouterOutputs<AppRouter>["import"];

export type ImportRow = Outputs["list"]["rows"][number];
export type ImportDetail = Outputs["get"];
export type Prepared = Outputs["prepare"];
export type Planned = Outputs["plan"];
