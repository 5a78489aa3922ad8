"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { FormError } from "@/components/access/form-error";
import type { FieldRow } from "@/components/custom-field/fields-page";
import { useTRPC } from "@/components/providers/trpc";
import { useShell } from "@/components/providers/use-shell";
import { Button } from "@/components/ui/button";
import { ConflictDialog } from "@/components/ui/conflict-dialog";
import { Dialog } from "@/components/ui/dialog";
import { Field, Input, Select, Textarea } from "@/components/ui/field";
import { notify } from "@/components/ui/toast";
import { customFieldCreate, customFieldEdit } from "@/domain/custom-field/input";
import { CUSTOM_FIELD_KIND_LABELS, CUSTOM_FIELD_KINDS, type CustomFieldKind } from "@/domain/initiative/choice";
import type { EditConflict } from "@/domain/shared/edit";

type Values = { label: string; choices: string[] };

const linesOf = (text: string): string[] =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);

type Issue = { path: PropertyKey[]; message: string };
const errorsOf = (issues: readonly Issue[]): Record<string, string> =>
  Object.fromEntries(issues.map(({ path, message }) => [String(path[0] ?? "root"), message]));

/** Makes a field, or renames one and edits its choices. What was typed stays when the server refuses. */
export function FieldDialog({ org, field, onClose }: { org: string; field: FieldRow | null; onClose: () => void }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const { org: organisation } = useShell(org);
  const formId = useId();
  const [label, setLabel] = useState(field?.label ?? "");
  const [kind, setKind] = useState<CustomFieldKind>(field?.kind ?? "text");
  const [choices, setChoices] = useState(field?.choices.join("\n") ?? "");
  const [errors, setErrors] = useState<Record<string, string>>({});
  const [conflict, setConflict] = useState<EditConflict<Values> | null>(null);
  const values: Values = { label, choices: kind === "choice" ? linesOf(choices) : [] };

  const saved = async (name: string) => {
    await queries.invalidateQueries({ queryKey: trpc.customField.pathKey() });
    onClose();
    await notify({ message: field ? `${name} is saved.` : `${name} now stands on every initiative.` });
  };
  const refused = (error: {
    message: string;
    data?: { code?: string; fields?: Record<string, string> | null } | null;
  }) => setErrors(error.data?.fields ?? { [error.data?.code === "CONFLICT" ? "label" : "root"]: error.message });
  const create = useMutation(
    trpc.customField.create.mutationOptions({ onSuccess: (made) => saved(made.label), onError: refused }),
  );
  const edit = useMutation(
    trpc.customField.edit.mutationOptions({
      onSuccess: (result) => (result.outcome === "saved" ? saved(result.row.label) : setConflict(result)),
      onError: refused,
    }),
  );

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setErrors({});
    if (field) {
      const parsed = customFieldEdit.safeParse({ ...values, fieldId: field.id, version: field.version });
      if (parsed.success) edit.mutate({ org, ...parsed.data });
      else setErrors(errorsOf(parsed.error.issues));
      return;
    }
    const parsed = customFieldCreate.safeParse({ ...values, kind });
    if (parsed.success) create.mutate({ org, ...parsed.data });
    else setErrors(errorsOf(parsed.error.issues));
  };

  if (conflict && field)
    return (
      <ConflictDialog
        conflict={conflict}
        label={(key) => (key === "label" ? "Name" : "Choices")}
        words={(_key, value) => [value].flat().join(", ")}
        where={organisation}
        onClose={() => setConflict(null)}
        onResolve={(settled) => {
          setConflict(null);
          edit.mutate({ org, fieldId: field.id, version: conflict.version, ...settled });
        }}
      />
    );
  const busy = create.isPending || edit.isPending;
  return (
    <Dialog
      open
      onClose={onClose}
      title={field ? `Edit ${field.label}` : "New field of an initiative"}
      description={
        field?.kind === "choice"
          ? "Initiatives keep the value they have, also one that is no longer among the choices."
          : undefined
      }
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={formId} tone="primary" busy={busy ? "Saving" : false}>
            {field ? "Save" : "Make the field"}
          </Button>
        </>
      }
    >
      <form id={formId} noValidate className="grid gap-4" onSubmit={submit}>
        <Field label="Name" error={errors.label}>
          <Input value={label} onChange={(event) => setLabel(event.target.value)} autoComplete="off" />
        </Field>
        {field ? null : (
          <Field label="Kind" hint="It cannot be changed later." error={errors.kind}>
            <Select
              value={kind}
              onChange={(event) => setKind(CUSTOM_FIELD_KINDS.find((each) => each === event.target.value) ?? "text")}
            >
              {CUSTOM_FIELD_KINDS.map((each) => (
                <option key={each} value={each}>
                  {CUSTOM_FIELD_KIND_LABELS[each]}
                </option>
              ))}
            </Select>
          </Field>
        )}
        {kind === "choice" ? (
          <Field label="Choices" hint="One on each line, in the order they are offered." error={errors.choices}>
            <Textarea value={choices} rows={6} onChange={(event) => setChoices(event.target.value)} />
          </Field>
        ) : null}
        <FormError message={errors.root} />
      </form>
    </Dialog>
  );
}
