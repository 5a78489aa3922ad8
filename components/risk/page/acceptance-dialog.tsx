"use client";

import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "@/components/providers/trpc";
import { failureWords } from "@/components/risk/page/use-edit";
import type { AcceptanceData, RiskData } from "@/components/risk/shape";
import { useRefreshRisk } from "@/components/risk/use-refresh";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field, Input, Textarea } from "@/components/ui/field";
import { notify } from "@/components/ui/toast";
import { acceptancePropose, expiryRefusal, LONGEST_MONTHS } from "@/domain/risk/acceptance";
import { addMonths } from "@/domain/risk/calendar";

export type AcceptanceTask = { kind: "propose" } | { kind: "accepted" | "refused" | "withdrawn"; item: AcceptanceData };

const WORDS: Record<AcceptanceTask["kind"], { title: string; button: string; description: string; done: string }> = {
  propose: {
    title: "Propose to accept this risk",
    button: "Propose",
    description: "The residual as it stands is frozen beside the proposal. Who proposes it cannot decide about it.",
    done: "Proposed",
  },
  accepted: {
    title: "Accept this risk",
    button: "Accept the risk",
    description:
      "It stays open and is carried as it is until the day named. If the residual moves, the acceptance is stale.",
    done: "Accepted",
  },
  refused: {
    title: "Refuse to accept this risk",
    button: "Refuse",
    description: "The proposal ends; the risk stays as it is and can be proposed again.",
    done: "Refused",
  },
  withdrawn: {
    title: "Withdraw",
    button: "Withdraw",
    description: "The proposal or acceptance ends; it stays in the record.",
    done: "Withdrawn",
  },
};

/** Proposes an acceptance, or decides about one. */
export function AcceptanceDialog({
  org,
  page,
  task,
  onClose,
}: {
  org: string;
  page: RiskData;
  task: AcceptanceTask;
  onClose: () => void;
}) {
  const trpc = useTRPC();
  const refresh = useRefreshRisk();
  const [text, setText] = useState("");
  const [expiresOn, setExpiresOn] = useState(() => addMonths(page.today, 3));
  const [fault, setFault] = useState<{ field: "text" | "day"; message: string } | null>(null);
  const propose = useMutation(trpc.acceptance.propose.mutationOptions());
  const decide = useMutation(trpc.acceptance.decide.mutationOptions());
  const withdraw = useMutation(trpc.acceptance.withdraw.mutationOptions());
  const words = WORDS[task.kind];
  const wrong = (message: string, field: "text" | "day" = "text") => setFault({ field, message });
  const send = async () => {
    if (task.kind === "propose") return propose.mutateAsync({ org, riskId: page.id, expiresOn, rationale: text });
    const given = { org, acceptanceId: task.item.id, version: task.item.version, reason: text };
    if (task.kind === "withdrawn") return withdraw.mutateAsync(given);
    return decide.mutateAsync({ ...given, decision: task.kind });
  };
  const submit = async () => {
    if (task.kind === "propose") {
      const refusal = expiryRefusal(expiresOn, page.today);
      if (refusal) return wrong(refusal, "day");
      const parsed = acceptancePropose.safeParse({ riskId: page.id, expiresOn, rationale: text });
      if (!parsed.success) return wrong(parsed.error.issues[0]?.message ?? "Say why.");
    } else if (text.trim() === "") return wrong("Say why.");
    setFault(null);
    try {
      const result = await send();
      await refresh();
      if ("outcome" in result && result.outcome === "conflict")
        return wrong(`${result.by} was quicker: it is ${result.decision ?? "changed"} already.`);
      onClose();
      await notify({ message: `${words.done}: ${page.code}` });
    } catch (error) {
      wrong(failureWords(error));
    }
  };
  const busy = propose.isPending || decide.isPending || withdraw.isPending;
  return (
    <Dialog
      open
      onClose={onClose}
      title={words.title}
      description={words.description}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button tone="primary" busy={busy ? "Recording" : false} onClick={() => void submit()}>
            {words.button}
          </Button>
        </>
      }
    >
      <div className="grid gap-4">
        {task.kind === "propose" ? (
          <Field
            label="Until"
            hint={`At most ${LONGEST_MONTHS} months; then it is proposed again.`}
            error={fault?.field === "day" ? fault.message : undefined}
            required
          >
            <Input
              type="date"
              value={expiresOn}
              max={addMonths(page.today, LONGEST_MONTHS)}
              onChange={(event) => setExpiresOn(event.target.value)}
            />
          </Field>
        ) : null}
        <Field
          label={task.kind === "propose" ? "Rationale" : "Reason"}
          hint={task.kind === "propose" ? "Why it is better carried than reduced further." : undefined}
          error={fault?.field === "text" ? fault.message : undefined}
          required
        >
          <Textarea rows={4} value={text} onChange={(event) => setText(event.target.value)} />
        </Field>
      </div>
    </Dialog>
  );
}
