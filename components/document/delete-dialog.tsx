"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { DocumentRow } from "@/components/document/shape";
import { useTRPC } from "@/components/providers/trpc";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field, Textarea } from "@/components/ui/field";
import { notify } from "@/components/ui/toast";
import { documentDelete } from "@/domain/document/input";
import { counted } from "@/domain/shared/sentence";

export function DeleteDialog({ org, row, onClose }: { org: string; row: DocumentRow; onClose: () => void }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [reason, setReason] = useState("");
  const [fault, setFault] = useState<string>();
  const restore = useMutation(trpc.document.restore.mutationOptions());
  const remove = useMutation(
    trpc.document.delete.mutationOptions({
      onSuccess: async () => {
        onClose();
        await queries.invalidateQueries({ queryKey: trpc.document.pathKey() });
        const refresh = () => queries.invalidateQueries({ queryKey: trpc.document.pathKey() });
        await notify({
          message: `${row.name} is deleted.`,
          action: {
            label: "Undo",
            onSelect: () =>
              restore
                .mutateAsync({ org, documentId: row.id })
                .then(refresh)
                .then(() => notify({ message: `${row.name} is back.` }))
                .catch((error: Error) => notify({ message: error.message, tone: "bad" })),
          },
        });
      },
      onError: (error) => setFault(error.message),
    }),
  );
  const submit = () => {
    const parsed = documentDelete.safeParse({ documentId: row.id, reason });
    if (!parsed.success) return setFault(parsed.error.issues[0]?.message);
    remove.mutate({ org, ...parsed.data });
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Delete ${row.name}`}
      description={`The document and its ${counted(row.files.length, "version")} go. The record keeps who put them here, their names and hashes, and your reason; the files themselves are removed after some weeks.`}
      actions={
        <>
          <Button onClick={onClose}>Keep it</Button>
          <Button tone="danger" busy={remove.isPending ? "Deleting" : false} onClick={submit}>
            Delete
          </Button>
        </>
      }
    >
      <Field label="Reason" required error={fault}>
        <Textarea rows={3} value={reason} onChange={(event) => setReason(event.target.value)} />
      </Field>
    </Dialog>
  );
}
