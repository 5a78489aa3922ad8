"use client";

import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { useTRPC } from "@/components/providers/trpc";
import type { TagRow, TagTask } from "@/components/tag/tags-page";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field, Input } from "@/components/ui/field";
import { listOf } from "@/domain/shared/sentence";
import { tagMerge } from "@/domain/tag/input";
import { deleteSentence, mergeSentence } from "@/domain/tag/sentence";

/** Renames, merges or deletes tags: says first what will happen to how many initiatives. */
export function TagDialog({
  org,
  task: { kind, tags },
  known,
  onClose,
  onDone,
}: {
  org: string;
  task: TagTask;
  known: readonly TagRow[];
  onClose: () => void;
  onDone: (message: string, changeId: string) => Promise<void>;
}) {
  const trpc = useTRPC();
  const formId = useId();
  const names = tags.map(({ name }) => name);
  const [into, setInto] = useState(names[0] ?? "");
  const [fault, setFault] = useState<string>();
  const onError = (error: { message: string }) => setFault(error.message);
  const touched = Math.max(0, ...tags.map(({ initiatives }) => initiatives)); // at least; some may have several of them
  const isThere = known.some(({ name }) => name === into.trim());
  const merge = useMutation(
    trpc.tag.merge.mutationOptions({
      onSuccess: ({ changeId, initiatives }) =>
        onDone(mergeSentence(names, into.trim(), initiatives, isThere), changeId),
      onError,
    }),
  );
  const remove = useMutation(
    trpc.tag.delete.mutationOptions({
      onSuccess: ({ changeId, initiatives }) => onDone(deleteSentence(names, initiatives), changeId),
      onError,
    }),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setFault(undefined);
    if (kind === "delete") return remove.mutate({ org, names });
    const parsed = tagMerge.safeParse({ names, into });
    if (!parsed.success) return setFault(parsed.error.issues[0]?.message);
    merge.mutate({ org, ...parsed.data });
  };
  const action = kind === "delete" ? "Delete" : tags.length > 1 || isThere ? "Merge" : "Rename";
  const busy = merge.isPending || remove.isPending;
  const one = tags.length === 1;
  return (
    <Dialog
      open
      onClose={onClose}
      title={
        kind === "delete" ? `Delete ${listOf(names, 3)}` : one ? `Rename ${names[0]}` : `Merge ${listOf(names, 3)}`
      }
      description={
        kind === "delete"
          ? `${one ? deleteSentence(names, touched) : "They go from every initiative that has one."} You can undo it.`
          : one && into.trim() !== names[0] && into.trim() !== ""
            ? `${mergeSentence(names, into.trim(), touched, isThere)} You can undo it.`
            : one
              ? "Every initiative that has it follows. An existing name merges the two."
              : "Every initiative that has one of them gets the one name instead. You can undo it."
      }
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            form={formId}
            tone={kind === "delete" ? "danger" : "primary"}
            busy={busy ? "Under way" : false}
          >
            {action}
          </Button>
        </>
      }
    >
      <form id={formId} noValidate onSubmit={submit}>
        {kind === "delete" ? (
          <p role="alert" className="text-bad text-note empty:hidden">
            {fault}
          </p>
        ) : (
          <Field label={one ? "New name" : "Name of the one"} error={fault}>
            <Input
              value={into}
              onChange={(event) => setInto(event.target.value)}
              autoComplete="off"
              list={`${formId}-names`}
            />
          </Field>
        )}
        <datalist id={`${formId}-names`}>
          {known.map(({ name }) => (
            <option key={name} value={name} />
          ))}
        </datalist>
      </form>
    </Dialog>
  );
}
