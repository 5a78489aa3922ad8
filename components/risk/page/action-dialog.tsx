"use client";

import { useMutation } from "@tanstack/react-query";
import { useTRPC } from "@/components/providers/trpc";
import { OwnerField } from "@/components/risk/owner-field";
import { type Members, PartDialog } from "@/components/risk/page/part-dialog";
import { type Read, usePart } from "@/components/risk/page/use-part";
import type { ActionData, RiskData } from "@/components/risk/shape";
import { Field, Input, Textarea } from "@/components/ui/field";
import { newAction } from "@/domain/risk/input";

type Fields = Pick<ActionData, "title" | "ownerId" | "dueOn" | "doneOn">;
type Values = { title: string; ownerId: string; dueOn: string; doneOn: string };

const valuesOf = (action: Fields | null): Values => ({
  title: action?.title ?? "",
  ownerId: action?.ownerId ?? "",
  dueOn: action?.dueOn ?? "",
  doneOn: action?.doneOn ?? "",
});

function read({ title, ownerId, dueOn, doneOn }: Values): Read<Fields> {
  const parsed = newAction
    .omit({ riskId: true })
    .safeParse({ title, ownerId: ownerId || null, dueOn: dueOn || null, doneOn: doneOn || null });
  if (parsed.success) return { ok: true, fields: parsed.data };
  return { ok: false, fault: parsed.error.issues[0]?.message ?? "Something is missing." };
}

/** A new action, or one that is edited over the version that was seen. */
export function ActionDialog({
  org,
  page,
  members,
  action,
  onClose,
}: {
  org: string;
  page: RiskData;
  members: Members;
  action: ActionData | null;
  onClose: () => void;
}) {
  const trpc = useTRPC();
  const add = useMutation(trpc.risk.addAction.mutationOptions());
  const edit = useMutation(trpc.risk.editAction.mutationOptions());
  const state = usePart({
    part: action,
    ...{ valuesOf, read, onClose },
    add: (fields) => add.mutateAsync({ org, riskId: page.id, ...fields }),
    edit: (given: { id: string; version: number; patch: Partial<Fields> }) => edit.mutateAsync({ org, ...given }),
  });
  const { values, set } = state;
  return (
    <PartDialog {...{ page, members, state, onClose }} one="action">
      <Field label="What is to be done" required>
        <Textarea rows={2} value={values.title} onChange={(event) => set({ title: event.target.value })} />
      </Field>
      <OwnerField label="By whom" members={members} value={values.ownerId} onChange={(ownerId) => set({ ownerId })} />
      <div className="grid gap-4 wide:grid-cols-2">
        <Field label="Due" optional>
          <Input type="date" value={values.dueOn} onChange={(event) => set({ dueOn: event.target.value })} />
        </Field>
        <Field label="Done" optional>
          <Input type="date" value={values.doneOn} onChange={(event) => set({ doneOn: event.target.value })} />
        </Field>
      </div>
    </PartDialog>
  );
}
