"use client";

import { useMutation } from "@tanstack/react-query";
import { CodeForm } from "@/components/access/code-form";
import { Enrol } from "@/components/factor/enrol";
import { useTRPC } from "@/components/providers/trpc";
import { Button } from "@/components/ui/button";

/** Where an organisation asks for a second factor: a code of the one there is, or setting one up. */
export function AskFactor({ isOn, email, next }: { isOn: boolean; email: string; next: string }) {
  const trpc = useTRPC();
  const enter = () => window.location.assign(next);
  const show = useMutation(trpc.factor.show.mutationOptions({ onSuccess: enter }));
  if (isOn) {
    return (
      <CodeForm
        label="Code"
        action="Go on"
        busy={show.isPending || show.isSuccess ? "Checking" : false}
        error={show.error?.message}
        onCode={(code) => show.mutate({ code })}
      />
    );
  }
  return (
    <Enrol
      email={email}
      done={
        <Button tone="primary" onClick={enter}>
          I have kept them, go on
        </Button>
      }
    />
  );
}
