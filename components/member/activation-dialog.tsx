"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { FormError } from "@/components/access/form-error";
import type { MemberRow } from "@/components/member/shape";
import { useTRPC } from "@/components/providers/trpc";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { notify } from "@/components/ui/toast";
import { ROLE_LABELS } from "@/domain/access/permission";
import { quickerSentence } from "@/domain/shared/edit";

/** Takes a member's access, or gives it back; says what happens before it does. */
export function ActivationDialog({
  org,
  member: row,
  onClose,
}: {
  org: string;
  member: MemberRow;
  onClose: () => void;
}) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [member] = useState(row); // what is asked stays what it was when the dialog opened
  const active = !member.active;
  const change = useMutation(
    trpc.member.setActive.mutationOptions({
      onSuccess: async (result) => {
        await queries.invalidateQueries({ queryKey: trpc.member.pathKey() });
        onClose();
        if (result.outcome === "conflict") return notify({ message: quickerSentence(result), tone: "bad" });
        await notify({ message: `${member.name} ${active ? "has access again" : "has no access any more"}.` });
      },
    }),
  );
  const what = active
    ? `They have access again as ${ROLE_LABELS[member.role]}, from their next sign-in.`
    : "They lose access at once, on pages that are open too. What they recorded and where they are named stays, and you can give access back.";
  return (
    <Dialog
      open
      onClose={onClose}
      title={`${active ? "Reactivate" : "Deactivate"} ${member.name}?`}
      description={what}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            tone={active ? "primary" : "danger"}
            busy={change.isPending ? "Saving" : false}
            onClick={() => change.mutate({ org, memberId: member.id, active, version: member.version })}
          >
            {active ? "Reactivate" : "Deactivate"}
          </Button>
        </>
      }
    >
      <FormError message={change.error?.message} />
    </Dialog>
  );
}
