import type { inferRouterOutputs } from "@trpc/server";
import type { AppRouter } from "@/server/trpc/root";

type Outputs = inferRouterOutputs<AppRouter>["pack"];

export type PackRow = Outputs["list"]["rows"][number];
export type PackDetail = Outputs["get"];
export type PackSendRow = Outputs["sends"][number];
