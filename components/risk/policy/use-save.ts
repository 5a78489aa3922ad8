"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "@/components/providers/trpc";
import { failureWords } from "@/components/risk/page/use-edit";
import { useRefreshRisk } from "@/components/risk/use-refresh";
import { notify } from "@/components/ui/toast";
import { type EditConflict, quickerSentence } from "@/domain/shared/edit";

type Answer = { outcome: "saved" } | (Pick<EditConflict<object>, "fields"> & { outcome: "conflict" });

/** Saves a part of what was decided about risk; somebody quicker is named, and what they set is shown next. */
export function usePolicySave(onSaved: () => void) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const refreshRisks = useRefreshRisk();
  const [fault, setFault] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const save = async (write: () => Promise<Answer>, message: string) => {
    setBusy(true);
    setFault(null);
    try {
      const result = await write();
      await Promise.all([queries.invalidateQueries({ queryKey: trpc.appetite.pathKey() }), refreshRisks()]);
      if (result.outcome === "conflict") setFault(quickerSentence(result));
      else {
        onSaved();
        await notify({ message });
      }
    } catch (error) {
      setFault(failureWords(error));
    }
    setBusy(false);
  };
  return { save, fault, setFault, busy };
}
