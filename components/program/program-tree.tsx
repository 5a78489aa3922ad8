"use client";

import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import type { inferRouterOutputs } from "@trpc/server";
import { type FormEvent, useState } from "react";
import { useTRPC } from "@/components/providers/trpc";
import { useMay, useShell } from "@/components/providers/use-shell";
import { Crumbs } from "@/components/shell/crumbs";
import { Button } from "@/components/ui/button";
import { ConflictDialog } from "@/components/ui/conflict-dialog";
import { Dialog } from "@/components/ui/dialog";
import { Field, Input, Select } from "@/components/ui/field";
import { Headline } from "@/components/ui/headline";
import { OrgLink, useAt } from "@/components/ui/org-link";
import { Section } from "@/components/ui/section";
import { EmptyState } from "@/components/ui/states";
import { notify } from "@/components/ui/toast";
import { withBelow } from "@/domain/program/tree";
import type { EditConflict } from "@/domain/shared/edit";
import { counted, sentence } from "@/domain/shared/sentence";
import type { AppRouter } from "@/server/trpc/root";

type Program = inferRouterOutputs<AppRouter>["program"]["list"][number];
type Task = { kind: "create" } | { kind: "rename" | "move"; program: Program };

/** Programs as a tree: what lies in what, and how many initiatives are in each. */
export function ProgramTree({ org }: { org: string }) {
  const trpc = useTRPC();
  const at = useAt() ?? undefined;
  const { data: programs } = useSuspenseQuery(trpc.program.list.queryOptions({ org, at }));
  const may = useMay(org)("program:edit");
  const [task, setTask] = useState<Task | null>(null);
  const placed = programs.reduce((sum, { count }) => sum + count, 0);
  const inside = (program: Program) => {
    const below = withBelow(programs, program.id);
    return programs.filter(({ id }) => below.has(id)).reduce((sum, { count }) => sum + count, 0);
  };
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-8">
      <Crumbs trail={[{ label: "Programs" }]} />
      <Headline
        title={
          programs.length === 0
            ? "No program is recorded yet."
            : sentence(
                `${counted(programs.length, "program")} ${programs.length === 1 ? "holds" : "hold"} ${counted(placed, "active initiative")}`,
              )
        }
        lead="A program gathers initiatives that are steered together. Programs may lie in one another."
        actions={
          may ? (
            <Button tone="primary" onClick={() => setTask({ kind: "create" })}>
              New program
            </Button>
          ) : null
        }
      />
      <Section id="programs" name="Programs" aside="active initiatives, with those of the programs below">
        {programs.length === 0 ? (
          <EmptyState title="Nothing here yet">
            {may
              ? "Make the first program, then choose it on the page of an initiative."
              : "The program office makes programs."}
          </EmptyState>
        ) : (
          <ul>
            {programs.map((program) => (
              <li
                key={program.id}
                className="flex min-h-[36px] flex-wrap items-center gap-x-4 gap-y-1 border-rule-2 border-b py-1 last:border-b-0"
              >
                <span className="min-w-0 flex-1" style={{ paddingLeft: program.depth * 22 }}>
                  <OrgLink
                    href={`/${org}/initiatives?program=${program.id}`}
                    className={program.depth === 0 ? "font-medium hover:underline" : "hover:underline"}
                  >
                    {program.name}
                  </OrgLink>
                </span>
                <span className="text-right text-ink-2 text-note tabular">
                  {inside(program).toLocaleString("en-US")}
                </span>
                {may ? (
                  <span className="flex gap-1">
                    <Button
                      size="small"
                      tone="quiet"
                      aria-label={`Rename ${program.name}`}
                      onClick={() => setTask({ kind: "rename", program })}
                    >
                      Rename
                    </Button>
                    <Button
                      size="small"
                      tone="quiet"
                      aria-label={`Move ${program.name}`}
                      onClick={() => setTask({ kind: "move", program })}
                    >
                      Move
                    </Button>
                  </span>
                ) : null}
              </li>
            ))}
          </ul>
        )}
      </Section>
      {task ? (
        <ProgramDialog
          key={`${task.kind} ${"program" in task ? task.program.id : ""}`}
          org={org}
          task={task}
          programs={programs}
          onClose={() => setTask(null)}
        />
      ) : null}
    </div>
  );
}

const TITLES = { create: "New program", rename: "Rename the program", move: "Move the program" } as const;

function ProgramDialog({
  org,
  task,
  programs,
  onClose,
}: {
  org: string;
  task: Task;
  programs: Program[];
  onClose: () => void;
}) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const held = task.kind === "create" ? null : task.program;
  const [name, setName] = useState(held?.name ?? "");
  const [parentId, setParentId] = useState(held?.parentId ?? "");
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
  const busy = create.isPending || rename.isPending || move.isPending;
  const forbidden = held ? withBelow(programs, held.id) : new Set<string>();
  const save = (version: number) => {
    setFault(null);
    if (task.kind === "create") create.mutate({ org, name, parentId: parentId || null });
    else if (task.kind === "rename") rename.mutate({ org, id: task.program.id, version, name });
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
        label={(field) => (field === "name" ? "Name" : "Lies in")}
        words={(field, value) =>
          field === "name"
            ? String(value)
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
        {task.kind === "move" ? null : (
          <Field label="Name" required>
            <Input value={name} onChange={(event) => setName(event.target.value)} autoComplete="off" />
          </Field>
        )}
        {task.kind === "rename" ? null : (
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
