"use client";

import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { FormError } from "@/components/access/form-error";
import { useLeaveWarning } from "@/components/organisation/use-leave-warning";
import { useTRPC } from "@/components/providers/trpc";
import { PartConflict } from "@/components/risk/page/part-conflict";
import { failureWords } from "@/components/risk/page/use-edit";
import type { ActionData, RiskData } from "@/components/risk/shape";
import { useRefreshRisk } from "@/components/risk/use-refresh";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field, Input, Select, Textarea } from "@/components/ui/field";
import { newAction } from "@/domain/risk/input";
import { type EditConflict, sameValue } from "@/domain/shared/edit";

type Values = { title: string; ownerId: string; dueOn: string; doneOn: string };
type Patch = {
  title?: string | undefined;
  ownerId?: string | null | undefined;
  dueOn?: string | null | undefined;
  doneOn?: string | null | undefined;
};

const valuesOf = (action: ActionData | null): Values => ({
  title: action?.title ?? "",
  ownerId: action?.ownerId ?? "",
  dueOn: action?.dueOn ?? "",
  doneOn: action?.doneOn ?? "",
});

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
  members: readonly { id: string; name: string; active: boolean }[];
  action: ActionData | null;
  onClose: () => void;
}) {
  const trpc = useTRPC();
  const refresh = useRefreshRisk();
  const [seen] = useState(action);
  const [values, setValues] = useState(() => valuesOf(action));
  const [fault, setFault] = useState<string | null>(null);
  const [conflict, setConflict] = useState<EditConflict<Patch> | null>(null);
  const add = useMutation(trpc.risk.addAction.mutationOptions());
  const edit = useMutation(trpc.risk.editAction.mutationOptions());
  const set = (patch: Partial<Values>) => setValues((before) => ({ ...before, ...patch }));
  useLeaveWarning(!sameValue(values, valuesOf(seen)));
  const parsed = newAction.safeParse({
    ...{ riskId: page.id, title: values.title, ownerId: values.ownerId || null },
    ...{ dueOn: values.dueOn || null, doneOn: values.doneOn || null },
  });
  const save = async (patch: Patch, version: number) => {
    if (!seen) return;
    const result = await edit.mutateAsync({ org, id: seen.id, version, patch });
    if (result.outcome === "conflict") return setConflict(result);
    await refresh();
    onClose();
  };
  const submit = async () => {
    if (!parsed.success) return setFault(parsed.error.issues[0]?.message ?? "Something is missing.");
    setFault(null);
    const { riskId, ...fields } = parsed.data;
    try {
      if (!seen) {
        await add.mutateAsync({ org, riskId, ...fields });
        await refresh();
        return onClose();
      }
      const changed = Object.entries(fields).filter(([key, value]) => !sameValue(value, seen[key as keyof ActionData]));
      if (changed.length === 0) return onClose();
      await save(Object.fromEntries(changed), seen.version);
    } catch (error) {
      setFault(failureWords(error));
    }
  };
  if (conflict)
    return (
      <PartConflict
        page={page}
        members={members}
        conflict={conflict}
        onClose={() => setConflict(null)}
        onResolve={(patch) => {
          setConflict(null);
          void save(patch, conflict.version).catch((error) => setFault(failureWords(error)));
        }}
      />
    );
  return (
    <Dialog
      open
      onClose={onClose}
      title={seen ? "Edit the action" : "Add an action"}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            tone="primary"
            busy={add.isPending || edit.isPending ? "Saving" : false}
            onClick={() => void submit()}
          >
            {seen ? "Save" : "Add action"}
          </Button>
        </>
      }
    >
      <div className="grid gap-4">
        <Field label="What is to be done" required>
          <Textarea rows={2} value={values.title} onChange={(event) => set({ title: event.target.value })} />
        </Field>
        <Field label="By whom" optional>
          <Select value={values.ownerId} onChange={(event) => set({ ownerId: event.target.value })}>
            <option value="">Nobody</option>
            {members
              .filter(({ active, id }) => active || id === values.ownerId)
              .map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
          </Select>
        </Field>
        <div className="grid gap-4 wide:grid-cols-2">
          <Field label="Due" optional>
            <Input type="date" value={values.dueOn} onChange={(event) => set({ dueOn: event.target.value })} />
          </Field>
          <Field label="Done" optional>
            <Input type="date" value={values.doneOn} onChange={(event) => set({ doneOn: event.target.value })} />
          </Field>
        </div>
        <FormError message={fault ?? undefined} />
      </div>
    </Dialog>
  );
}
