import type { inferRouterOutputs } from "@trpc/server";
import type { AppRouter } from "@/server/trpc/root";

type Outputs = inferRouterOutputs<AppRouter>["connection"];

export type ConnectionRow = Outputs["list"][number];
export type ConnectionData = Outputs["get"];
export type PollRunRow = ConnectionData["runs"][number];
export type CheckSteps = Outputs["test"]["steps"];
export type PreviewedSeries = Outputs["preview"]["series"][number];
export type BrowsedSeries = NonNullable<Outputs["browse"]["chosen"]>;
export type BackfillRow = ConnectionData["backfills"][number];
