"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useState } from "react";
import { ColumnTable } from "@/components/import/column-table";
import { CommitBar } from "@/components/import/commit-bar";
import { KeyChoice } from "@/components/import/key-choice";
import { PlanReport } from "@/components/import/plan-report";
import { columnsOf, leadOf, sourceFacts } from "@/components/import/prepared-words";
import { ProgressLine } from "@/components/import/progress-line";
import type { ImportDetail, Planned, Prepared } from "@/components/import/shape";
import { SheetChoice } from "@/components/import/sheet-choice";
import { choiceColumns, withEntry } from "@/components/import/target";
import { ValueTable } from "@/components/import/value-table";
import { useTRPC } from "@/components/providers/trpc";
import { Button } from "@/components/ui/button";
import { formatCount } from "@/components/ui/format";
import { Headline } from "@/components/ui/headline";
import { Section } from "@/components/ui/section";
import { type ColumnMapping, type ImportMapping, mappingFaults } from "@/domain/import/mapping";
import { planHeadline, planLead } from "@/domain/import/sentence";
import { IMPORT_WORDS } from "@/domain/import/words";

/** A new answer begins at the top of the page, for the eye and for the keyboard. */
function toTop(): void {
  window.scrollTo({ top: 0 });
  document.getElementById("content")?.focus({ preventScroll: true });
}

/** What a mapping is judged by. */
const fillable = ({ noun, fields, required }: Prepared) => ({ one: IMPORT_WORDS[noun].one, fields, required });

const POLL_MS = 400; // while a plan or an import is being made

/** From a file to an import: where its columns go, what its values stand for, the dry run, and then all of it or the good rows. */
export function Workbench({ org, run, prepared: first }: { org: string; run: ImportDetail; prepared: Prepared }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const { id } = run;
  const words = IMPORT_WORDS[run.noun];
  const [prepared, setPrepared] = useState(first);
  const [mapping, setMapping] = useState<ImportMapping>(prepared.mapping);
  const [planned, setPlanned] = useState<Planned | null>(null);
  const plan = useMutation(
    trpc.import.plan.mutationOptions({
      onSuccess: (answer) => {
        setPlanned(answer);
        toTop();
      },
    }),
  );
  const choose = useMutation(
    trpc.import.sheet.mutationOptions({
      onSuccess: (answer) => {
        const isTried = planned !== null;
        queries.removeQueries(trpc.import.values.queryFilter()); // of columns of the sheet before
        plan.reset();
        setPlanned(null);
        setPrepared(answer);
        setMapping(answer.mapping);
        if (isTried && mappingFaults(answer.mapping, columnsOf(answer), fillable(answer)).length === 0)
          plan.mutate({ org, id, mapping: answer.mapping });
      },
    }),
  );
  const { data: now = run } = useQuery(
    trpc.import.get.queryOptions(
      { org, id },
      { refetchInterval: ({ state }) => (plan.isPending || state.data?.status === "running" ? POLL_MS : false) },
    ),
  );
  const refresh = () => queries.invalidateQueries(trpc.import.pathFilter());
  const commit = useMutation(trpc.import.commit.mutationOptions({ onSettled: refresh }));
  const stop = useMutation(trpc.import.cancel.mutationOptions({ onSettled: refresh }));
  const isWriting = commit.isPending || now.status === "running";
  useEffect(() => () => window.scrollTo({ top: 0 }), []); // the report that follows begins at its top
  const edit = useCallback((patch: (mapping: ImportMapping) => ImportMapping) => {
    setPlanned(null); // what was shown is of another mapping
    setMapping(patch);
  }, []);
  const onEntry = useCallback(
    (column: string, patch: Partial<ColumnMapping>) => edit((held) => withEntry(held, column, patch)),
    [edit],
  );

  if (isWriting && !planned) {
    return (
      <div className="flex flex-col items-start gap-3">
        <ProgressLine
          label={`Writing ${run.fileName} as one change`}
          value={now.progress}
          max={run.counts?.rows ?? 0}
          unit={words.many}
        />
        <Button onClick={() => stop.mutate({ org, id })}>Stop, and change nothing</Button>
      </div>
    );
  }
  const faults = mappingFaults(mapping, columnsOf(prepared), fillable(prepared));
  const choices = choiceColumns(mapping, prepared);
  const { file } = prepared;
  const trouble = plan.error?.message ?? commit.error?.message ?? now.error;
  return (
    <div className="flex flex-col gap-[34px]">
      <Headline
        facts={[
          run.fileName,
          `${formatCount(file.rows)} rows`,
          `${prepared.columns.length} columns`,
          ...sourceFacts(prepared),
        ]}
        title={
          planned
            ? planHeadline(planned.counts, "would", words)
            : `${formatCount(file.rows)} rows wait. Check where their columns go, then run the dry run.`
        }
        lead={planned ? planLead(planned.counts, words) : leadOf(prepared)}
      />
      <SheetChoice
        prepared={prepared}
        isBusy={choose.isPending || plan.isPending || isWriting}
        error={choose.error?.message}
        onChoose={(sheet) => choose.mutate({ org, id, sheet })}
      />
      {planned ? (
        <>
          <PlanReport org={org} words={words} counts={planned.counts} report={planned.report} />
          <CommitBar
            words={words}
            counts={planned.counts}
            fault={planned.fault}
            progress={now.progress}
            isBusy={isWriting}
            error={trouble}
            onCommit={(rows) => commit.mutate({ org, id, rows, counts: planned.counts })}
            onStop={() => stop.mutate({ org, id })}
            onBack={() => {
              setPlanned(null);
              toTop();
            }}
          />
        </>
      ) : (
        <>
          <Section name="Columns" id="columns" aside="file to field">
            <ColumnTable key={file.sheet?.name} prepared={prepared} mapping={mapping} onEntry={onEntry} />
          </Section>
          {choices.map((entry) => (
            <Section
              key={entry.column}
              name={`Values of “${entry.column}”`}
              id={`values-${mapping.columns.indexOf(entry)}`}
              aside="trimmed, in any case"
            >
              <ValueTable
                org={org}
                id={id}
                entry={entry}
                prepared={prepared}
                onValues={(values) => onEntry(entry.column, { values })}
              />
            </Section>
          ))}
          <Section name="Key" id="key" aside="new or already here">
            <KeyChoice words={words} mapping={mapping} onChange={(patch) => edit((held) => ({ ...held, ...patch }))} />
          </Section>
          <div className="flex flex-col items-start gap-2.5 border-ink border-t pt-4">
            {faults.map((fault) => (
              <p key={fault} role="alert" className="font-medium text-bad">
                {fault}
              </p>
            ))}
            {trouble ? (
              <p role="alert" className="font-medium text-bad">
                {trouble}
              </p>
            ) : null}
            {plan.isPending ? (
              <ProgressLine
                label={`Comparing with the ${words.many} here`}
                value={now.progress}
                max={file.rows}
                unit="rows"
              />
            ) : null}
            <Button
              tone="primary"
              busy={plan.isPending}
              disabled={faults.length > 0}
              onClick={() => plan.mutate({ org, id, mapping })}
            >
              Run the dry run
            </Button>
            <p className="text-ink-2 text-note">
              The dry run changes nothing. It says what would be new, what would change, and which rows are rejected.
            </p>
          </div>
        </>
      )}
    </div>
  );
}
