"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "@/components/providers/trpc";
import { useMay } from "@/components/providers/use-shell";
import { AcceptanceDialog, type AcceptanceTask } from "@/components/risk/page/acceptance-dialog";
import { severityStatus } from "@/components/risk/severity";
import type { AcceptanceData, RiskData } from "@/components/risk/shape";
import { Button } from "@/components/ui/button";
import { formatDate } from "@/components/ui/format";
import { useAt } from "@/components/ui/org-link";
import { Section } from "@/components/ui/section";
import { Skeleton } from "@/components/ui/skeleton";
import { ErrorState } from "@/components/ui/states";
import { Status, type StatusKind } from "@/components/ui/status";
import { SEVERITY_LABELS } from "@/domain/risk/severity";

const STATUS: Record<AcceptanceData["state"], StatusKind> = {
  ...{ proposed: "none", standing: "good", stale: "watch" },
  ...{ expired: "bad", refused: "none", withdrawn: "none" },
};

function Side({
  name,
  severity,
  text,
}: {
  name: string;
  severity: AcceptanceData["frozen"]["severity"];
  text: string;
}) {
  return (
    <div className="min-w-0">
      <dt className="text-ink-2 text-label">{name}</dt>
      <dd className="text-table">
        <Status status={severityStatus(severity)}>{SEVERITY_LABELS[severity]}</Status>
        <span className="block text-ink-2 text-note">{text}</span>
      </dd>
    </div>
  );
}

function Entry({ item, children }: { item: AcceptanceData; children?: React.ReactNode }) {
  return (
    <li className="border-rule-2 border-b py-3 text-table last:border-b-0">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <Status status={STATUS[item.state]}>{item.label}</Status>
        <span className="text-ink-2 text-note">until {formatDate(item.expiresOn)}</span>
      </div>
      <p className="wrap-anywhere mt-1">{item.rationale}</p>
      <p className="text-ink-2 text-note">
        Proposed by {item.proposedBy.name}, {formatDate(item.proposedOn)}
        {item.decidedBy ? ` · ${item.decision} by ${item.decidedBy.name}, ${formatDate(item.decidedOn)}` : ""}
      </p>
      {item.decisionReason ? <p className="wrap-anywhere text-ink-2 text-note">{item.decisionReason}</p> : null}
      <dl className="mt-2 grid grid-cols-2 gap-4">
        <Side
          name={item.decision === null ? "Residual as proposed" : "Residual as it was then"}
          severity={item.frozen.severity}
          text={item.frozen.arithmetic}
        />
        {item.live ? <Side name="Residual now" severity={item.live.severity} text={item.live.arithmetic} /> : null}
      </dl>
      <p className="mt-1 text-ink-2 text-note">{item.because}</p>
      {children}
    </li>
  );
}

const FIRST = 2;

/** Proposing, deciding and withdrawing an acceptance; the frozen residual beside the one that holds. */
export function AcceptanceSection({ org, page }: { org: string; page: RiskData }) {
  const trpc = useTRPC();
  const at = useAt() ?? undefined;
  const may = useMay(org);
  const query = useQuery(trpc.acceptance.get.queryOptions({ org, at, riskId: page.id }));
  const [task, setTask] = useState<AcceptanceTask | null>(null);
  const [all, setAll] = useState(false);
  const { data } = query;
  if (page.kind === "opportunity" && data?.acceptances.length === 0) return null;
  const open = data?.acceptances.find(({ decision }) => decision === null);
  const buttons = (item: AcceptanceData) => {
    const isOver = item.decision === "refused" || item.decision === "withdrawn";
    if (at || isOver) return null;
    const mayWithdraw = may("risk:accept") && item.mayWithdraw;
    const isOpen = item.id === open?.id ? data?.mayDecide : null;
    return (
      <>
        {isOpen && !isOpen.allowed ? <p className="mt-2 text-note text-watch">{isOpen.because}</p> : null}
        <div className="mt-2 flex flex-wrap gap-2">
          {isOpen?.allowed ? (
            <>
              <Button size="small" tone="primary" onClick={() => setTask({ kind: "accepted", item })}>
                Accept the risk
              </Button>
              <Button size="small" onClick={() => setTask({ kind: "refused", item })}>
                Refuse
              </Button>
            </>
          ) : null}
          {mayWithdraw ? (
            <Button
              size="small"
              tone="quiet"
              className={isOpen?.allowed ? undefined : "-ml-2.5"}
              onClick={() => setTask({ kind: "withdrawn", item })}
            >
              Withdraw
            </Button>
          ) : null}
        </div>
      </>
    );
  };
  const shown = all ? (data?.acceptances ?? []) : (data?.acceptances ?? []).slice(0, FIRST);
  return (
    <Section
      id="acceptance"
      name="Acceptance"
      aside={data?.needed ? `decided by: ${data.needed.text.toLowerCase()}` : undefined}
      sentence={data && data.acceptances.length === 0 ? "Nobody has accepted this risk." : undefined}
    >
      {query.isError ? <ErrorState message={query.error.message} onRetry={() => void query.refetch()} /> : null}
      {query.isPending ? [1, 2].map((n) => <Skeleton key={n} className="my-4 w-3/4" />) : null}
      {data ? (
        <>
          <ul>
            {shown.map((item) => (
              <Entry key={item.id} item={item}>
                {buttons(item)}
              </Entry>
            ))}
          </ul>
          {data.acceptances.length > FIRST && !all ? (
            <Button size="small" tone="quiet" onClick={() => setAll(true)}>
              All {data.acceptances.length}
            </Button>
          ) : null}
          {data.mayPropose && may("risk:edit") && page.may.edit ? (
            <Button size="small" className="mt-2" onClick={() => setTask({ kind: "propose" })}>
              Propose to accept it
            </Button>
          ) : null}
          {data.needed ? <p className="mt-2 text-ink-2 text-note">{data.needed.because}</p> : null}
        </>
      ) : null}
      {task ? <AcceptanceDialog org={org} page={page} task={task} onClose={() => setTask(null)} /> : null}
    </Section>
  );
}
