"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { FormError } from "@/components/access/form-error";
import { InitiativeChoice } from "@/components/model/initiative-choice";
import type { ModelData } from "@/components/model/shape";
import { useLeaveWarning } from "@/components/organisation/use-leave-warning";
import { useTRPC } from "@/components/providers/trpc";
import { useShell } from "@/components/providers/use-shell";
import { Button } from "@/components/ui/button";
import { ConflictDialog } from "@/components/ui/conflict-dialog";
import { Dialog } from "@/components/ui/dialog";
import { Field, Input, Select, Textarea } from "@/components/ui/field";
import { notify } from "@/components/ui/toast";
import { type ModelEdit, modelEdit } from "@/domain/model/page";
import type { EditConflict } from "@/domain/shared/edit";

const STATUSES = { development: "In development", live: "Live", retired: "Retired" } as const;
type Status = keyof typeof STATUSES;

const LABELS: Record<string, string> = {
  ...{ name: "Name", purpose: "Purpose", tier: "Tier", status: "Status", initiativeId: "Initiative" },
  ...{ builderId: "Built by", operatorId: "Operated by", baseModel: "Base model" },
};
type Edit = Omit<ModelEdit, "modelId" | "version">;

type Values = {
  name: string;
  purpose: string;
  baseModel: string;
  tier: number | null;
  status: Status;
  initiativeId: string | null;
  builderId: string | null;
  operatorId: string | null;
  mainId: string | null;
};

const valuesOf = (page: ModelData): Values => ({
  ...{
    name: page.name,
    purpose: page.purpose ?? "",
    baseModel: page.baseModel ?? "",
    tier: page.tier,
    status: page.status,
  },
  ...{ initiativeId: page.initiative?.id ?? null, builderId: page.builder?.id ?? null },
  ...{ operatorId: page.operator?.id ?? null, mainId: page.measures.find(({ primary }) => primary)?.id ?? null },
});

/** What people say of a model. Builder and operator are named here, so that reviews can be kept apart from them. */
export function EditDialog({ org, page, onClose }: { org: string; page: ModelData; onClose: () => void }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [seen] = useState(page);
  const [values, setValues] = useState(() => valuesOf(seen));
  const start = valuesOf(seen);
  const isDirty = JSON.stringify(values) !== JSON.stringify(start);
  useLeaveWarning(isDirty);
  const { data: choices } = useQuery(trpc.initiative.choices.queryOptions({ org }));
  const set = (patch: Partial<Values>) => setValues((before) => ({ ...before, ...patch }));
  const main = useMutation(trpc.model.chooseMainMeasure.mutationOptions());
  const edit = useMutation(trpc.model.edit.mutationOptions());
  const { org: organisation } = useShell(org);
  const [conflict, setConflict] = useState<EditConflict<Edit> | null>(null);
  const [picked, setPicked] = useState(seen.initiative);
  const { mainId, ...fields } = values;
  const parsed = modelEdit.safeParse({
    ...fields,
    ...{
      purpose: fields.purpose.trim() || null,
      baseModel: fields.baseModel.trim() || null,
      modelId: seen.id,
      version: seen.version,
    },
  });
  const fault = (name: string) => parsed.error?.issues.find(({ path }) => path[0] === name)?.message;
  const save = async (next: ModelEdit) => {
    try {
      const result = await edit.mutateAsync({ org, ...next });
      if (result.outcome === "conflict") return setConflict(result);
      if (mainId && mainId !== start.mainId) await main.mutateAsync({ org, seriesId: mainId });
    } catch {
      return; // said above the buttons
    }
    await queries.invalidateQueries({ queryKey: trpc.model.pathKey() });
    onClose();
    await notify({ message: `${next.name} is saved.` });
  };
  const words = (field: string, value: unknown): string => {
    if (value === null) return "";
    const text = String(value);
    if (field === "status") return STATUSES[text as Status];
    if (field === "tier") return `Tier ${text}`;
    if (field === "initiativeId")
      return [picked, page.initiative, seen.initiative].find((each) => each?.id === text)?.code ?? "another initiative";
    if (field.endsWith("Id")) return choices?.members.find(({ id }) => id === text)?.name ?? "another person";
    return text;
  };
  if (conflict)
    return (
      <ConflictDialog
        conflict={conflict}
        label={(field) => LABELS[field] ?? field}
        words={words}
        where={organisation}
        onClose={() => setConflict(null)}
        onResolve={(fields) => {
          setConflict(null);
          void save({ ...fields, modelId: seen.id, version: conflict.version });
        }}
      />
    );
  const people = (choices?.members ?? []).filter(
    ({ active, id }) => active || id === start.builderId || id === start.operatorId,
  );
  const person = (label: string, name: "builderId" | "operatorId"): ReactNode => (
    <Field label={label}>
      <Select value={values[name] ?? ""} onChange={(event) => set({ [name]: event.target.value || null })}>
        <option value="">Not named</option>
        {people.map(({ id, name: who }) => (
          <option key={id} value={id}>
            {who}
          </option>
        ))}
      </Select>
    </Field>
  );
  return (
    <Dialog
      open
      onClose={onClose}
      wide
      title={`Edit ${seen.name}`}
      description="What a connection finds is never overwritten by it: the name and purpose you give stay."
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            tone="primary"
            disabled={!isDirty || !parsed.success}
            busy={edit.isPending || main.isPending ? "Saving" : false}
            onClick={() => parsed.data && void save(parsed.data)}
          >
            Save
          </Button>
        </>
      }
    >
      <div className="grid gap-4 wide:grid-cols-2">
        <Field label="Name" error={fault("name")} required>
          <Input value={values.name} onChange={(event) => set({ name: event.target.value })} />
        </Field>
        <Field label="Status" hint="Only live models count as outside their limits.">
          <Select value={values.status} onChange={(event) => set({ status: event.target.value as Status })}>
            {Object.entries(STATUSES).map(([value, label]) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </Select>
        </Field>
        <Field label="Purpose" className="wide:col-span-2" error={fault("purpose")} optional>
          <Textarea rows={3} value={values.purpose} onChange={(event) => set({ purpose: event.target.value })} />
        </Field>
        <Field label="Tier" hint="Tier 1 carries the most consequence.">
          <Select
            value={values.tier ?? ""}
            onChange={(event) => set({ tier: event.target.value === "" ? null : Number(event.target.value) })}
          >
            <option value="">Unrated</option>
            {[1, 2, 3].map((tier) => (
              <option key={tier} value={tier}>
                Tier {tier}
              </option>
            ))}
          </Select>
        </Field>
        <Field label="Main measure" hint="Shown first, here and in the register.">
          <Select value={values.mainId ?? ""} onChange={(event) => set({ mainId: event.target.value || null })}>
            {page.measures.map(({ id, label }) => (
              <option key={id} value={id}>
                {label}
              </option>
            ))}
          </Select>
        </Field>
        <InitiativeChoice
          org={org}
          value={values.initiativeId}
          held={seen.initiative}
          onChange={(chosen) => {
            setPicked(chosen);
            set({ initiativeId: chosen?.id ?? null });
          }}
        />
        <Field
          label="Base model"
          hint="The foundation model it builds on, with its snapshot."
          error={fault("baseModel")}
          optional
        >
          <Input value={values.baseModel} onChange={(event) => set({ baseModel: event.target.value })} />
        </Field>
        {person("Built by", "builderId")}
        {person("Operated by", "operatorId")}
      </div>
      <div className="mt-4">
        <FormError message={edit.error?.message ?? main.error?.message} />
      </div>
    </Dialog>
  );
}
