import type { inferRouterOutputs } from "@trpc/server";
import type { AppRouter } from "@/server/trpc/root";

type Outputs = inferRouterOutputs<AppRouter>["seal"];

export type SealList = Outputs["list"];
export type SealRow = SealList["rows"][number];
export type RecordVersion = Outputs["versions"][number];

/** The whole record with its seals, as a file. */
export const recordAddress = (org: string): string => `/api/record?${new URLSearchParams({ org })}`;

/** The proof of one version, as a file. */
export const proofAddress = (org: string, { table, id, at }: Pick<RecordVersion, "table" | "id" | "at">): string =>
  `/api/proof?${new URLSearchParams({ org, table, id, since: at })}`;
