"use client";

import { useMutation } from "@tanstack/react-query";
import { FormError } from "@/components/access/form-error";
import type { MemberRow } from "@/components/member/shape";
import { useTRPC } from "@/components/providers/trpc";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { notify } from "@/components/ui/toast";
import { counted, sentenceCase } from "@/domain/shared/sentence";

export function SignOutDialog({ org, member, onClose }: { org: string; member: MemberRow; onClose: () => void }) {
  const trpc = useTRPC();
  const signOut = useMutation(
    trpc.member.signOutEverywhere.mutationOptions({
      onSuccess: async ({ sessions }) => {
        onClose();
        await notify({ message: `${sentenceCase(counted(sessions, "session"))} of ${member.name} ended.` });
      },
    }),
  );
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Sign ${member.name} out everywhere?`}
      description="Every session of theirs ends at once, on open pages too, and in other organisations they belong to. They can sign in again."
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            tone="primary"
            busy={signOut.isPending ? "Signing out" : false}
            onClick={() => signOut.mutate({ org, memberId: member.id })}
          >
            Sign out everywhere
          </Button>
        </>
      }
    >
      <FormError message={signOut.error?.message} />
    </Dialog>
  );
}
