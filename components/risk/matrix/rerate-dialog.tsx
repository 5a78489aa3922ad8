"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { FormError } from "@/components/access/form-error";
import { useTRPC } from "@/components/providers/trpc";
import type { VersionData } from "@/components/risk/matrix/matrix-page";
import { failureWords } from "@/components/risk/page/use-edit";
import { severityStatus } from "@/components/risk/shape";
import { useRefreshRisk } from "@/components/risk/use-refresh";
import { PlainTable, TwoLine } from "@/components/table/plain-table";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Dialog } from "@/components/ui/dialog";
import { Skeleton } from "@/components/ui/skeleton";
import { ErrorState } from "@/components/ui/states";
import { Status } from "@/components/ui/status";
import { notify } from "@/components/ui/toast";
import { ASSESSMENT_KIND_LABELS } from "@/domain/risk/response";
import { counted } from "@/domain/shared/sentence";

const MOST = 1_000;

/** What each old assessment would become by the matrix in use; only the risks chosen are rated again. */
export function RerateDialog({ org, version, onClose }: { org: string; version: VersionData; onClose: () => void }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const refreshRisks = useRefreshRisk();
  const query = useQuery(trpc.matrix.rerating.queryOptions({ org, versionId: version.id }));
  const rerate = useMutation(trpc.matrix.rerate.mutationOptions());
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [fault, setFault] = useState<string | null>(null);
  const { data } = query;
  const all = [...new Set((data?.rows ?? []).map(({ riskId }) => riskId))];
  const toggle = (riskId: string) =>
    setChosen((now) => {
      const next = new Set(now);
      if (!next.delete(riskId)) next.add(riskId);
      return next;
    });
  const submit = async () => {
    try {
      const done = await rerate.mutateAsync({ org, versionId: version.id, riskIds: [...chosen].slice(0, MOST) });
      await Promise.all([queries.invalidateQueries({ queryKey: trpc.matrix.pathKey() }), refreshRisks()]);
      onClose();
      await notify({
        message: `${counted(done.risks, "risk")} rated again, ${counted(done.assessments, "assessment")}`,
      });
    } catch (error) {
      setFault(failureWords(error));
    }
  };
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title="Rate old assessments again"
      description={`By ${version.name}, version ${version.number}. What is not chosen keeps the version it was assessed by; old assessments stay in the history.`}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            tone="primary"
            disabled={chosen.size === 0}
            busy={rerate.isPending ? "Rating" : false}
            onClick={() => void submit()}
          >
            {chosen.size === 0 ? "Choose risks" : `Rate ${counted(chosen.size, "risk")} again`}
          </Button>
        </>
      }
    >
      {query.isError ? <ErrorState message={query.error.message} onRetry={() => void query.refetch()} /> : null}
      {query.isPending ? [1, 2, 3].map((n) => <Skeleton key={n} className="my-4 w-3/4" />) : null}
      {data ? (
        <div className="grid gap-3">
          <p className="text-table">
            {data.counts
              .filter(({ from, to }) => from !== to)
              .map(({ from, to, count }) => `${count} ${from} → ${to}`)
              .join(", ") || "No residual would change its class."}
          </p>
          <Checkbox
            checked={all.length > 0 && chosen.size === all.length}
            indeterminate={chosen.size > 0 && chosen.size < all.length}
            onChange={(event) => setChosen(new Set(event.target.checked ? all : []))}
          >
            All {counted(all.length, "risk")} shown
          </Checkbox>
          <div className="max-h-[46vh] overflow-y-auto">
            <PlainTable
              label="What each assessment would become"
              rows={data.rows}
              rowKey={({ riskId, kind }) => `${riskId} ${kind}`}
              columns={[
                {
                  key: "risk",
                  label: "Risk",
                  render: ({ riskId, code, title, kind }) => (
                    <Checkbox checked={chosen.has(riskId)} onChange={() => toggle(riskId)}>
                      <TwoLine plain main={`${code} ${title}`} sub={ASSESSMENT_KIND_LABELS[kind].toLowerCase()} />
                    </Checkbox>
                  ),
                },
                {
                  key: "now",
                  label: "Now",
                  align: "right",
                  render: ({ score, severity, levelName }) => (
                    <>
                      {score} <Status status={severityStatus(severity)}>{levelName}</Status>
                    </>
                  ),
                },
                {
                  key: "then",
                  label: "Then",
                  align: "right",
                  render: ({ after }) => (
                    <>
                      {after.score} <Status status={severityStatus(after.severity)}>{after.levelName}</Status>
                    </>
                  ),
                },
              ]}
            />
          </div>
          {data.more > 0 ? <p className="text-ink-2 text-note">{data.more} more assessments are not shown.</p> : null}
          <FormError message={fault ?? undefined} />
        </div>
      ) : null}
    </Dialog>
  );
}
