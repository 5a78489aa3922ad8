"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import type { DocumentRow } from "@/components/document/shape";
import { useTRPC } from "@/components/providers/trpc";
import { useShell } from "@/components/providers/use-shell";
import { Button } from "@/components/ui/button";
import { ConflictDialog } from "@/components/ui/conflict-dialog";
import { Dialog } from "@/components/ui/dialog";
import { Field, Input } from "@/components/ui/field";
import { documentRename } from "@/domain/document/input";
import type { EditConflict } from "@/domain/shared/edit";

export function RenameDialog({ org, row, onClose }: { org: string; row: DocumentRow; onClose: () => void }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const formId = useId();
  const { org: organisation } = useShell(org);
  const [name, setName] = useState(row.name);
  const [version] = useState(row.version); // the one that was seen: a live refresh does not raise it
  const [fault, setFault] = useState<string>();
  const [conflict, setConflict] = useState<EditConflict<{ name: string }> | null>(null);
  const rename = useMutation(
    trpc.document.rename.mutationOptions({
      onSuccess: async (saved) => {
        if (saved.outcome === "conflict") return setConflict(saved);
        await queries.invalidateQueries({ queryKey: trpc.document.pathKey() });
        onClose();
      },
      onError: (error) => setFault(error.message),
    }),
  );
  const save = (given: string, seen: number) => {
    const parsed = documentRename.safeParse({ documentId: row.id, version: seen, name: given });
    if (!parsed.success) return setFault(parsed.error.issues[0]?.message);
    setFault(undefined);
    rename.mutate({ org, ...parsed.data });
  };
  if (conflict)
    return (
      <ConflictDialog
        conflict={conflict}
        label={() => "Name"}
        words={(_field, value) => String(value ?? "")}
        where={organisation}
        onClose={() => setConflict(null)}
        onResolve={(settled) => {
          setConflict(null);
          save(settled.name, conflict.version);
        }}
      />
    );
  return (
    <Dialog
      open
      onClose={onClose}
      title="Rename this document"
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={formId} tone="primary" busy={rename.isPending ? "Saving" : false}>
            Rename
          </Button>
        </>
      }
    >
      <form
        id={formId}
        noValidate
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          save(name, version);
        }}
      >
        <Field label="Name" error={fault} hint="Downloads keep the name of the file.">
          <Input value={name} onChange={(event) => setName(event.target.value)} autoComplete="off" />
        </Field>
      </form>
    </Dialog>
  );
}
