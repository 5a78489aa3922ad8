"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "@/components/providers/trpc";
import { percentText } from "@/components/risk/page/field-words";
import { IndicatorDialog } from "@/components/risk/page/indicator-dialog";
import { SetBackDialog } from "@/components/risk/page/set-back-dialog";
import { failureWords } from "@/components/risk/page/use-edit";
import type { IndicatorData, RiskData } from "@/components/risk/shape";
import { useRefreshRisk } from "@/components/risk/use-refresh";
import { Button } from "@/components/ui/button";
import { formatDate } from "@/components/ui/format";
import { useAt } from "@/components/ui/org-link";
import { Section, TextLink } from "@/components/ui/section";
import { Skeleton } from "@/components/ui/skeleton";
import { ErrorState } from "@/components/ui/states";
import { Status } from "@/components/ui/status";
import { notify } from "@/components/ui/toast";
import { figureWords } from "@/domain/model/meaning";
import { counted } from "@/domain/shared/sentence";

const step = (count: number) => (count === 0 ? "no step" : `+${count} ${count === 1 ? "step" : "steps"}`);

function stateOf({ active, level, value, unit, raisedSteps }: IndicatorData) {
  if (!active) return <Status status="none">switched off</Status>;
  const figure = value === null || !Number.isFinite(value) ? "" : ` ${figureWords(value, unit)}`;
  if (level === "critical") return <Status status="bad">critical{figure}</Status>;
  if (level === "warning") return <Status status="watch">warning{figure}</Status>;
  if (level === "no_data") return <Status status="stale">no data{raisedSteps > 0 ? ", what stood stands" : ""}</Status>;
  return <Status status="good">inside its limits</Status>;
}

/** Measures that move the likelihood by rule: what each says now, the assessed value beside the one that holds. */
export function IndicatorsSection({ org, page, mayEdit }: { org: string; page: RiskData; mayEdit: boolean }) {
  const trpc = useTRPC();
  const refresh = useRefreshRisk();
  const at = useAt() ?? undefined;
  const query = useQuery(trpc.indicator.get.queryOptions({ org, at, riskId: page.id }));
  const unlink = useMutation(trpc.indicator.unlink.mutationOptions());
  const link = useMutation(trpc.indicator.link.mutationOptions());
  const [open, setOpen] = useState<IndicatorData | "new" | "back" | null>(null);
  const { data } = query;
  const residual = data?.residual ?? null;
  const isRaised =
    residual?.automatic && residual.assessed && residual.holds.likelihood !== residual.assessed.likelihood;
  const drop = async ({ id, ruleId, raiseWarning, raiseCritical, note, measure }: IndicatorData) => {
    const failed = (error: unknown) => notify({ message: failureWords(error), tone: "bad" });
    try {
      await unlink.mutateAsync({ org, indicatorId: id });
      await refresh();
      const again = { org, riskId: page.id, ruleId, raiseWarning, raiseCritical, note };
      const putBack = () => void link.mutateAsync(again).then(refresh, failed);
      await notify({ message: `${measure} no longer moves it`, action: { label: "Undo", onSelect: putBack } });
    } catch (error) {
      await failed(error);
    }
  };
  return (
    <Section
      id="indicators"
      name="Live signals"
      aside="a breach moves the likelihood by rule"
      sentence={
        isRaised && residual?.assessed
          ? `A measure raised it from ${residual.assessed.likelihood} to ${residual.holds.likelihood}.`
          : data?.indicators.length === 0
            ? "No measure moves this risk."
            : undefined
      }
    >
      {query.isError ? <ErrorState message={query.error.message} onRetry={() => void query.refetch()} /> : null}
      {query.isPending ? [1, 2].map((n) => <Skeleton key={n} className="my-4 w-3/4" />) : null}
      {isRaised && residual?.assessed ? (
        <div className="mb-2 flex flex-wrap items-center justify-between gap-2 border-rule border-b pb-3 text-table">
          <dl className="flex gap-6">
            <div>
              <dt className="text-ink-2 text-label">Assessed</dt>
              <dd>
                {residual.assessed.likelihood} {percentText(residual.assessed.probability)}
              </dd>
            </div>
            <div>
              <dt className="text-ink-2 text-label">Holds now, automatic</dt>
              <dd className="font-semibold">
                {residual.holds.likelihood} {percentText(residual.holds.probability)}
              </dd>
            </div>
          </dl>
          {mayEdit ? (
            <Button size="small" onClick={() => setOpen("back")}>
              Set back
            </Button>
          ) : null}
        </div>
      ) : null}
      {data && data.indicators.length === 0 && mayEdit ? (
        <p className="text-ink-2 text-table">
          Tie it to a rule of a model, and a breach raises its likelihood until the measure recovers.
        </p>
      ) : null}
      <ul>
        {data?.indicators.map((indicator) => (
          <li key={indicator.id} className="border-rule-2 border-b py-2 text-table last:border-b-0">
            <div className="flex flex-wrap items-baseline justify-between gap-x-4">
              <TextLink href={`/${org}/models/${indicator.modelId}`} className="font-medium">
                {indicator.measure} of {indicator.model}
              </TextLink>
              {stateOf(indicator)}
            </div>
            <p className="text-ink-2 text-note">
              {indicator.text.warning ? `${indicator.text.warning}: ${step(indicator.raiseWarning)}. ` : ""}
              {indicator.text.critical ? `${indicator.text.critical}: ${step(indicator.raiseCritical)}.` : ""}
            </p>
            {indicator.raisedSteps > 0 ? (
              <p className="text-note text-watch">
                Raises it {counted(indicator.raisedSteps, "step")}
                {indicator.openedAt
                  ? ` since ${formatDate(indicator.openedAt, "instant", { timeZone: page.timeZone })}`
                  : ""}
                .
              </p>
            ) : null}
            {indicator.note ? <p className="wrap-anywhere text-ink-2 text-note">{indicator.note}</p> : null}
            {mayEdit ? (
              <span className="-ml-2.5 mt-1 flex gap-1">
                <Button
                  size="small"
                  tone="quiet"
                  aria-label={`Edit ${indicator.measure}`}
                  onClick={() => setOpen(indicator)}
                >
                  Edit
                </Button>
                <Button
                  size="small"
                  tone="quiet"
                  aria-label={`Remove ${indicator.measure}`}
                  disabled={unlink.isPending}
                  onClick={() => void drop(indicator)}
                >
                  Remove
                </Button>
              </span>
            ) : null}
          </li>
        ))}
      </ul>
      {mayEdit ? (
        <Button size="small" className="mt-3" onClick={() => setOpen("new")}>
          Add a measure
        </Button>
      ) : null}
      {open === "back" ? <SetBackDialog org={org} page={page} onClose={() => setOpen(null)} /> : null}
      {open && open !== "back" ? (
        <IndicatorDialog org={org} page={page} indicator={open === "new" ? null : open} onClose={() => setOpen(null)} />
      ) : null}
    </Section>
  );
}
