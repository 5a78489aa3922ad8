"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { FormError } from "@/components/access/form-error";
import { useLeaveWarning } from "@/components/organisation/use-leave-warning";
import { useTRPC } from "@/components/providers/trpc";
import { definitionOf, draftOf } from "@/components/risk/matrix/draft";
import { EditorGrid } from "@/components/risk/matrix/editor-grid";
import { AxisFields, FloorFields, LevelFields } from "@/components/risk/matrix/editor-parts";
import { failureWords } from "@/components/risk/page/use-edit";
import type { RiskChoices } from "@/components/risk/shape";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Field, Input, Textarea } from "@/components/ui/field";
import { Section } from "@/components/ui/section";
import { notify } from "@/components/ui/toast";
import type { MatrixDefinition } from "@/domain/risk/matrix";
import { newMatrixVersion } from "@/domain/risk/matrix-input";

const MOST_FAULTS = 5;

/** A new version of a matrix, or a new matrix made from one. A version never changes once it is made. */
export function MatrixEditor({
  org,
  from,
  choices,
  onClose,
}: {
  org: string;
  from: { matrixId: string; name: string; definition: MatrixDefinition };
  choices: RiskChoices;
  onClose: () => void;
}) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const { currency, categories } = choices;
  const [start] = useState(() => draftOf(from.definition, currency));
  const [draft, setDraft] = useState(start);
  const [name, setName] = useState(from.name);
  const [note, setNote] = useState("");
  const [isOther, setOther] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const create = useMutation(trpc.matrix.createVersion.mutationOptions());
  const { definition, faults } = definitionOf(draft, currency);
  useLeaveWarning(draft !== start);
  const submit = async () => {
    const parsed = newMatrixVersion.safeParse({
      ...{ name, note, definition },
      ...(isOther ? {} : { matrixId: from.matrixId }),
    });
    if (!parsed.success) return setFault(parsed.error.issues[0]?.message ?? "");
    try {
      const made = await create.mutateAsync({ org, ...parsed.data });
      await queries.invalidateQueries({ queryKey: trpc.matrix.pathKey() });
      onClose();
      await notify({
        message: `Version ${made.number} of ${parsed.data.name} is kept. Put it to use when it is agreed.`,
      });
    } catch (error) {
      setFault(failureWords(error));
    }
  };
  return (
    <Section
      id="editor"
      name={`New version of ${from.name}`}
      aside="arrows move, a digit sets the level, Enter takes the next"
    >
      <div className="grid gap-6">
        <EditorGrid draft={draft} onChange={setDraft} />
        <div className="grid gap-6 wide:grid-cols-2">
          <AxisFields draft={draft} onChange={setDraft} axis="likelihoods" />
          <AxisFields draft={draft} onChange={setDraft} axis="impacts" unit={currency} />
          <LevelFields draft={draft} onChange={setDraft} />
          <FloorFields draft={draft} onChange={setDraft} categories={categories} />
        </div>
        <div className="grid gap-4 wide:grid-cols-2">
          <Field label="Name" required>
            <Input value={name} maxLength={60} onChange={(event) => setName(event.target.value)} />
          </Field>
          <Field label="Why" hint="Kept with the version." optional>
            <Textarea rows={2} value={note} onChange={(event) => setNote(event.target.value)} />
          </Field>
        </div>
        <Checkbox checked={isOther} onChange={(event) => setOther(event.target.checked)}>
          As a matrix of its own, under another name
        </Checkbox>
        {faults.length > 0 ? (
          <div role="status" className="text-note text-watch">
            <p className="font-medium">It cannot be used yet:</p>
            <ul className="list-disc pl-4">
              {faults.slice(0, MOST_FAULTS).map(({ path, message }) => (
                <li key={`${path} ${message}`}>{message}</li>
              ))}
              {faults.length > MOST_FAULTS ? <li>and {faults.length - MOST_FAULTS} more</li> : null}
            </ul>
          </div>
        ) : null}
        <FormError message={fault ?? undefined} />
        <div className="flex gap-2">
          <Button
            tone="primary"
            disabled={faults.length > 0}
            busy={create.isPending ? "Keeping" : false}
            onClick={() => void submit()}
          >
            Keep this version
          </Button>
          <Button onClick={onClose}>Cancel</Button>
        </div>
      </div>
    </Section>
  );
}
