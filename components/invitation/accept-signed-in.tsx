"use client";

import { useMutation } from "@tanstack/react-query";
import { FormError } from "@/components/access/form-error";
import { useTRPC } from "@/components/providers/trpc";
import { Button } from "@/components/ui/button";
import { useHydrated } from "@/components/ui/use-hydrated";

export function AcceptSignedIn({ token, email }: { token: string; email: string }) {
  const trpc = useTRPC();
  const hydrated = useHydrated();
  const accept = useMutation(
    trpc.invitation.accept.mutationOptions({ onSuccess: ({ slug }) => window.location.assign(`/${slug}`) }),
  );
  return (
    <div className="grid justify-items-start gap-4">
      <p className="text-table">You are signed in as {email}.</p>
      <FormError message={accept.error?.message} />
      <Button
        tone="primary"
        disabled={!hydrated}
        busy={accept.isPending || accept.isSuccess ? "Joining" : false}
        onClick={() => accept.mutate({ token })}
      >
        Accept and join
      </Button>
    </div>
  );
}
