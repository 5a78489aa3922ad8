"use client";

import type { inferRouterOutputs } from "@trpc/server";
import { useTRPC } from "@/components/providers/trpc";
import type { RegisterNoun } from "@/domain/table/column";
import type { AppRouter } from "@/server/trpc/root";

type Trpc = ReturnType<typeof useTRPC>;
type Shared = "rows" | "groups" | "board" | "values" | "bulkPreview" | "bulkCommit" | "bulkUndo";

/** The procedures every register has. Written against one of them: the others differ in what a row carries beside its cells. */
export type RegisterApi = Pick<Trpc["member"], Shared>;
export type RowOf<Noun extends RegisterNoun> = inferRouterOutputs<AppRouter>[Noun]["rows"]["rows"][number];

export function useRegisterApi(noun: RegisterNoun): RegisterApi {
  const trpc = useTRPC();
  return trpc[noun] as unknown as RegisterApi;
}
