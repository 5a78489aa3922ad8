"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { FormError } from "@/components/access/form-error";
import type { ConnectionData } from "@/components/connection/shape";
import { useTRPC } from "@/components/providers/trpc";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field, Textarea } from "@/components/ui/field";
import { notify } from "@/components/ui/toast";
import { deletionWords } from "@/domain/connection/sentence";

/** Says what deleting does, and asks why. */
export function DeleteDialog({
  org,
  held,
  measures,
  onClose,
}: {
  org: string;
  held: ConnectionData;
  measures: number;
  onClose: () => void;
}) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const router = useRouter();
  const [reason, setReason] = useState("");
  const remove = useMutation(
    trpc.connection.delete.mutationOptions({
      onSuccess: async () => {
        router.push(`/${org}/connections`);
        await queries.invalidateQueries({ queryKey: trpc.connection.list.queryKey() });
        await notify({ message: `${held.name} is deleted.` });
      },
    }),
  );
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Delete ${held.name}?`}
      description={deletionWords(held.models.length, measures)}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            tone="danger"
            disabled={reason.trim() === ""}
            busy={remove.isPending ? "Deleting" : false}
            onClick={() => remove.mutate({ org, connectionId: held.id, reason: reason.trim() })}
          >
            Delete the connection
          </Button>
        </>
      }
    >
      <Field label="Reason" hint="It is recorded with your name." required>
        <Textarea rows={2} value={reason} onChange={(event) => setReason(event.target.value)} />
      </Field>
      <FormError message={remove.error?.message} />
    </Dialog>
  );
}
