"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTRPC } from "@/components/providers/trpc";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field, Input } from "@/components/ui/field";
import { formatMoney, formatNumber } from "@/components/ui/format";
import { TextLink } from "@/components/ui/section";
import { notify } from "@/components/ui/toast";
import { QUICK_HELP, type QuickRisk, readQuickRisk } from "@/domain/risk/quick-add";

export type RiskPlace = { programId?: string; initiativeId?: string; modelId?: string };

/** A risk in one line: what is understood of it stands below while one types. */
export function QuickAddDialog({ org, on = {}, onClose }: { org: string; on?: RiskPlace; onClose: () => void }) {
  const trpc = useTRPC();
  const cache = useQueryClient();
  const router = useRouter();
  const { data: choices } = useQuery(trpc.risk.choices.queryOptions({ org }));
  const [text, setText] = useState("");
  const [fault, setFault] = useState<string | null>(null);
  const about = on.initiativeId ? `?initiative=${on.initiativeId}` : on.modelId ? `?model=${on.modelId}` : "";
  const currency = choices?.currency ?? "USD";
  const add = useMutation(trpc.risk.quickAdd.mutationOptions({ onError: ({ message }) => setFault(message) }));
  const read = text.trim() === "" ? null : readQuickRisk(text, currency);
  const save = (then: "open" | "stay") => {
    if (!read) return setFault("Write what might happen.");
    if (!read.ok) return setFault(read.faults.join(" "));
    setFault(null);
    add.mutate(
      { org, text, on },
      {
        onSuccess: async ({ id, code }) => {
          await cache.invalidateQueries(trpc.risk.pathFilter());
          void cache.invalidateQueries(trpc.organisation.shell.queryFilter());
          if (then === "open") {
            onClose();
            router.push(`/${org}/risks/${id}`);
            return;
          }
          setText("");
          void notify({
            message: `${code} was added.`,
            action: { label: "Open", onSelect: () => router.push(`/${org}/risks/${id}`) },
          });
        },
      },
    );
  };
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title="Add a risk"
      description={
        <>
          One line is enough; the rest can follow on its page. For example{" "}
          <span className="font-mono">{QUICK_HELP}</span>. Or use{" "}
          <TextLink href={`/${org}/risks/new${about}`} className="underline">
            the full form
          </TextLink>{" "}
          or{" "}
          <TextLink href={`/${org}/risks/starters${about}`} className="underline">
            the starter library
          </TextLink>
          .
        </>
      }
      actions={
        <>
          <Button onClick={onClose}>Close</Button>
          <Button busy={add.isPending} onClick={() => save("stay")}>
            Add another
          </Button>
          <Button tone="primary" busy={add.isPending} onClick={() => save("open")}>
            Add and open
          </Button>
        </>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save("stay");
        }}
      >
        <Field label="What might happen" required {...(fault ? { error: fault } : {})}>
          <Input
            value={text}
            autoComplete="off"
            maxLength={1000}
            onChange={(event) => {
              setText(event.target.value);
              setFault(null);
            }}
          />
        </Field>
        <p role="status" className="mt-3 min-h-10 font-serif text-meaning">
          {read === null ? (
            ""
          ) : read.ok ? (
            understood(read.risk, currency)
          ) : (
            <span className="text-ink-2">{read.faults[0]}</span>
          )}
        </p>
      </form>
    </Dialog>
  );
}

/** What the line says, as it will be recorded. */
export function understood(risk: QuickRisk, currency: string): string {
  const money = (minor: number | null) => formatMoney(minor, currency);
  const size =
    risk.lossLikely === null
      ? null
      : risk.distribution === "fixed"
        ? money(risk.lossLikely)
        : `${money(risk.lossLow)} to ${money(risk.lossHigh)}, likely ${money(risk.lossLikely)}`;
  const parts = [
    risk.kind === "opportunity" ? "An opportunity" : null,
    [risk.cause, risk.event, risk.consequence].filter(Boolean).join(" → ") || null,
    risk.initiativeCode ? `on ${risk.initiativeCode}` : null,
    risk.category,
    risk.probability === null ? null : `${formatNumber(risk.probability, { percent: true })} likely`,
    size,
  ].filter(Boolean);
  return `“${risk.title}”${parts.length > 0 ? `: ${parts.join(", ")}` : ""}.`;
}
