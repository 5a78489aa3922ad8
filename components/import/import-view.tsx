"use client";

import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import { PlanReport } from "@/components/import/plan-report";
import { ProgressLine } from "@/components/import/progress-line";
import type { ImportDetail, Prepared } from "@/components/import/shape";
import { Workbench } from "@/components/import/workbench";
import { useTRPC } from "@/components/providers/trpc";
import { Crumbs } from "@/components/shell/crumbs";
import { WorkerNotice } from "@/components/shell/worker-notice";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { formatDate } from "@/components/ui/format";
import { Headline } from "@/components/ui/headline";
import { EmptyState } from "@/components/ui/states";
import { notify } from "@/components/ui/toast";
import type { PlanCounts } from "@/domain/import/plan";
import { expiredWords, isEnded } from "@/domain/import/retention";
import { planHeadline, planLead, undoWords } from "@/domain/import/sentence";
import { IMPORT_WORDS } from "@/domain/import/words";

const POLL_MS = 500; // while an import is being written

/** One import: still to be decided, being written, or its kept report. */
export function ImportView({
  org,
  at,
  id,
  prepared,
  timeZone,
}: {
  org: string;
  at: string | undefined;
  id: string;
  prepared: Prepared | null;
  timeZone: string | undefined;
}) {
  const trpc = useTRPC();
  const { data: run } = useSuspenseQuery(
    trpc.import.get.queryOptions(
      { org, at, id },
      { refetchInterval: ({ state }) => (state.data?.status === "running" ? POLL_MS : false) },
    ),
  );
  const isOpen = !isEnded(run.status);
  return (
    <>
      <Crumbs trail={[{ label: run.fileName }]} />
      {isOpen && prepared ? (
        <Workbench org={org} run={run} prepared={prepared} />
      ) : (
        <Report org={org} run={run} timeZone={timeZone} />
      )}
    </>
  );
}

function Report({ org, run, timeZone }: { org: string; run: ImportDetail; timeZone: string | undefined }) {
  const words = IMPORT_WORDS[run.noun];
  const counts = run.report ? (run.counts as PlanCounts | null) : null;
  const when = formatDate(run.finishedAt ?? run.createdAt, "instant", { timeZone });
  const facts = [run.fileName, run.by ? `by ${run.by}` : "", when, `SHA-256 ${run.sha256.slice(0, 12)}`].filter(
    Boolean,
  );
  if (run.status === "running")
    return (
      <div className="grid gap-6">
        <Headline facts={facts} title={`${run.fileName} is being written.`} />
        <WorkerNotice />
        <ProgressLine label="Written" value={run.progress} max={run.counts?.rows ?? 0} unit={words.many} />
      </div>
    );
  if (run.status === "expired" && !run.report)
    return <Headline facts={facts} title={`${run.fileName} was not imported.`} lead={expiredWords} />;
  if (!counts || !run.report) {
    return (
      <>
        <Headline facts={facts} title={`${run.fileName} waits to be imported.`} />
        <EmptyState title="No report yet">Somebody who may run imports decides where its columns go.</EmptyState>
      </>
    );
  }
  const title =
    run.status === "undone"
      ? "This import was undone; its report is kept."
      : run.status === "expired"
        ? `${run.fileName} was not imported; what the dry run showed is kept.`
        : planHeadline(counts, run.status === "done" ? "did" : "would", words);
  return (
    <div className="flex flex-col gap-[34px]">
      <Headline
        facts={facts}
        title={title}
        lead={run.status === "expired" ? expiredWords : planLead(counts, words)}
        actions={run.canRun && run.status === "done" && run.changeId ? <Undo org={org} run={run} /> : null}
      />
      <PlanReport org={org} words={words} counts={counts} report={run.report} isDone={run.status !== "expired"} />
    </div>
  );
}

function Undo({ org, run }: { org: string; run: ImportDetail }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [isAsking, setIsAsking] = useState(false);
  const made = { fields: run.report?.fields.length ?? 0, programs: run.report?.programs.length ?? 0 };
  const undo = useMutation(
    trpc.import.undo.mutationOptions({
      onSuccess: async () => {
        setIsAsking(false);
        await queries.invalidateQueries();
        await notify({
          message: "The import was undone",
          detail: "All of it is as it was before. The import and the undo both stay in the record.",
        });
      },
    }),
  );
  return (
    <>
      <Button onClick={() => setIsAsking(true)}>Undo this import</Button>
      <Dialog
        open={isAsking}
        onClose={() => setIsAsking(false)}
        title="Undo this import?"
        description={`${undoWords(run.counts ?? {}, made, IMPORT_WORDS[run.noun])} If somebody edited one of them since, nothing is undone.`}
        actions={
          <>
            <Button onClick={() => setIsAsking(false)}>Keep it</Button>
            <Button
              tone="danger"
              busy={undo.isPending ? "Undoing" : false}
              onClick={() => undo.mutate({ org, id: run.id })}
            >
              Undo the import
            </Button>
          </>
        }
      >
        {undo.error ? (
          <p role="alert" className="font-medium text-bad">
            {undo.error.message}
          </p>
        ) : null}
      </Dialog>
    </>
  );
}
