import type { inferRouterOutputs } from "@trpc/server";
import type { AppRouter } from "@/server/trpc/root";

export type VersionData = inferRouterOutputs<AppRouter>["matrix"]["list"]["versions"][number];

export const versionName = ({ name, number }: Pick<VersionData, "name" | "number">): string =>
  `${name}, version ${number}`;
