"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { inferRouterOutputs } from "@trpc/server";
import { useState } from "react";
import { FormError } from "@/components/access/form-error";
import { useTRPC } from "@/components/providers/trpc";
import { type VersionData, versionName } from "@/components/risk/matrix/version";
import { failureWords } from "@/components/risk/page/use-edit";
import { severityStatus } from "@/components/risk/severity";
import { useRefreshRisk } from "@/components/risk/use-refresh";
import { PlainTable, TwoLine } from "@/components/table/plain-table";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Dialog } from "@/components/ui/dialog";
import { Skeleton } from "@/components/ui/skeleton";
import { EmptyState, ErrorState } from "@/components/ui/states";
import { Status } from "@/components/ui/status";
import { notify } from "@/components/ui/toast";
import { cellName } from "@/domain/risk/matrix";
import { reclassedSentence } from "@/domain/risk/reclassed";
import type { Carried } from "@/domain/risk/rerate";
import { ASSESSMENT_KIND_LABELS } from "@/domain/risk/response";
import { counted, sentenceCase } from "@/domain/shared/sentence";
import type { AppRouter } from "@/server/trpc/root";

type Row = inferRouterOutputs<AppRouter>["matrix"]["rerating"]["rows"][number];

const HOW: Record<Carried, string> = {
  figure: "by its probability",
  name: "by the name of its likelihood",
  place: "by its place on the scale",
  share: "by its share of the scale, rounded up",
};

const isMoved = (row: Row): boolean => row.severity !== row.after.severity;

/**
 * What each old assessment would become by a version; of the one in use, the risks that are chosen are rated again.
 */
export function RerateDialog({ org, version, onClose }: { org: string; version: VersionData; onClose: () => void }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const refreshRisks = useRefreshRisk();
  const query = useQuery(trpc.matrix.rerating.queryOptions({ org, versionId: version.id }));
  const rerate = useMutation(trpc.matrix.rerate.mutationOptions());
  const [marked, setMarked] = useState<ReadonlySet<string>>(new Set());
  const [fault, setFault] = useState<string | null>(null);
  const { data } = query;
  const mayRate = version.inUse;
  const all = [...new Set((data?.rows ?? []).map(({ riskId }) => riskId))];
  // Somebody else may have rated some of them meanwhile.
  const chosen = all.filter((riskId) => marked.has(riskId));
  const moved = [...new Set((data?.rows ?? []).filter(isMoved).map(({ riskId }) => riskId))];
  const toggle = (riskId: string) =>
    setMarked((now) => {
      const next = new Set(now);
      if (!next.delete(riskId)) next.add(riskId);
      return next;
    });
  const submit = async () => {
    setFault(null);
    try {
      const done = await rerate.mutateAsync({ org, versionId: version.id, riskIds: chosen });
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
      title={mayRate ? "Rate old assessments again" : "What old assessments would become"}
      description={
        mayRate
          ? `By ${versionName(version)}. What is not chosen keeps the version it was assessed by; old assessments stay in the history.`
          : `By ${versionName(version)}, were it in use. Nothing changes by looking.`
      }
      actions={
        mayRate && all.length > 0 ? (
          <>
            <Button onClick={onClose}>Cancel</Button>
            <Button
              tone="primary"
              disabled={chosen.length === 0}
              busy={rerate.isPending ? "Rating" : false}
              onClick={() => void submit()}
            >
              {chosen.length === 0 ? "Choose risks" : `Rate ${counted(chosen.length, "risk")} again`}
            </Button>
          </>
        ) : (
          <Button onClick={onClose}>Close</Button>
        )
      }
    >
      {query.isError ? <ErrorState message={query.error.message} onRetry={() => void query.refetch()} /> : null}
      {query.isPending ? [1, 2, 3].map((n) => <Skeleton key={n} className="my-4 w-3/4" />) : null}
      {data && all.length === 0 ? (
        <EmptyState title="Nothing to rate again">Every open risk was assessed by this version already.</EmptyState>
      ) : null}
      {data && all.length > 0 ? (
        <div className="grid gap-3">
          <p className="font-serif text-sentence">{reclassedSentence(data.counts)}</p>
          {mayRate ? (
            <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
              <Checkbox
                checked={chosen.length === all.length}
                indeterminate={chosen.length > 0 && chosen.length < all.length}
                onChange={(event) => setMarked(new Set(event.target.checked ? all : []))}
              >
                {data.more > 0 ? `All ${counted(all.length, "risk")} shown` : `All ${counted(all.length, "risk")}`}
              </Checkbox>
              {moved.length > 0 && moved.length < all.length ? (
                <Button size="small" onClick={() => setMarked(new Set(moved))}>
                  Those that change their class
                </Button>
              ) : null}
            </div>
          ) : null}
          <section
            aria-label="What each assessment would become"
            // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
            tabIndex={0}
            className="max-h-[44vh] overflow-auto"
          >
            <PlainTable
              label="What each assessment would become"
              align="middle"
              rows={data.rows}
              rowKey={({ riskId, kind }) => `${riskId} ${kind}`}
              isMarked={({ riskId }) => mayRate && marked.has(riskId)}
              columns={[
                {
                  key: "risk",
                  label: "Risk",
                  render: ({ riskId, code, title, kind }) => {
                    const words = (
                      <TwoLine
                        plain
                        main={<span className="wrap-anywhere">{`${code} ${title}`}</span>}
                        sub={ASSESSMENT_KIND_LABELS[kind].toLowerCase()}
                      />
                    );
                    return mayRate ? (
                      <Checkbox checked={marked.has(riskId)} onChange={() => toggle(riskId)}>
                        {words}
                      </Checkbox>
                    ) : (
                      words
                    );
                  },
                },
                {
                  key: "now",
                  label: "Now",
                  render: ({ score, severity, levelName }) => (
                    <TwoLine
                      plain
                      main={<Status status={severityStatus(severity)}>{levelName}</Status>}
                      sub={`${severity}, ${score}`}
                    />
                  ),
                },
                {
                  key: "then",
                  label: "Then",
                  render: ({ after }) => (
                    <TwoLine
                      plain
                      main={<Status status={severityStatus(after.severity)}>{after.levelName}</Status>}
                      sub={`${after.severity}, ${after.score}`}
                    />
                  ),
                },
                {
                  key: "cell",
                  label: "Its cell then",
                  wideOnly: true,
                  render: ({ after }) => (
                    <TwoLine
                      plain
                      main={cellName(
                        data.version.definition,
                        after.likelihood,
                        Math.max(...Object.values(after.impacts)),
                      )}
                      sub={HOW[after.how]}
                    />
                  ),
                },
              ]}
            />
          </section>
          {data.more > 0 ? (
            <p className="text-ink-2 text-note">
              {sentenceCase(counted(data.more, "assessment"))} more {data.more === 1 ? "is" : "are"} not shown. Once
              these are rated, the others follow.
            </p>
          ) : null}
          <FormError message={fault ?? undefined} />
        </div>
      ) : null}
    </Dialog>
  );
}
