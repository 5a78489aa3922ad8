"use client";

import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import type { InitiativeEditState } from "@/components/initiative/page/use-edit";
import type { InitiativeData } from "@/components/initiative/shape";
import { useTRPC } from "@/components/providers/trpc";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field, Textarea } from "@/components/ui/field";
import { notify } from "@/components/ui/toast";
import { initiativeArchival } from "@/domain/initiative/edit";

type Props = { org: string; page: InitiativeData; edit: InitiativeEditState; onClose: () => void };

/** Archives an initiative or brings it back, with a reason. */
export function ArchiveDialog({ org, page, edit, onClose }: Props) {
  const trpc = useTRPC();
  const [reason, setReason] = useState("");
  const [fault, setFault] = useState<string | null>(null);
  const archived = page.archivedAt !== null;
  const options = {
    onSuccess: async ({ changeId }: { changeId: string }) => {
      onClose();
      await edit.refresh();
      await notify({
        message: archived ? "Back in the register" : "Archived",
        action: { label: "Undo", onSelect: () => edit.undoChange(changeId) },
      });
    },
    onError: (error: { message: string }) => setFault(error.message),
  };
  const archive = useMutation(trpc.initiative.archive.mutationOptions(options));
  const restore = useMutation(trpc.initiative.restore.mutationOptions(options));
  const submit = () => {
    const parsed = initiativeArchival.safeParse({ id: page.id, reason });
    if (!parsed.success) return setFault(parsed.error.issues[0]?.message ?? "Say why.");
    (archived ? restore : archive).mutate({ org, ...parsed.data });
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={archived ? "Restore this initiative" : "Archive this initiative"}
      description={
        archived
          ? "It comes back into lists, counts and packs, and can be changed again."
          : "It leaves lists, counts and packs and can no longer be changed. Its page and its record stay, and it can be restored."
      }
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            tone={archived ? "primary" : "danger"}
            busy={archive.isPending || restore.isPending ? "Recording" : false}
            onClick={submit}
          >
            {archived ? "Restore" : "Archive"}
          </Button>
        </>
      }
    >
      <Field label="Reason" error={fault ?? undefined} required>
        <Textarea rows={3} value={reason} onChange={(event) => setReason(event.target.value)} />
      </Field>
    </Dialog>
  );
}
