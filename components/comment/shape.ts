import type { inferRouterOutputs } from "@trpc/server";
import type { AppRouter } from "@/server/trpc/root";

export type Discussion = inferRouterOutputs<AppRouter>["comment"]["list"];
export type Thread = Discussion["threads"][number];
export type Comment = Thread["replies"][number];
export type May = Discussion["may"];
export type Where = { locale: string | undefined; timeZone: string };
