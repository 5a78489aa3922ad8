"use client";

import { useMutation } from "@tanstack/react-query";
import { useTRPC } from "@/components/providers/trpc";
import { OwnerField } from "@/components/risk/owner-field";
import { type Members, PartDialog } from "@/components/risk/page/part-dialog";
import { type Read, usePart } from "@/components/risk/page/use-part";
import type { ControlData, RiskData } from "@/components/risk/shape";
import { Field, Input, Select } from "@/components/ui/field";
import { newControl } from "@/domain/risk/input";
import { CONTROL_KIND_LABELS, CONTROL_KINDS, type ControlKind } from "@/domain/risk/response";

type Fields = Pick<ControlData, "name" | "kind" | "effectiveness" | "testedOn" | "ownerId">;
type Values = { name: string; kind: ControlKind; effectiveness: string; testedOn: string; ownerId: string };

const valuesOf = (control: Fields | null): Values => ({
  name: control?.name ?? "",
  kind: control?.kind ?? "preventive",
  effectiveness: control ? `${Math.round(control.effectiveness * 1000) / 10}` : "",
  testedOn: control?.testedOn ?? "",
  ownerId: control?.ownerId ?? "",
});

function read({ name, kind, effectiveness, testedOn, ownerId }: Values): Read<Fields> {
  const share = effectiveness.trim() === "" ? Number.NaN : Number(effectiveness.replace("%", "")) / 100;
  const parsed = newControl
    .omit({ riskId: true })
    .safeParse({ name, kind, effectiveness: share, testedOn: testedOn || null, ownerId: ownerId || null });
  if (parsed.success) return { ok: true, fields: parsed.data };
  const [first] = parsed.error.issues;
  const isShare = first?.path[0] === "effectiveness";
  return { ok: false, fault: isShare ? "Effectiveness is a percentage from 0 to 100." : (first?.message ?? "") };
}

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
  members: Members;
  control: ControlData | null;
  onClose: () => void;
}) {
  const trpc = useTRPC();
  const add = useMutation(trpc.risk.addControl.mutationOptions());
  const edit = useMutation(trpc.risk.editControl.mutationOptions());
  const state = usePart({
    part: control,
    ...{ valuesOf, read, onClose },
    add: (fields) => add.mutateAsync({ org, riskId: page.id, ...fields }),
    edit: (given: { id: string; version: number; patch: Partial<Fields> }) => edit.mutateAsync({ org, ...given }),
  });
  const { values, set } = state;
  return (
    <PartDialog {...{ page, members, state, onClose }} one="control">
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
        <OwnerField label="Owner" members={members} value={values.ownerId} onChange={(ownerId) => set({ ownerId })} />
      </div>
    </PartDialog>
  );
}
