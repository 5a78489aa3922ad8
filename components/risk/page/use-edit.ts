"use client";

import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "@/components/providers/trpc";
import type { RiskData } from "@/components/risk/shape";
import { useRefreshRisk } from "@/components/risk/use-refresh";
import { notify } from "@/components/ui/toast";
import type { RiskPatch } from "@/domain/risk/input";
import type { EditConflict } from "@/domain/shared/edit";

export type RiskConflict = {
  label: string;
  met: EditConflict<RiskPatch>;
  /** Answers the editor that waits. */
  settle: (wrong: string | null) => void;
};

const DISMISSED = "Not saved: somebody else changed this meanwhile. What you typed is still here.";

type Failure = { message: string; data?: { fields?: Record<string, string> | null } | null };

/** The problem of one field, or what the server said. */
export const failureWords = (error: unknown): string => {
  const { data, message } = error as Failure;
  return Object.values(data?.fields ?? {})[0] ?? message;
};

/** Writes fields of one risk; the first answer to somebody else's edit is to show both values. */
export function useRiskEdit(org: string, page: Pick<RiskData, "id" | "version">) {
  const trpc = useTRPC();
  const refresh = useRefreshRisk();
  const [conflict, setConflict] = useState<RiskConflict | null>(null);
  const edit = useMutation(trpc.risk.edit.mutationOptions());

  /** Null when it is settled, after a choice too; else what is wrong. */
  const save = async (label: string, patch: RiskPatch, version = page.version): Promise<string | null> => {
    try {
      const result = await edit.mutateAsync({ org, id: page.id, version, patch });
      if (result.outcome === "conflict")
        return await new Promise((settle) => setConflict({ met: result, label, settle }));
      await refresh();
      await notify({ message: `${label} saved` });
      return null;
    } catch (error) {
      return failureWords(error);
    }
  };
  /** Writes what was chosen, and lets the waiting editor go. */
  const resolve = async (kept: RiskPatch) => {
    if (!conflict) return;
    setConflict(null);
    if (Object.keys(kept).length > 0) return conflict.settle(await save(conflict.label, kept, conflict.met.version));
    await refresh();
    conflict.settle(null);
  };
  const dismiss = () => {
    conflict?.settle(DISMISSED);
    setConflict(null);
    return refresh();
  };
  return { save, conflict, resolve, dismiss, busy: edit.isPending, refresh };
}
export type RiskEditState = ReturnType<typeof useRiskEdit>;
