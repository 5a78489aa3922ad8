"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "@/components/providers/trpc";
import { failureWords } from "@/components/risk/page/use-edit";
import { useRefreshRisk } from "@/components/risk/use-refresh";
import { notify } from "@/components/ui/toast";
import type { EditConflict } from "@/domain/shared/edit";

/** Reads again what was decided about risk, and whatever it moves. */
export function useRefreshPolicy(): () => Promise<void> {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const refreshRisks = useRefreshRisk();
  return async () => {
    await Promise.all([queries.invalidateQueries({ queryKey: trpc.appetite.pathKey() }), refreshRisks()]);
  };
}

/** Saves a part of what was decided about risk; what somebody quicker set is held as `met` until a choice is made. */
export function usePolicySave<T extends object>(onSaved: () => void) {
  const refresh = useRefreshPolicy();
  const [fault, setFault] = useState<string | null>(null);
  const [met, setMet] = useState<EditConflict<T> | null>(null);
  const [busy, setBusy] = useState(false);
  const save = async (write: () => Promise<{ outcome: "saved" } | EditConflict<T>>, message: string) => {
    setBusy(true);
    setFault(null);
    try {
      const result = await write();
      await refresh();
      if (result.outcome === "conflict") setMet(result);
      else {
        onSaved();
        await notify({ message });
      }
    } catch (error) {
      setFault(failureWords(error));
    }
    setBusy(false);
  };
  return { save, fault, setFault, met, setMet, busy };
}
