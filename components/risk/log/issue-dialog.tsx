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
import { placeOf, useEntryWrite } from "@/components/risk/log/use-entry";
import { OwnerField } from "@/components/risk/owner-field";
import { PlaceFields } from "@/components/risk/place-fields";
import { PORTFOLIO, placeIds } from "@/components/risk/place-value";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field, Input, Select, Textarea } from "@/components/ui/field";
import { TextLink } from "@/components/ui/section";
import { ISSUE_STATUS_LABELS } from "@/domain/raid/choice";
import { type IssueEdit as Edit, newIssue } from "@/domain/raid/input";
import { SEVERITIES, SEVERITY_LABELS, type Severity } from "@/domain/risk/severity";
import type { AppRouter } from "@/server/trpc/root";

export type IssueData = inferRouterOutputs<AppRouter>["issue"]["get"];

/** A new issue, or one that is read, edited and resolved. */
export function IssueDialog({
  org,
  entry,
  members,
  mayEdit: may,
  onClose,
}: {
  org: string;
  entry: IssueData | null;
  members: FormChoices["members"];
  mayEdit: boolean;
  onClose: () => void;
}) {
  const trpc = useTRPC();
  const [seen] = useState(entry);
  const isResolved = seen?.status === "resolved";
  const mayEdit = may && !isResolved;
  const start = {
    ...{ title: seen?.title ?? "", description: seen?.description ?? "", ownerId: seen?.ownerId ?? "" },
    ...{ severity: (seen?.severity ?? "amber") as Severity, dueOn: seen?.resolutionDueOn ?? "" },
    status: seen?.status === "in_progress" ? ("in_progress" as const) : ("open" as const),
    place: seen ? placeOf(seen) : PORTFOLIO,
  };
  const [values, setValues] = useState(start);
  const set = (patch: Partial<typeof values>) => setValues((now) => ({ ...now, ...patch }));
  const { write, writeEdit, fault, setFault, busy, met, back } = useEntryWrite(onClose);
  const create = useMutation(trpc.issue.create.mutationOptions());
  const edit = useMutation(trpc.issue.edit.mutationOptions());
  const resolve = useMutation(trpc.issue.resolve.mutationOptions());
  const reopen = useMutation(trpc.issue.reopen.mutationOptions());
  useLeaveWarning(JSON.stringify(values) !== JSON.stringify(start));
  const save = () => {
    if (values.place.noun !== "portfolio" && !values.place.id) return setFault("Choose where it stands.");
    const { place, dueOn, ownerId, ...rest } = values;
    const parsed = newIssue.safeParse({
      ...rest,
      ...{ resolutionDueOn: dueOn || null, ownerId: ownerId || null, ...placeIds(place) },
    });
    if (!parsed.success) return setFault(parsed.error.issues[0]?.message ?? "Something is missing.");
    const { data } = parsed;
    if (!seen) return void write(() => create.mutateAsync({ org, ...data }).then(() => ({})), "The issue is recorded");
    const patch = Object.fromEntries(
      Object.entries(data).filter(([key, value]) => (seen[key as keyof IssueData] ?? null) !== (value ?? null)),
    );
    if (Object.keys(patch).length === 0) return onClose();
    void writeEdit(
      (patch: Edit["patch"], version) => edit.mutateAsync({ org, id: seen.id, version, patch }),
      { patch, version: seen.version },
      `${seen.code} is saved`,
    );
  };
  if (met) return <EntryConflict {...{ org, members, met, busy }} onClose={back} />;
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={seen ? `Issue ${seen.code}` : "New issue"}
      description={
        seen ? (
          <>
            {ISSUE_STATUS_LABELS[seen.status]}
            {seen.resolution ? `: ${seen.resolution}` : ""}
            {seen.risk ? (
              <>
                {" · came from risk "}
                <TextLink href={`/${org}/risks/${seen.risk.id}`}>
                  {seen.risk.code} {seen.risk.title}
                </TextLink>
              </>
            ) : null}
          </>
        ) : (
          "Something that is true already and stands in the way."
        )
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
      <div className="grid gap-4">
        <fieldset disabled={!mayEdit} className="grid gap-4">
          <legend className="sr-only">Issue</legend>
          <Field label="What has gone wrong" required>
            <Input value={values.title} onChange={(event) => set({ title: event.target.value })} autoComplete="off" />
          </Field>
          <Field label="Description" optional>
            <Textarea
              rows={3}
              value={values.description}
              onChange={(event) => set({ description: event.target.value })}
            />
          </Field>
          <PlaceFields org={org} value={values.place} onChange={(place) => set({ place })} />
          <div className="grid gap-4 wide:grid-cols-2">
            <Field label="Severity">
              <Select value={values.severity} onChange={(event) => set({ severity: event.target.value as Severity })}>
                {SEVERITIES.map((severity) => (
                  <option key={severity} value={severity}>
                    {SEVERITY_LABELS[severity]}
                  </option>
                ))}
              </Select>
            </Field>
            <Field label="Status">
              <Select
                value={values.status}
                onChange={(event) => set({ status: event.target.value as "open" | "in_progress" })}
              >
                {(["open", "in_progress"] as const).map((status) => (
                  <option key={status} value={status}>
                    {ISSUE_STATUS_LABELS[status]}
                  </option>
                ))}
              </Select>
            </Field>
            <Field label="Resolution due" optional>
              <Input type="date" value={values.dueOn} onChange={(event) => set({ dueOn: event.target.value })} />
            </Field>
            <OwnerField members={members} value={values.ownerId} onChange={(ownerId) => set({ ownerId })} />
          </div>
        </fieldset>
        {seen && may ? (
          <OutcomeForm
            label={isResolved ? "Why it is open again" : "How it was resolved"}
            busy={busy}
            ways={[
              isResolved
                ? {
                    label: "Reopen",
                    run: (reason) =>
                      void write(
                        () => reopen.mutateAsync({ org, id: seen.id, reason }).then(() => ({})),
                        `${seen.code} is open again`,
                      ),
                  }
                : {
                    label: "Resolved",
                    run: (resolution) =>
                      void write(
                        () => resolve.mutateAsync({ org, id: seen.id, version: seen.version, resolution }),
                        `${seen.code} is resolved`,
                      ),
                  },
            ]}
          />
        ) : null}
        <FormError message={fault ?? undefined} />
      </div>
    </Dialog>
  );
}
