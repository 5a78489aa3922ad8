"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "@/components/providers/trpc";
import { failureWords } from "@/components/risk/page/use-edit";
import { useRefreshRisk } from "@/components/risk/use-refresh";
import { notify } from "@/components/ui/toast";
import { type EditConflict, quickerSentence } from "@/domain/shared/edit";

type Answer = { outcome?: "saved" } | (Pick<EditConflict<object>, "fields"> & { outcome: "conflict" });
/** What somebody quicker made of an entry, until a choice is made. */
export type EntryMet = { conflict: EditConflict<object>; settle: (patch: object, version: number) => void };

/**
 * Writes an entry of the log. Where two people edited the same field both values wait for a choice; whoever was quicker
 * with an outcome is named. What was typed stays.
 */
export function useEntryWrite(onDone: () => void) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const refreshRisks = useRefreshRisk();
  const [fault, setFault] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [met, setMet] = useState<EntryMet | null>(null);
  const write = async (send: () => Promise<Answer>, message: string) => {
    setBusy(true);
    setFault(null);
    try {
      const result = await send();
      const parts = [trpc.raid, trpc.assumption, trpc.issue];
      await Promise.all([
        refreshRisks(),
        ...parts.map((part) => queries.invalidateQueries({ queryKey: part.pathKey() })),
      ]);
      if (result.outcome === "conflict") setFault(`${quickerSentence(result)} What you typed is still here.`);
      else {
        onDone();
        await notify({ message });
      }
    } catch (error) {
      setFault(failureWords(error));
    }
    setBusy(false);
  };
  /** An edit over the version that was seen. */
  const writeEdit = async <Patch extends object>(
    send: (patch: Patch, version: number) => Promise<{ outcome: "saved" } | EditConflict<Patch>>,
    { patch, version }: { patch: Patch; version: number },
    message: string,
  ): Promise<void> => {
    setMet(null);
    await write(async () => {
      const result = await send(patch, version);
      if (result.outcome === "saved") return result;
      const settle = (chosen: object, seen: number) =>
        void writeEdit(send, { patch: chosen as Patch, version: seen }, message);
      setMet({ conflict: result, settle });
      return result;
    }, message);
  };
  return { write, writeEdit, fault, setFault, busy, met, back: () => setMet(null) };
}

/** Where an entry stands, for its form. */
export function placeOf(entry: {
  programId: string | null;
  programName: string | null;
  initiativeId: string | null;
  initiativeName: string | null;
  modelId: string | null;
  modelName: string | null;
}) {
  if (entry.programId) return { noun: "program" as const, id: entry.programId, name: entry.programName ?? "" };
  if (entry.modelId) return { noun: "model" as const, id: entry.modelId, name: entry.modelName ?? "" };
  if (entry.initiativeId)
    return { noun: "initiative" as const, id: entry.initiativeId, name: entry.initiativeName ?? "" };
  return { noun: "portfolio" as const, id: "", name: "" };
}
