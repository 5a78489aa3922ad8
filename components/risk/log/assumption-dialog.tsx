"use client";

import { useMutation } from "@tanstack/react-query";
import type { inferRouterOutputs } from "@trpc/server";
import { useState } from "react";
import { FormError } from "@/components/access/form-error";
import type { FormChoices } from "@/components/initiative/shape";
import { useLeaveWarning } from "@/components/organisation/use-leave-warning";
import { useTRPC } from "@/components/providers/trpc";
import { EntryConflict } from "@/components/risk/log/entry-conflict";
import { OutcomeForm } from "@/components/risk/log/outcome-form";
import { RiskChoice } from "@/components/risk/log/risk-choice";
import { placeOf, useEntryWrite } from "@/components/risk/log/use-entry";
import { OwnerField } from "@/components/risk/owner-field";
import { PlaceFields } from "@/components/risk/place-fields";
import { PORTFOLIO, placeIds } from "@/components/risk/place-value";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Dialog } from "@/components/ui/dialog";
import { Field, Input, Textarea } from "@/components/ui/field";
import { ASSUMPTION_STATUS_LABELS, type AssumptionStatus } from "@/domain/raid/choice";
import { type AssumptionEdit as Edit, newAssumption } from "@/domain/raid/input";
import { shorten } from "@/domain/shared/sentence";
import type { AppRouter } from "@/server/trpc/root";

export type AssumptionData = inferRouterOutputs<AppRouter>["assumption"]["get"];

/** A new assumption, or one that is read, edited and settled. */
export function AssumptionDialog({
  org,
  entry,
  members,
  mayEdit,
  onClose,
}: {
  org: string;
  entry: AssumptionData | null;
  members: FormChoices["members"];
  mayEdit: boolean;
  onClose: () => void;
}) {
  const trpc = useTRPC();
  const [seen] = useState(entry);
  const start = {
    ...{ statement: seen?.statement ?? "", validateBy: seen?.validateBy ?? "", note: seen?.note ?? "" },
    ...{ ownerId: seen?.ownerId ?? "", riskId: seen?.riskId ?? "", place: seen ? placeOf(seen) : PORTFOLIO },
  };
  const [values, setValues] = useState(start);
  const [raises, setRaises] = useState(false);
  const set = (patch: Partial<typeof values>) => setValues((now) => ({ ...now, ...patch }));
  const { write, writeEdit, fault, setFault, busy, met, back } = useEntryWrite(onClose);
  const create = useMutation(trpc.assumption.create.mutationOptions());
  const edit = useMutation(trpc.assumption.edit.mutationOptions());
  const settle = useMutation(trpc.assumption.settle.mutationOptions());
  const isDirty = JSON.stringify(values) !== JSON.stringify(start);
  useLeaveWarning(isDirty);
  const save = () => {
    if (values.place.noun !== "portfolio" && !values.place.id) return setFault("Choose where it stands.");
    const { place, ...texts } = values;
    const parsed = newAssumption.safeParse({
      ...{ statement: texts.statement, note: texts.note, validateBy: texts.validateBy || null },
      ...{ ownerId: texts.ownerId || null, riskId: texts.riskId || null, ...placeIds(place) },
    });
    if (!parsed.success) return setFault(parsed.error.issues[0]?.message ?? "Something is missing.");
    const { data } = parsed;
    if (!seen)
      return void write(() => create.mutateAsync({ org, ...data }).then(() => ({})), "The assumption is recorded");
    const patch = Object.fromEntries(
      Object.entries(data).filter(([key, value]) => (seen[key as keyof AssumptionData] ?? null) !== (value ?? null)),
    );
    if (Object.keys(patch).length === 0) return onClose();
    void writeEdit(
      (patch: Edit["patch"], version) => edit.mutateAsync({ org, id: seen.id, version, patch }),
      { patch, version: seen.version },
      `${seen.code} is saved`,
    );
  };
  const end = (status: AssumptionStatus) => (reason: string) => {
    if (!seen) return;
    const raise = status === "failed" && raises ? { raise: { title: shorten(`Not so: ${seen.statement}`, 200) } } : {};
    void write(
      () => settle.mutateAsync({ org, id: seen.id, version: seen.version, status, reason, ...raise }),
      `${seen.code}: ${ASSUMPTION_STATUS_LABELS[status].toLowerCase()}`,
    );
  };
  if (met) return <EntryConflict {...{ org, members, met, busy }} onClose={back} />;
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={seen ? `Assumption ${seen.code}` : "New assumption"}
      description={
        seen
          ? ASSUMPTION_STATUS_LABELS[seen.status]
          : "Something taken as true. When it proves false, a risk says what follows."
      }
      actions={
        <>
          <Button onClick={onClose}>{mayEdit ? "Cancel" : "Close"}</Button>
          {mayEdit ? (
            <Button tone="primary" busy={busy ? "Saving" : false} onClick={save}>
              {seen ? "Save" : "Record it"}
            </Button>
          ) : null}
        </>
      }
    >
      <fieldset disabled={!mayEdit} className="grid gap-4">
        <legend className="sr-only">Assumption</legend>
        <Field label="What is taken as true" required>
          <Textarea rows={3} value={values.statement} onChange={(event) => set({ statement: event.target.value })} />
        </Field>
        <PlaceFields org={org} value={values.place} onChange={(place) => set({ place })} />
        <div className="grid gap-4 wide:grid-cols-2">
          <Field label="Validate by" optional>
            <Input
              type="date"
              value={values.validateBy}
              onChange={(event) => set({ validateBy: event.target.value })}
            />
          </Field>
          <OwnerField members={members} value={values.ownerId} onChange={(ownerId) => set({ ownerId })} />
        </div>
        <RiskChoice
          org={org}
          label="If false"
          hint="The risk that follows."
          value={values.riskId}
          held={seen?.risk ?? null}
          onChange={(riskId) => set({ riskId })}
        />
        <Field label="Note" optional>
          <Textarea rows={2} value={values.note} onChange={(event) => set({ note: event.target.value })} />
        </Field>
        {seen ? (
          <OutcomeForm
            label="How it turned out"
            busy={busy}
            ways={
              seen.status === "open"
                ? [
                    { label: "It held", run: end("held") },
                    { label: "It proved false", run: end("failed") },
                  ]
                : [{ label: "Open it again", run: end("open") }]
            }
          >
            {seen.status === "open" && !seen.riskId ? (
              <Checkbox checked={raises} onChange={(event) => setRaises(event.target.checked)}>
                If it proved false, raise a risk in its place
              </Checkbox>
            ) : null}
          </OutcomeForm>
        ) : null}
        <FormError message={fault ?? undefined} />
      </fieldset>
    </Dialog>
  );
}
