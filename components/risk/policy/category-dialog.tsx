"use client";

import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { FormError } from "@/components/access/form-error";
import { useTRPC } from "@/components/providers/trpc";
import { useShell } from "@/components/providers/use-shell";
import { failureWords } from "@/components/risk/page/use-edit";
import type { CategoryData } from "@/components/risk/policy/categories-section";
import { usePolicySave, useRefreshPolicy } from "@/components/risk/policy/use-save";
import { Button } from "@/components/ui/button";
import { ConflictDialog } from "@/components/ui/conflict-dialog";
import { Dialog } from "@/components/ui/dialog";
import { Field, Input, Select, Textarea } from "@/components/ui/field";
import { notify } from "@/components/ui/toast";
import { STANCE_LABELS, STANCES, type Stance } from "@/domain/risk/appetite";
import { type AppetiteSave, appetiteSave } from "@/domain/risk/policy-input";
import { SEVERITIES, SEVERITY_LABELS, type Severity } from "@/domain/risk/severity";

type Fields = Pick<AppetiteSave, "name" | "stance" | "tolerance" | "note">;

const FIELD_LABELS: Readonly<Record<string, string>> = {
  ...{ name: "Name", stance: "Appetite", tolerance: "Bears up to", note: "Note" },
};

function wordsOf(field: string, value: unknown): string {
  const text = typeof value === "string" ? value : "";
  if (field === "stance") return STANCES.includes(text as Stance) ? STANCE_LABELS[text as Stance].name : text;
  if (field === "tolerance") return SEVERITIES.includes(text as Severity) ? SEVERITY_LABELS[text as Severity] : text;
  return text;
}

/** "Data residency" as "data_residency". */
const keyOf = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "_")
    .replace(/^[^a-z]+/, "")
    .replace(/_+$/, "")
    .slice(0, 40);

/** Takes a category away that nothing uses; undone, it stands in its place again. */
function useRemoval({
  org,
  order,
  onRemoved,
  onRefused,
}: {
  org: string;
  order: readonly string[];
  onRemoved: () => void;
  onRefused: (because: string) => void;
}) {
  const trpc = useTRPC();
  const refresh = useRefreshPolicy();
  const remove = useMutation(trpc.appetite.remove.mutationOptions());
  const add = useMutation(trpc.appetite.save.mutationOptions());
  const arrange = useMutation(trpc.appetite.order.mutationOptions());
  const putBack = async ({ category, name, stance, tolerance, note }: CategoryData) => {
    await add.mutateAsync({ org, category, name, stance, tolerance, note, version: null });
    await arrange.mutateAsync({ org, order: [...order] });
  };
  const run = async (row: CategoryData) => {
    try {
      await remove.mutateAsync({ org, category: row.category, version: row.version });
    } catch (error) {
      return onRefused(failureWords(error));
    }
    await refresh();
    onRemoved();
    const failed = (error: unknown) => notify({ message: failureWords(error), tone: "bad" });
    const onSelect = () => void putBack(row).then(refresh, failed);
    await notify({ message: `${row.name} was removed`, action: { label: "Undo", onSelect } });
  };
  return { run, busy: remove.isPending };
}

/** A category, which is also a dimension of impact, and how much of it is borne. */
export function CategoryDialog({
  org,
  category,
  order,
  onClose,
}: {
  org: string;
  category: CategoryData | null;
  /** In which all of them stand. */
  order: readonly string[];
  onClose: () => void;
}) {
  const trpc = useTRPC();
  const [seen] = useState(category);
  const [name, setName] = useState(seen?.name ?? "");
  const [stance, setStance] = useState<Stance>(seen?.stance ?? "cautious");
  const [tolerance, setTolerance] = useState<Severity>(seen?.tolerance ?? "yellow");
  const [note, setNote] = useState(seen?.note ?? "");
  const { org: organisation } = useShell(org);
  const { save, fault, setFault, met, setMet, busy } = usePolicySave<Fields>(onClose);
  const send = useMutation(trpc.appetite.save.mutationOptions());
  const remove = useRemoval({ org, order, onRemoved: onClose, onRefused: setFault });
  const submit = () => {
    const parsed = appetiteSave.safeParse({
      ...{ category: seen?.category ?? keyOf(name), name, stance, tolerance },
      ...{ note: note.trim() || null, version: seen?.version ?? null },
    });
    if (!parsed.success) return setFault(parsed.error.issues[0]?.message ?? "Something is missing.");
    void save(() => send.mutateAsync({ org, ...parsed.data }), `${parsed.data.name} is saved`);
  };
  if (met && seen)
    return (
      <ConflictDialog
        conflict={met}
        label={(field) => FIELD_LABELS[field] ?? field}
        words={wordsOf}
        where={organisation}
        busy={busy}
        onClose={() => setMet(null)}
        onResolve={(fields) => {
          setMet(null);
          const { category } = seen;
          void save(() => send.mutateAsync({ org, category, ...fields, version: met.version }), `${name} is saved`);
        }}
      />
    );
  return (
    <Dialog
      open
      onClose={onClose}
      title={seen ? seen.name : "New category"}
      description={
        seen
          ? "What is borne from now on. Risks that lie beyond it are raised at once."
          : "A category is also a dimension in which impact is assessed."
      }
      actions={
        <>
          {seen ? (
            <Button
              tone="danger"
              className="mr-auto"
              busy={remove.busy ? "Removing" : false}
              onClick={() => void remove.run(seen)}
            >
              Remove
            </Button>
          ) : null}
          <Button onClick={onClose}>Cancel</Button>
          <Button tone="primary" busy={busy ? "Saving" : false} onClick={submit}>
            Save
          </Button>
        </>
      }
    >
      <div className="grid gap-4">
        <Field label="Name" required>
          <Input value={name} maxLength={60} onChange={(event) => setName(event.target.value)} />
        </Field>
        <Field label="Appetite" hint={STANCE_LABELS[stance].meaning}>
          <Select value={stance} onChange={(event) => setStance(event.target.value as Stance)}>
            {STANCES.map((each) => (
              <option key={each} value={each}>
                {STANCE_LABELS[each].name}
              </option>
            ))}
          </Select>
        </Field>
        <Field label="Bears up to" hint="The gravest class that is still borne.">
          <Select value={tolerance} onChange={(event) => setTolerance(event.target.value as Severity)}>
            {SEVERITIES.map((each) => (
              <option key={each} value={each}>
                {SEVERITY_LABELS[each]}
              </option>
            ))}
          </Select>
        </Field>
        <Field label="Note" optional>
          <Textarea rows={2} value={note} onChange={(event) => setNote(event.target.value)} />
        </Field>
        <FormError message={fault ?? undefined} />
      </div>
    </Dialog>
  );
}
