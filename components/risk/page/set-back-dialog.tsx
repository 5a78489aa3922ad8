"use client";

import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "@/components/providers/trpc";
import { failureWords } from "@/components/risk/page/use-edit";
import type { RiskData } from "@/components/risk/shape";
import { useRefreshRisk } from "@/components/risk/use-refresh";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field, Textarea } from "@/components/ui/field";
import { signalSetBack } from "@/domain/risk/indicator";

/** A person puts back what a measure raised, with a reason. */
export function SetBackDialog({ org, page, onClose }: { org: string; page: RiskData; onClose: () => void }) {
  const trpc = useTRPC();
  const refresh = useRefreshRisk();
  const [reason, setReason] = useState("");
  const [fault, setFault] = useState<string | null>(null);
  const setBack = useMutation(trpc.indicator.setBack.mutationOptions());
  const submit = async () => {
    const parsed = signalSetBack.safeParse({ riskId: page.id, reason });
    if (!parsed.success) return setFault(parsed.error.issues[0]?.message ?? "Say why.");
    try {
      await setBack.mutateAsync({ org, ...parsed.data });
      await refresh();
      onClose();
    } catch (error) {
      setFault(failureWords(error));
    }
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title="Set the likelihood back"
      description="What a person assessed holds again, in your name. This breach raises it no more unless it grows graver."
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button tone="primary" busy={setBack.isPending ? "Recording" : false} onClick={() => void submit()}>
            Set back
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
