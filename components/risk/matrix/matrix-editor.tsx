"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useRef, useState } from "react";
import { FormError } from "@/components/access/form-error";
import { LeaveGuard } from "@/components/initiative/form/leave-guard";
import { useTRPC } from "@/components/providers/trpc";
import { draftOf, readDraft, setCell } from "@/components/risk/matrix/draft";
import { draftFaults, faultAt } from "@/components/risk/matrix/draft-faults";
import { EditorGrid } from "@/components/risk/matrix/editor-grid";
import { FloorFields } from "@/components/risk/matrix/floor-fields";
import { LevelFields } from "@/components/risk/matrix/level-fields";
import { StepFields } from "@/components/risk/matrix/step-fields";
import { failureWords } from "@/components/risk/page/use-edit";
import type { RiskChoices } from "@/components/risk/shape";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Field, Input, Textarea } from "@/components/ui/field";
import { Section } from "@/components/ui/section";
import { notify } from "@/components/ui/toast";
import type { MatrixDefinition } from "@/domain/risk/matrix";
import { newMatrixVersion } from "@/domain/risk/matrix-input";
import { counted, sentenceCase } from "@/domain/shared/sentence";

/** What an editor begins with; without a matrix it makes a new one. */
export type EditorStart = { matrixId: string | null; name: string; definition: MatrixDefinition };

/** A new version of a matrix, or a new matrix. A version never changes once it is made. */
export function MatrixEditor({
  org,
  from,
  choices,
  onClose,
  onMade,
}: {
  org: string;
  from: EditorStart;
  choices: RiskChoices;
  onClose: () => void;
  onMade: (versionId: string) => void;
}) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const { currency, categories } = choices;
  const form = useRef<HTMLFormElement>(null);
  const [start] = useState(() => draftOf(from.definition, currency));
  const [draft, setDraft] = useState(start);
  const [name, setName] = useState(from.name);
  const [note, setNote] = useState("");
  const [isOther, setOther] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const create = useMutation(trpc.matrix.createVersion.mutationOptions());
  const faults = draftFaults({ name, note, draft, currency });
  const isDirty = draft !== start || name !== from.name || note !== "";
  const matrixId = isOther ? null : from.matrixId;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const parsed = newMatrixVersion.safeParse({
      ...{ name, note, definition: readDraft(draft, currency).definition },
      ...(matrixId ? { matrixId } : {}),
    });
    if (faults.length > 0 || !parsed.success) {
      setFault(
        `${sentenceCase(counted(faults.length, "thing"))} to put right first, marked where ${faults.length === 1 ? "it is" : "they are"}.`,
      );
      form.current?.querySelector<HTMLElement>("[aria-invalid=true], [data-cell][aria-describedby]")?.focus();
      return;
    }
    setFault(null);
    try {
      const made = await create.mutateAsync({ org, ...parsed.data });
      await queries.invalidateQueries({ queryKey: trpc.matrix.pathKey() });
      onMade(made.id);
      await notify({
        message: `Version ${made.number} of ${parsed.data.name} is kept. Put it to use when it is agreed.`,
      });
    } catch (error) {
      setFault(failureWords(error));
    }
  };
  const parts = { draft, faults, onChange: setDraft };
  return (
    <Section
      id="editor"
      name={from.matrixId ? `New version of ${from.name}` : "New matrix"}
      aside={`${draft.likelihoods.length} × ${draft.impacts.length}`}
    >
      <form ref={form} noValidate className="grid gap-6" onSubmit={(event) => void submit(event)}>
        <EditorGrid
          draft={draft}
          faults={faults}
          onPaint={(likelihood, impact, level) => setDraft((held) => setCell(held, likelihood, impact, level))}
        />
        <div className="grid gap-x-8 gap-y-6 desk:grid-cols-2">
          <StepFields {...parts} axis="likelihoods" unit="%" />
          <StepFields {...parts} axis="impacts" unit={currency} />
          <LevelFields {...parts} />
          <FloorFields {...parts} categories={categories} />
        </div>
        <div className="grid gap-4 wide:grid-cols-2">
          <Field label="Name" required error={faultAt(faults, "name")}>
            <Input value={name} maxLength={60} onChange={(event) => setName(event.target.value)} autoComplete="off" />
          </Field>
          <Field label="Why" hint="Kept with the version." optional error={faultAt(faults, "note")}>
            <Textarea rows={2} value={note} onChange={(event) => setNote(event.target.value)} />
          </Field>
        </div>
        {from.matrixId ? (
          <Checkbox checked={isOther} onChange={(event) => setOther(event.target.checked)}>
            As a matrix of its own, under another name
          </Checkbox>
        ) : null}
        <FormError message={fault ?? undefined} />
        <div className="flex flex-wrap gap-2">
          <Button type="submit" tone="primary" busy={create.isPending ? "Keeping" : false}>
            {matrixId ? "Keep this version" : "Keep this matrix"}
          </Button>
          <Button onClick={onClose}>Cancel</Button>
          <p aria-live="polite" className="self-center text-note">
            {faults.length > 0 ? (
              <span className="text-watch">{sentenceCase(counted(faults.length, "thing"))} to put right</span>
            ) : (
              <span className="text-ink-2">Nothing is rated by it until it is put to use.</span>
            )}
          </p>
        </div>
      </form>
      <LeaveGuard dirty={isDirty && !create.isSuccess} what="The matrix" />
    </Section>
  );
}
