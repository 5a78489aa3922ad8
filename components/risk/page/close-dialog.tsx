"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTRPC } from "@/components/providers/trpc";
import { failureWords } from "@/components/risk/page/use-edit";
import type { RiskData } from "@/components/risk/shape";
import { useRefreshRisk } from "@/components/risk/use-refresh";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field, Input, Textarea } from "@/components/ui/field";
import { notify } from "@/components/ui/toast";
import { riskReopening } from "@/domain/risk/input";
import { quickerSentence } from "@/domain/shared/edit";

export type Ending = "close" | "reopen" | "materialise";

const WORDS: Record<Ending, { title: string; button: string; description: string; done: string }> = {
  close: {
    title: "Close this risk",
    button: "Close",
    description:
      "It leaves the open register, the map and the sums. Its page and history stay, and it can be reopened.",
    done: "closed",
  },
  reopen: {
    title: "Reopen this risk",
    button: "Reopen",
    description: "It comes back into the open register, the map and the sums with the assessments it had.",
    done: "open again",
  },
  materialise: {
    title: "This risk came true",
    button: "Record that it came true",
    description: "The risk is closed as come true, and an issue is raised where it stands. The two keep their link.",
    done: "came true",
  },
};

/** Closes, reopens or materialises a risk, with a reason. */
export function EndingDialog({
  org,
  page,
  ending,
  onClose,
}: {
  org: string;
  page: RiskData;
  ending: Ending;
  onClose: () => void;
}) {
  const trpc = useTRPC();
  const router = useRouter();
  const refresh = useRefreshRisk();
  const [seen] = useState(page);
  const [reason, setReason] = useState("");
  const [issueTitle, setIssueTitle] = useState(page.title);
  const [dueOn, setDueOn] = useState("");
  const [fault, setFault] = useState<string | null>(null);
  const close = useMutation(trpc.risk.close.mutationOptions());
  const reopen = useMutation(trpc.risk.reopen.mutationOptions());
  const materialise = useMutation(trpc.risk.materialise.mutationOptions());
  const words = WORDS[ending];
  /** What stands in the way, or the issue it became. */
  const send = async (): Promise<{ wrong?: string; issue?: string }> => {
    const given = { org, id: seen.id, version: seen.version, reason };
    if (ending === "reopen") {
      await reopen.mutateAsync({ org, id: seen.id, reason });
      return {};
    }
    if (ending === "close") {
      const closed = await close.mutateAsync(given);
      return closed.outcome === "conflict" ? { wrong: quickerSentence(closed) } : {};
    }
    const issueOf = { issueTitle: issueTitle.trim() || seen.title, resolutionDueOn: dueOn || null };
    const made = await materialise.mutateAsync({ ...given, ...issueOf });
    return made.outcome === "conflict" ? { wrong: quickerSentence(made) } : { issue: made.issue.code };
  };
  const submit = async () => {
    const parsed = riskReopening.safeParse({ id: seen.id, reason });
    if (!parsed.success) return setFault(parsed.error.issues[0]?.message ?? "Say why.");
    setFault(null);
    try {
      const { wrong, issue } = await send();
      await refresh();
      if (wrong) return setFault(wrong);
      onClose();
      await notify({
        message: issue ? `${seen.code} became issue ${issue}` : `${seen.code} is ${words.done}`,
        ...(issue
          ? { action: { label: "Open the log", onSelect: () => router.push(`/${org}/risks/log?q=${issue}`) } }
          : {}),
      });
    } catch (error) {
      setFault(failureWords(error));
    }
  };
  const busy = close.isPending || reopen.isPending || materialise.isPending;
  return (
    <Dialog
      open
      onClose={onClose}
      title={words.title}
      description={words.description}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            tone={ending === "reopen" ? "primary" : "danger"}
            busy={busy ? "Recording" : false}
            onClick={() => void submit()}
          >
            {words.button}
          </Button>
        </>
      }
    >
      <div className="grid gap-4">
        {ending === "materialise" ? (
          <>
            <Field label="Title of the issue" required>
              <Input value={issueTitle} onChange={(event) => setIssueTitle(event.target.value)} />
            </Field>
            <Field label="To be resolved by" optional>
              <Input type="date" value={dueOn} onChange={(event) => setDueOn(event.target.value)} />
            </Field>
          </>
        ) : null}
        <Field label={ending === "materialise" ? "What happened" : "Reason"} error={fault ?? undefined} required>
          <Textarea rows={3} value={reason} onChange={(event) => setReason(event.target.value)} />
        </Field>
      </div>
    </Dialog>
  );
}
