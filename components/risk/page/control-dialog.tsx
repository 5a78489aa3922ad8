"use client";

import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { FormError } from "@/components/access/form-error";
import { useLeaveWarning } from "@/components/organisation/use-leave-warning";
import { useTRPC } from "@/components/providers/trpc";
import { PartConflict } from "@/components/risk/page/part-conflict";
import { failureWords } from "@/components/risk/page/use-edit";
import type { ControlData, RiskData } from "@/components/risk/shape";
import { useRefreshRisk } from "@/components/risk/use-refresh";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field, Input, Select } from "@/components/ui/field";
import { newControl } from "@/domain/risk/input";
import { CONTROL_KIND_LABELS, CONTROL_KINDS, type ControlKind } from "@/domain/risk/response";
import { type EditConflict, sameValue } from "@/domain/shared/edit";

type Values = { name: string; kind: ControlKind; effectiveness: string; testedOn: string; ownerId: string };

const valuesOf = (control: ControlData | null): Values => ({
  name: control?.name ?? "",
  kind: control?.kind ?? "preventive",
  effectiveness: control ? `${Math.round(control.effectiveness * 1000) / 10}` : "",
  testedOn: control?.testedOn ?? "",
  ownerId: control?.ownerId ?? "",
});

type Patch = {
  name?: string | undefined;
  kind?: ControlKind | undefined;
  effectiveness?: number | undefined;
  testedOn?: string | null | undefined;
  ownerId?: string | null | undefined;
};

/** A new control, or one that is edited over the version that was seen. */
export function ControlDialog({
  org,
  page,
  members,
  control,
  onClose,
}: {
  org: string;
  page: RiskData;
  members: readonly { id: string; name: string; active: boolean }[];
  control: ControlData | null;
  onClose: () => void;
}) {
  const trpc = useTRPC();
  const refresh = useRefreshRisk();
  const [seen] = useState(control);
  const [values, setValues] = useState(() => valuesOf(control));
  const [fault, setFault] = useState<string | null>(null);
  const [conflict, setConflict] = useState<EditConflict<Patch> | null>(null);
  const add = useMutation(trpc.risk.addControl.mutationOptions());
  const edit = useMutation(trpc.risk.editControl.mutationOptions());
  const set = (patch: Partial<Values>) => setValues((before) => ({ ...before, ...patch }));
  useLeaveWarning(!sameValue(values, valuesOf(seen)));
  const parsed = newControl.safeParse({
    ...{ riskId: page.id, name: values.name, kind: values.kind },
    effectiveness:
      values.effectiveness.trim() === "" ? Number.NaN : Number(values.effectiveness.replace("%", "")) / 100,
    ...{ testedOn: values.testedOn || null, ownerId: values.ownerId || null },
  });
  const save = async (patch: Patch, version: number) => {
    if (!seen) return;
    const result = await edit.mutateAsync({ org, id: seen.id, version, patch });
    if (result.outcome === "conflict") return setConflict(result);
    await refresh();
    onClose();
  };
  const submit = async () => {
    if (!parsed.success) {
      const [first] = parsed.error.issues;
      return setFault(
        first?.path[0] === "effectiveness" ? "Effectiveness is a percentage from 0 to 100." : (first?.message ?? ""),
      );
    }
    setFault(null);
    const { riskId, ...fields } = parsed.data;
    try {
      if (!seen) {
        await add.mutateAsync({ org, riskId, ...fields });
        await refresh();
        return onClose();
      }
      const changed = Object.entries(fields).filter(
        ([key, value]) => !sameValue(value, seen[key as keyof ControlData]),
      );
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
      title={seen ? "Edit the control" : "Add a control"}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            tone="primary"
            busy={add.isPending || edit.isPending ? "Saving" : false}
            onClick={() => void submit()}
          >
            {seen ? "Save" : "Add control"}
          </Button>
        </>
      }
    >
      <div className="grid gap-4">
        <Field label="Control" required>
          <Input value={values.name} onChange={(event) => set({ name: event.target.value })} autoComplete="off" />
        </Field>
        <div className="grid gap-4 wide:grid-cols-2">
          <Field label="Kind" hint="Preventive: less likely. Mitigating: less costly.">
            <Select value={values.kind} onChange={(event) => set({ kind: event.target.value as ControlKind })}>
              {CONTROL_KINDS.map((kind) => (
                <option key={kind} value={kind}>
                  {CONTROL_KIND_LABELS[kind]}
                </option>
              ))}
            </Select>
          </Field>
          <Field label="Effectiveness, %" hint="The share it takes away." required>
            <Input
              inputMode="decimal"
              value={values.effectiveness}
              onChange={(event) => set({ effectiveness: event.target.value })}
            />
          </Field>
          <Field label="Tested on" optional>
            <Input type="date" value={values.testedOn} onChange={(event) => set({ testedOn: event.target.value })} />
          </Field>
          <Field label="Owner" optional>
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
        </div>
        <FormError message={fault ?? undefined} />
      </div>
    </Dialog>
  );
}
