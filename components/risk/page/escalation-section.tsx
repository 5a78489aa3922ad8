"use client";

import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "@/components/providers/trpc";
import type { EscalationData, RiskData } from "@/components/risk/shape";
import { formatDate } from "@/components/ui/format";
import { useAt } from "@/components/ui/org-link";
import { Section } from "@/components/ui/section";
import { Skeleton } from "@/components/ui/skeleton";
import { ErrorState } from "@/components/ui/states";
import { Status } from "@/components/ui/status";
import { counted, listOf, sentence } from "@/domain/shared/sentence";

function stateOf({ enabled, fires, isLate, raisedAt }: EscalationData) {
  if (!enabled) return <Status status="none">switched off</Status>;
  if (!fires) return <Status status="good">does not fire</Status>;
  if (!raisedAt) return <Status status="watch">fires, not raised yet</Status>;
  return <Status status="bad">{isLate ? "raised, late" : "raised"}</Status>;
}

/** Every rule with what it says of this risk, also where it does not fire. */
export function EscalationSection({ org, page }: { org: string; page: RiskData }) {
  const trpc = useTRPC();
  const at = useAt() ?? undefined;
  const query = useQuery(trpc.escalation.get.queryOptions({ org, at, riskId: page.id }));
  const { data } = query;
  const where = { timeZone: page.timeZone };
  const raised = data?.rules.filter(({ fires, raisedAt }) => fires && raisedAt).length ?? 0;
  return (
    <Section
      id="escalation"
      name="Escalation"
      aside={data ? `evaluated ${formatDate(data.evaluatedAt, "instant", where)}` : undefined}
      sentence={
        data ? (raised === 0 ? "No rule has raised it." : sentence(`${counted(raised, "rule")} raised it`)) : undefined
      }
    >
      {query.isError ? <ErrorState message={query.error.message} onRetry={() => void query.refetch()} /> : null}
      {query.isPending ? [1, 2].map((n) => <Skeleton key={n} className="my-4 w-3/4" />) : null}
      <ul>
        {data?.rules.map((rule) => (
          <li key={rule.rule} className="border-rule-2 border-b py-2 text-table last:border-b-0">
            <div className="flex flex-wrap items-baseline justify-between gap-x-4">
              <span className="font-medium" title={rule.text}>
                {rule.name}
              </span>
              {stateOf(rule)}
            </div>
            <p className="wrap-anywhere text-ink-2 text-note">{rule.because}</p>
            {rule.fires && rule.level ? (
              <p className="text-note">
                To the {rule.level.toLowerCase()} level
                {rule.people.length > 0 ? ` (${listOf(rule.people, 3)})` : ", which nobody holds here"}
                {rule.inPlace ? `; ${rule.inPlace}` : ""}
                {rule.dueAt ? ` by ${formatDate(rule.dueAt, "instant", where)}` : ""}
                {rule.raisedAt ? ` · raised ${formatDate(rule.raisedAt, "instant", where)}` : ""}
              </p>
            ) : null}
          </li>
        ))}
      </ul>
    </Section>
  );
}
