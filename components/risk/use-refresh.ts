"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useTRPC } from "@/components/providers/trpc";

/** Reads again whatever a change of a risk may have moved. */
export function useRefreshRisk(): () => Promise<void> {
  const trpc = useTRPC();
  const queries = useQueryClient();
  return async () => {
    const parts = [trpc.risk, trpc.acceptance, trpc.escalation, trpc.indicator, trpc.overview];
    await Promise.all(parts.map((part) => queries.invalidateQueries({ queryKey: part.pathKey() })));
  };
}
