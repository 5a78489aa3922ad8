"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { inferRouterOutputs } from "@trpc/server";
import { type FormEvent, useState } from "react";
import { useTRPC } from "@/components/providers/trpc";
import { useShell } from "@/components/providers/use-shell";
import { Button } from "@/components/ui/button";
import { ConflictDialog } from "@/components/ui/conflict-dialog";
import { Dialog } from "@/components/ui/dialog";
import { Field, Input, Select } from "@/components/ui/field";
import { notify } from "@/components/ui/toast";
import { withBelow } from "@/domain/program/tree";
import type { EditConflict } from "@/domain/shared/edit";
import type { AppRouter } from "@/server/trpc/root";

export type Program = inferRouterOutputs<AppRouter>["program"]["list"][number];
export type ProgramTask = { kind: "create" } | { kind: "rename" | "move" | "direct"; program: Program };

const TITLES = {
  create: "New program",
  rename: "Rename the program",
  move: "Move the program",
  direct: "Name the director",
} as const;

const FIELDS: Record<string, string> = { name: "Name", parentId: "Lies in", directorId: "Director" };

/** Makes a program, or changes its name, its place or who directs it. */
export function ProgramDialog({
  org,
  task,
  programs,
  onClose,
}: {
  org: string;
  task: ProgramTask;
  programs: Program[];
  onClose: () => void;
}) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const held = task.kind === "create" ? null : task.program;
  const [name, setName] = useState(held?.name ?? "");
  const [parentId, setParentId] = useState(held?.parentId ?? "");
  const [directorId, setDirectorId] = useState(held?.directorId ?? "");
  const { data: choices } = useQuery({
    ...trpc.initiative.choices.queryOptions({ org }),
    enabled: task.kind === "direct",
  });
  const members = choices?.members ?? [];
  const { org: organisation } = useShell(org);
  const [conflict, setConflict] = useState<EditConflict<object> | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const saved = async () => {
    onClose();
    await queries.invalidateQueries(trpc.program.pathFilter());
    await queries.invalidateQueries(trpc.initiative.pathFilter());
    await notify({ message: "The programs are saved." });
  };
  const onError = (error: { message: string }) => setFault(error.message);
  const settled = async (result: { outcome: "saved" } | EditConflict<object>) => {
    if (result.outcome === "saved") return saved();
    setConflict(result);
  };
  const create = useMutation(trpc.program.create.mutationOptions({ onSuccess: saved, onError }));
  const rename = useMutation(trpc.program.rename.mutationOptions({ onSuccess: settled, onError }));
  const move = useMutation(trpc.program.move.mutationOptions({ onSuccess: settled, onError }));
  const direct = useMutation(trpc.program.direct.mutationOptions({ onSuccess: settled, onError }));
  const busy = direct.isPending || create.isPending || rename.isPending || move.isPending;
  const forbidden = held ? withBelow(programs, held.id) : new Set<string>();
  const save = (version: number) => {
    setFault(null);
    if (task.kind === "create") create.mutate({ org, name, parentId: parentId || null });
    else if (task.kind === "rename") rename.mutate({ org, id: task.program.id, version, name });
    else if (task.kind === "direct")
      direct.mutate({ org, id: task.program.id, version, directorId: directorId || null });
    else move.mutate({ org, id: task.program.id, version, parentId: parentId || null });
  };
  const submit = (event?: FormEvent) => {
    event?.preventDefault();
    save(held?.version ?? 1);
  };
  if (conflict)
    return (
      <ConflictDialog
        conflict={conflict}
        label={(field) => FIELDS[field] ?? field}
        words={(field, value) =>
          field === "name"
            ? String(value)
            : field === "directorId"
              ? (members.find(({ id }) => id === value)?.name ?? (value === null ? "Nobody" : "another person"))
              : value === null
                ? "No other program"
                : (programs.find(({ id }) => id === value)?.name ?? "another program")
        }
        where={organisation}
        onClose={() => setConflict(null)}
        onResolve={(_edit, mine) => {
          setConflict(null);
          if (mine.length === 0) void saved();
          else save(conflict.version);
        }}
      />
    );
  return (
    <Dialog
      open
      onClose={onClose}
      title={TITLES[task.kind]}
      description={task.kind === "move" ? `${task.program.name} moves with everything below it.` : undefined}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button tone="primary" busy={busy ? "Saving" : false} onClick={() => submit()}>
            Save
          </Button>
        </>
      }
    >
      <form className="grid gap-4" onSubmit={submit}>
        {task.kind === "direct" ? (
          <Field
            label="Director"
            hint="Risks on the level of the program director are raised to this person. Without one: the director of the program above, at last the program office."
          >
            <Select value={directorId} onChange={(event) => setDirectorId(event.target.value)}>
              <option value="">Not named</option>
              {members
                .filter(({ active, id }) => active || id === held?.directorId)
                .map(({ id, name: who }) => (
                  <option key={id} value={id}>
                    {who}
                  </option>
                ))}
            </Select>
          </Field>
        ) : null}
        {task.kind === "move" || task.kind === "direct" ? null : (
          <Field label="Name" required>
            <Input value={name} onChange={(event) => setName(event.target.value)} autoComplete="off" />
          </Field>
        )}
        {task.kind === "rename" || task.kind === "direct" ? null : (
          <Field label="Lies in">
            <Select value={parentId} onChange={(event) => setParentId(event.target.value)}>
              <option value="">No other program</option>
              {programs
                .filter(({ id }) => !forbidden.has(id))
                .map((program) => (
                  <option key={program.id} value={program.id}>
                    {"\u2003".repeat(program.depth)}
                    {program.name}
                  </option>
                ))}
            </Select>
          </Field>
        )}
        {fault ? (
          <p role="alert" className="font-medium text-bad text-note">
            {fault}
          </p>
        ) : null}
      </form>
    </Dialog>
  );
}
