"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTRPC } from "@/components/providers/trpc";
import { notify } from "@/components/ui/toast";

/** Marks notifications; what is shown follows at once. */
export function useNotifications(org: string) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const refresh = () => queries.invalidateQueries({ queryKey: trpc.notification.pathKey() });
  const onError = (error: { message: string }) => void notify({ message: error.message, tone: "bad" });
  const mark = useMutation(trpc.notification.mark.mutationOptions({ onSuccess: refresh, onError }));
  const markAll = useMutation(trpc.notification.markAll.mutationOptions({ onSuccess: refresh, onError }));
  return {
    mark: (ids: string[], read: boolean) => mark.mutate({ org, ids, read }),
    markAll: () => markAll.mutate({ org }),
    busy: mark.isPending || markAll.isPending,
  };
}
