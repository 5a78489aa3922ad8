"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { scopeAsked } from "@/components/table/asked";
import { type BulkDraft, BulkValue, changeOf } from "@/components/table/bulk/bulk-value";
import { PreviewReport } from "@/components/table/bulk/preview-report";
import { useUndoBulk } from "@/components/table/bulk/use-undo-bulk";
import type { RegisterState } from "@/components/table/use-register";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field, Select, Textarea } from "@/components/ui/field";
import { notify } from "@/components/ui/toast";

/** One column set for many rows: what would change is shown before it does, and what a rule refuses, with why. */
export function BulkDialog({
  register,
  ids,
  count,
  onClose,
  onDone,
}: {
  register: RegisterState;
  /** Marked rows; without them all that match. */
  ids: readonly string[] | undefined;
  count: number;
  onClose: () => void;
  onDone: () => void;
}) {
  const { org, api, declaration, address, columns } = register;
  const queries = useQueryClient();
  const undo = useUndoBulk(register);
  const editable = columns.filter(({ bulk }) => bulk);
  const [key, setKey] = useState("");
  const [draft, setDraft] = useState<BulkDraft>({ op: "set", value: undefined });
  const [reason, setReason] = useState("");
  const [fault, setFault] = useState<string>();
  const column = editable.find((each) => each.key === key);
  const change = column ? changeOf(column, draft) : null;
  const rows = ids ? { ids: [...ids] } : { matching: scopeAsked(address.view) };
  const previewing = useMutation(api.bulkPreview.mutationOptions());
  // A preview writes nothing, so it may be asked like a question: again for every other value, never for the same.
  const preview = useQuery({
    queryKey: ["bulk-preview", org, declaration.noun, rows, change],
    queryFn: () => {
      if (!change) throw new RangeError("Nothing to preview");
      return previewing.mutateAsync({ org, rows, change });
    },
    enabled: change !== null,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
  });
  const commit = useMutation(
    api.bulkCommit.mutationOptions({
      onSuccess: async (done) => {
        await queries.invalidateQueries();
        onDone();
        const { one, many } = declaration;
        const left = done.refused.length;
        await notify({
          message: `${column?.label} of ${done.changed} ${done.changed === 1 ? one : many} changed.`,
          ...(left > 0
            ? { detail: `${left} left as ${left === 1 ? "it stands" : "they stand"}: ${done.refused[0]?.why}` }
            : {}),
          ...undo(done.changeId),
        });
      },
      onError: (error) => setFault(error.message),
    }),
  );
  const found = change ? preview.data : undefined;
  const submit = () => {
    if (!found || !change) return;
    if (column?.reasoned && reason.trim().length < 3) return setFault("Say why, in a sentence others can follow.");
    setFault(undefined);
    commit.mutate({
      org,
      rows: found.changes.map(({ id, version }) => ({ id, version })),
      change,
      ...(reason.trim() ? { reason: reason.trim() } : {}),
    });
  };
  const changed = found?.changes.length ?? 0;
  const word = (n: number) => (n === 1 ? declaration.one : declaration.many);
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={`Change ${count} ${word(count)}`}
      description="One column, for all of them. You see what changes before it does; the notice after it offers the way back."
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button tone="primary" disabled={changed === 0} busy={commit.isPending ? "Changing" : false} onClick={submit}>
            {changed > 0 ? `Change ${changed} ${word(changed)}` : "Change"}
          </Button>
        </>
      }
    >
      <div className="grid items-start gap-4 wide:grid-cols-2">
        <Field label="Column">
          <Select
            value={key}
            onChange={(event) => {
              const next = editable.find((each) => each.key === event.target.value);
              setKey(event.target.value);
              setDraft(next?.kind === "tag" ? { op: "add", value: undefined } : { op: "set", value: undefined });
            }}
          >
            <option value="">Choose …</option>
            {editable.map((each) => (
              <option key={each.key} value={each.key}>
                {each.label}
              </option>
            ))}
          </Select>
        </Field>
        {column ? <BulkValue key={key} register={register} column={column} draft={draft} onDraft={setDraft} /> : null}
      </div>
      {column?.reasoned ? (
        <Field label="Reason" className="mt-4" hint="Recorded with every one of them." required>
          <Textarea rows={2} value={reason} onChange={(event) => setReason(event.target.value)} />
        </Field>
      ) : null}
      {fault ? (
        <p role="alert" className="mt-3 font-medium text-bad text-note">
          {fault}
        </p>
      ) : null}
      {change ? (
        <PreviewReport preview={found} error={preview.error?.message} one={declaration.one} many={declaration.many} />
      ) : null}
    </Dialog>
  );
}
