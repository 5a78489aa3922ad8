"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { InitiativeData } from "@/components/initiative/shape";
import { useTRPC } from "@/components/providers/trpc";
import { notify } from "@/components/ui/toast";
import type { InitiativeEdit } from "@/domain/initiative/input";
import type { EditConflict } from "@/domain/shared/edit";

export type Patch = InitiativeEdit["patch"];
type Lists = { tagsSeen?: string[]; people?: string[]; peopleSeen?: string[] };
export type Conflict = {
  label: string;
  met: EditConflict<object>;
  patch: Patch;
  lists: Lists;
  /** Answers the editor that waits. */
  settle: (wrong: string | null) => void;
};

const DISMISSED = "Not saved: somebody else changed this meanwhile. What you typed is still here.";

type Failure = { message: string; data?: { fields?: Record<string, string> | null } | null };

/** The problem of one field, or what the server said. */
const words = (error: Failure): string => Object.values(error.data?.fields ?? {})[0] ?? error.message;

/** Writes fields of one initiative; the first answer to somebody else's edit is to show both values. */
export function useInitiativeEdit(org: string, page: Pick<InitiativeData, "id" | "version">) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [conflict, setConflict] = useState<Conflict | null>(null);
  const refresh = () => queries.invalidateQueries(trpc.initiative.pathFilter());
  const edit = useMutation(trpc.initiative.edit.mutationOptions());
  const undo = useMutation(
    trpc.initiative.undo.mutationOptions({
      onSuccess: async () => {
        await refresh();
        await notify({ message: "The change was taken back." });
      },
      onError: (error) => notify({ message: "It could not be taken back", detail: error.message, tone: "bad" }),
    }),
  );
  const undoChange = (changeId: string) => undo.mutate({ org, id: page.id, changeId });

  /** Null when it is settled, after a choice too; else what is wrong. */
  const save = async (
    label: string,
    patch: Patch,
    lists: Lists = {},
    version = page.version,
  ): Promise<string | null> => {
    try {
      const result = await edit.mutateAsync({ org, id: page.id, version, patch, ...lists });
      if (result.outcome === "conflict") {
        return await new Promise((settle) => setConflict({ met: result, label, patch, lists, settle }));
      }
      await refresh();
      const { changeId } = result;
      await notify({ message: `${label} saved`, action: { label: "Undo", onSelect: () => undoChange(changeId) } });
      return null;
    } catch (error) {
      return words(error as Failure);
    }
  };
  /** Writes what was chosen, and lets the waiting editor go. */
  const resolve = async (kept: Patch) => {
    if (!conflict) return;
    setConflict(null);
    if (Object.keys(kept).length > 0 || conflict.lists.people) {
      conflict.settle(await save(conflict.label, kept, conflict.lists, conflict.met.version));
      return;
    }
    await refresh();
    conflict.settle(null);
  };
  const dismiss = () => {
    conflict?.settle(DISMISSED);
    setConflict(null);
    return refresh();
  };
  return { save, conflict, resolve, dismiss, busy: edit.isPending, undoChange, undoing: undo.isPending, refresh };
}
export type InitiativeEditState = ReturnType<typeof useInitiativeEdit>;
