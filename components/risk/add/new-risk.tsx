"use client";

import { useMutation, useSuspenseQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { FormError } from "@/components/access/form-error";
import { LeaveGuard } from "@/components/initiative/form/leave-guard";
import { useTRPC } from "@/components/providers/trpc";
import { type Faults, type RiskDraft, readDraft } from "@/components/risk/add/draft";
import { OwnerField } from "@/components/risk/owner-field";
import { failureWords } from "@/components/risk/page/use-edit";
import { PlaceFields } from "@/components/risk/place-fields";
import { useRefreshRisk } from "@/components/risk/use-refresh";
import { Crumbs } from "@/components/shell/crumbs";
import { Button, LinkButton } from "@/components/ui/button";
import { Field, Input, Select, Textarea } from "@/components/ui/field";
import { Headline } from "@/components/ui/headline";
import { Section } from "@/components/ui/section";
import { notify } from "@/components/ui/toast";
import {
  DISTRIBUTION_LABELS,
  DISTRIBUTIONS,
  RISK_KIND_LABELS,
  RISK_KINDS,
  STRATEGIES_OF,
  STRATEGY_LABELS,
} from "@/domain/risk/response";

const TEXTS = [
  { key: "cause", label: "Cause", hint: "What is so today, or may become so." },
  { key: "event", label: "Event", hint: "What then may happen." },
  { key: "consequence", label: "Consequence", hint: "What that does, to whom." },
] as const;

/** A form for one new risk. Only its title is needed; it is assessed on its page. */
export function NewRisk({ org, start }: { org: string; start: RiskDraft }) {
  const trpc = useTRPC();
  const router = useRouter();
  const refresh = useRefreshRisk();
  const { data: choices } = useSuspenseQuery(trpc.risk.choices.queryOptions({ org }));
  const { data: people } = useSuspenseQuery(trpc.initiative.choices.queryOptions({ org }));
  const [draft, setDraft] = useState(start);
  const [faults, setFaults] = useState<Faults>({});
  const [failure, setFailure] = useState<string | null>(null);
  const create = useMutation(trpc.risk.create.mutationOptions());
  const set = (patch: Partial<RiskDraft>) => setDraft((now) => ({ ...now, ...patch }));
  const done = create.isPending || create.isSuccess;
  const fault = (field: keyof RiskDraft) => (faults[field] ? { error: faults[field] } : {});
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const read = readDraft(draft, choices.currency);
    setFaults(read.ok ? {} : read.faults);
    setFailure(null);
    if (!read.ok) return;
    try {
      const { id, code } = await create.mutateAsync({ org, ...read.risk });
      await refresh();
      router.push(`/${org}/risks/${id}`);
      await notify({ message: `${code} was added. Assess it next.` });
    } catch (error) {
      setFailure(failureWords(error));
    }
  };
  const text = (key: "title" | "proximityOn" | "reviewOn" | "probability" | "lossLow" | "lossLikely" | "lossHigh") => ({
    value: draft[key],
    onChange: (event: { target: { value: string } }) => set({ [key]: event.target.value }),
  });
  return (
    <form noValidate className="grid grid-cols-[minmax(0,1fr)] gap-8" onSubmit={(event) => void submit(event)}>
      <Crumbs trail={[{ label: "New risk" }]} />
      <Headline
        title="Say what might happen."
        lead="Only the title is needed now. It is assessed on its page, and everything can be changed later."
        actions={<LinkButton href={`/${org}/risks/starters`}>Starter library</LinkButton>}
      />
      <div className="columns-page">
        <div className="grid content-start gap-9">
          <Section id="words" name="What may happen">
            <div className="grid gap-4">
              <Field label="Title" required {...fault("title")}>
                <Input {...text("title")} autoFocus autoComplete="off" />
              </Field>
              {TEXTS.map(({ key, label, hint }) => (
                <Field key={key} label={label} hint={hint} optional {...fault(key)}>
                  <Textarea rows={3} value={draft[key]} onChange={(event) => set({ [key]: event.target.value })} />
                </Field>
              ))}
            </div>
          </Section>
          <Section id="place" name="Where it stands">
            <PlaceFields org={org} value={draft.place} onChange={(place) => set({ place })} error={faults.place} />
          </Section>
        </div>
        <div className="grid content-start gap-9">
          <Section id="facts" name="Facts">
            <div className="grid gap-4 wide:grid-cols-2">
              <Field label="Kind" {...fault("kind")}>
                <Select
                  value={draft.kind}
                  onChange={(event) => set({ kind: event.target.value as RiskDraft["kind"], strategy: "" })}
                >
                  {RISK_KINDS.map((kind) => (
                    <option key={kind} value={kind}>
                      {RISK_KIND_LABELS[kind]}
                    </option>
                  ))}
                </Select>
              </Field>
              <Field label="Category" optional {...fault("category")}>
                <Select value={draft.category} onChange={(event) => set({ category: event.target.value })}>
                  <option value="">Not stated</option>
                  {choices.categories.map(({ key, name }) => (
                    <option key={key} value={key}>
                      {name}
                    </option>
                  ))}
                </Select>
              </Field>
              <OwnerField
                members={people.members}
                value={draft.ownerId}
                onChange={(ownerId) => set({ ownerId })}
                {...fault("ownerId")}
              />
              <Field label="Response" optional {...fault("strategy")}>
                <Select value={draft.strategy} onChange={(event) => set({ strategy: event.target.value })}>
                  <option value="">Not chosen</option>
                  {STRATEGIES_OF[draft.kind].map((strategy) => (
                    <option key={strategy} value={strategy}>
                      {STRATEGY_LABELS[strategy]}
                    </option>
                  ))}
                </Select>
              </Field>
              <Field label="May come true" hint="The day from which it may." optional {...fault("proximityOn")}>
                <Input type="date" {...text("proximityOn")} />
              </Field>
              <Field label="Review" hint="The day it is looked at again." optional {...fault("reviewOn")}>
                <Input type="date" {...text("reviewOn")} />
              </Field>
            </div>
          </Section>
          <Section id="money" name="Chance and money" aside={choices.currency}>
            <div className="grid gap-4 wide:grid-cols-2">
              <Field label="Probability, %" hint="Within twelve months." optional {...fault("probability")}>
                <Input inputMode="decimal" {...text("probability")} />
              </Field>
              <Field label="Spread" hint="One amount, or a range." {...fault("distribution")}>
                <Select
                  value={draft.distribution}
                  onChange={(event) => set({ distribution: event.target.value as RiskDraft["distribution"] })}
                >
                  {DISTRIBUTIONS.map((each) => (
                    <option key={each} value={each}>
                      {DISTRIBUTION_LABELS[each]}
                    </option>
                  ))}
                </Select>
              </Field>
              <Field label="Likely amount" hint="Such as 250k or 1.2M." optional {...fault("lossLikely")}>
                <Input {...text("lossLikely")} autoComplete="off" />
              </Field>
              {draft.distribution === "fixed" ? null : (
                <>
                  <Field label="Low" required {...fault("lossLow")}>
                    <Input {...text("lossLow")} autoComplete="off" />
                  </Field>
                  <Field label="High" required {...fault("lossHigh")}>
                    <Input {...text("lossHigh")} autoComplete="off" />
                  </Field>
                </>
              )}
            </div>
          </Section>
        </div>
      </div>
      <div className="grid gap-3 border-rule border-t pt-4">
        <FormError message={failure ?? undefined} />
        <div className="flex gap-2">
          <Button type="submit" tone="primary" busy={done ? "Adding" : false}>
            Add risk
          </Button>
          <LinkButton href={`/${org}/risks`} tone="quiet">
            Cancel
          </LinkButton>
        </div>
      </div>
      <LeaveGuard dirty={JSON.stringify(draft) !== JSON.stringify(start) && !done} what="This risk" />
    </form>
  );
}
