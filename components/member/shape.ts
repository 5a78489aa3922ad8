import type { inferRouterOutputs } from "@trpc/server";
import type { AppRouter } from "@/server/trpc/root";

export type MemberRow = inferRouterOutputs<AppRouter>["member"]["rows"]["rows"][number];
