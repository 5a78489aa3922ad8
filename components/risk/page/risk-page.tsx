"use client";

import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useState } from "react";
import { Comments } from "@/components/comment/comments";
import { Documents } from "@/components/document/documents";
import { FollowButton } from "@/components/follow/follow-button";
import { Links } from "@/components/link/links";
import { useTRPC } from "@/components/providers/trpc";
import { AcceptanceSection } from "@/components/risk/page/acceptance-section";
import { ActionsSection } from "@/components/risk/page/actions-section";
import type { Ending } from "@/components/risk/page/close-dialog";
import { ControlsSection } from "@/components/risk/page/controls-section";
import { EscalationSection } from "@/components/risk/page/escalation-section";
import { FactsSection } from "@/components/risk/page/facts-section";
import { HistorySection } from "@/components/risk/page/history-section";
import { IndicatorsSection } from "@/components/risk/page/indicators-section";
import { MoneySection } from "@/components/risk/page/money-section";
import { PartConflict } from "@/components/risk/page/part-conflict";
import { RecordedSection } from "@/components/risk/page/recorded-section";
import { ResponseSection } from "@/components/risk/page/response-section";
import { newestOf, ScoresSection } from "@/components/risk/page/scores-section";
import { TaxonomySection } from "@/components/risk/page/taxonomy-section";
import { useRiskEdit } from "@/components/risk/page/use-edit";
import { WordsSection } from "@/components/risk/page/words-section";
import { levelWords } from "@/components/risk/severity";
import type { RiskData } from "@/components/risk/shape";
import { Crumbs } from "@/components/shell/crumbs";
import { Button } from "@/components/ui/button";
import { formatDate, formatMoney } from "@/components/ui/format";
import { Headline } from "@/components/ui/headline";
import { useAt } from "@/components/ui/org-link";
import { type AssessmentKind, RISK_STATUS_LABELS } from "@/domain/risk/response";
import { counted, joinClauses, sentence, shorten, verb } from "@/domain/shared/sentence";

const AssessDialog = dynamic(() => import("@/components/risk/assess/assess-dialog").then((it) => it.AssessDialog));
const EndingDialog = dynamic(() => import("@/components/risk/page/close-dialog").then((it) => it.EndingDialog));

/** "It scores 20, critical (red), and is expected to cost $1.1 M. The target is 10 by 1 Dec 2026; one action is overdue." */
function leadOf(page: RiskData): string {
  if (page.status !== "open")
    return sentence(
      `${RISK_STATUS_LABELS[page.status]} on ${formatDate(page.closedOn)}${page.closedReason ? `: ${page.closedReason}` : ""}`,
    );
  const residual = newestOf(page, "residual");
  const target = newestOf(page, "target");
  const level =
    residual && page.versions.find(({ id }) => id === residual.matrixVersionId)?.definition.levels[residual.level];
  const scored = residual
    ? `it scores ${residual.score}, ${levelWords(level?.name, residual.severity).toLowerCase()}`
    : "it is not assessed yet";
  const amount = page.expectedValue === null ? null : formatMoney(Math.abs(page.expectedValue), page.currency);
  const worth = amount && `is expected to ${page.kind === "opportunity" ? "bring" : "cost"} ${amount}`;
  const late = page.actions.filter(({ overdue }) => overdue).length;
  const next = joinClauses([
    target ? `the target is ${target.score}${target.dueOn ? ` by ${formatDate(target.dueOn)}` : ""}` : null,
    late > 0 ? `${counted(late, "action")} ${verb(late, "is", "are")} overdue` : null,
  ]);
  return [sentence(worth ? `${scored}, and ${worth}` : scored), next ? sentence(next) : null].filter(Boolean).join(" ");
}

/** One risk: what may happen, how grave it is and by what arithmetic, what is done, who accepted it, what moved it. */
export function RiskPage({ org, id }: { org: string; id: string }) {
  const trpc = useTRPC();
  const at = useAt() ?? undefined;
  const { data: page } = useSuspenseQuery(trpc.risk.get.queryOptions({ org, at, id }));
  const state = useRiskEdit(org, page);
  const edit = page.may.edit ? state : null;
  const { data: choices } = useQuery({ ...trpc.initiative.choices.queryOptions({ org, at }), enabled: page.may.edit });
  const [assessing, setAssessing] = useState<AssessmentKind | null>(null);
  const [ending, setEnding] = useState<Ending | null>(null);
  const about = { noun: "risk", id: page.id } as const;
  const members = choices?.members ?? [];
  const strong = (text: string) => <span className="font-medium text-ink">{text}</span>;
  const facts = [
    strong(page.code),
    page.kind === "opportunity" ? strong("Opportunity") : null,
    page.status === "open" ? null : strong(RISK_STATUS_LABELS[page.status]),
    page.countsOn?.code ?? page.programName ?? (page.modelName ? null : "Portfolio"),
    page.modelName,
    page.categoryName,
    page.ownerName ? <>Owner {strong(page.ownerName)}</> : null,
    `Raised ${formatDate(page.raisedOn)}`,
  ].filter((fact) => fact !== null);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-8">
      <Crumbs trail={[{ label: `${page.code} ${shorten(page.title, 60)}` }]} />
      <Headline
        title={shorten(page.title, 160)}
        lead={shorten(leadOf(page), 320)}
        facts={facts}
        actions={
          <>
            <FollowButton org={org} about={about} />
            {page.may.reopen ? <Button onClick={() => setEnding("reopen")}>Reopen</Button> : null}
            {page.may.edit ? (
              <>
                <Button onClick={() => setEnding("materialise")}>It came true</Button>
                <Button onClick={() => setEnding("close")}>Close</Button>
                <Button tone="primary" onClick={() => setAssessing("residual")}>
                  Assess
                </Button>
              </>
            ) : null}
          </>
        }
      />
      <div className="columns-page">
        <div className="grid min-w-0 content-start gap-9">
          <ScoresSection page={page} onAssess={page.may.edit ? setAssessing : null} />
          <WordsSection page={page} edit={edit} />
          <ControlsSection org={org} page={page} mayEdit={page.may.edit} members={members} />
          <ActionsSection org={org} page={page} mayEdit={page.may.edit} members={members} />
          <HistorySection org={org} page={page} />
          <Comments org={org} about={about} />
          <RecordedSection org={org} page={page} />
        </div>
        <div className="grid min-w-0 content-start gap-9">
          <FactsSection org={org} page={page} members={members} edit={edit} />
          <MoneySection page={page} edit={edit} />
          <ResponseSection page={page} edit={edit} />
          <AcceptanceSection org={org} page={page} />
          <EscalationSection org={org} page={page} />
          <IndicatorsSection org={org} page={page} mayEdit={page.may.edit} />
          <TaxonomySection org={org} page={page} />
          <Documents org={org} about={about} />
          <Links org={org} about={about} />
        </div>
      </div>
      {assessing ? (
        <AssessDialog org={org} riskId={page.id} kind={assessing} onClose={() => setAssessing(null)} />
      ) : null}
      {ending ? <EndingDialog org={org} page={page} ending={ending} onClose={() => setEnding(null)} /> : null}
      {state.conflict ? (
        <PartConflict
          page={page}
          members={members}
          conflict={state.conflict.met}
          busy={state.busy}
          onClose={() => void state.dismiss()}
          onResolve={(patch) => void state.resolve(patch)}
        />
      ) : null}
    </div>
  );
}
