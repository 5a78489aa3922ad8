"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import { type Program, ProgramDialog, type ProgramTask } from "@/components/program/program-dialog";
import { useTRPC } from "@/components/providers/trpc";
import { useMay } from "@/components/providers/use-shell";
import { Crumbs } from "@/components/shell/crumbs";
import { Button } from "@/components/ui/button";
import { Headline } from "@/components/ui/headline";
import { OrgLink, useAt } from "@/components/ui/org-link";
import { Section } from "@/components/ui/section";
import { EmptyState } from "@/components/ui/states";
import { withBelow } from "@/domain/program/tree";
import { counted, sentence } from "@/domain/shared/sentence";

/** Programs as a tree: what lies in what, and how many initiatives are in each. */
export function ProgramTree({ org }: { org: string }) {
  const trpc = useTRPC();
  const at = useAt() ?? undefined;
  const { data: programs } = useSuspenseQuery(trpc.program.list.queryOptions({ org, at }));
  const may = useMay(org)("program:edit");
  const [task, setTask] = useState<ProgramTask | null>(null);
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
                <span className="text-ink-2 text-note">
                  {program.directorName ? `Director ${program.directorName}` : "No director named"}
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
                    <Button
                      size="small"
                      tone="quiet"
                      aria-label={`Name the director of ${program.name}`}
                      onClick={() => setTask({ kind: "direct", program })}
                    >
                      Director
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
