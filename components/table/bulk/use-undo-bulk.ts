"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { RegisterState } from "@/components/table/use-register";
import { notify } from "@/components/ui/toast";

/** The way back that a notice of a bulk edit offers; nothing when nothing was changed. */
export function useUndoBulk({ org, api }: Pick<RegisterState, "org" | "api">) {
  const queries = useQueryClient();
  const undo = useMutation(
    api.bulkUndo.mutationOptions({
      onSuccess: async () => {
        await queries.invalidateQueries();
        await notify({ message: "It stands as before again." });
      },
      onError: (error) => notify({ message: error.message, tone: "bad" }),
    }),
  );
  return (changeId: string | null) =>
    changeId ? { action: { label: "Undo", onSelect: () => undo.mutate({ org, changeId }) } } : {};
}
