"use client";

import { useQuery } from "@tanstack/react-query";
import { Fragment, useMemo, useState } from "react";
import { LimitChart } from "@/components/chart/limit-chart";
import type { InitiativeData, MeasuresData } from "@/components/initiative/shape";
import {
  chartLimits,
  chartPoints,
  measureDigits,
  measureState,
  startsAtZero,
  versionMarks,
} from "@/components/model/chart-data";
import { useTRPC } from "@/components/providers/trpc";
import { useShell } from "@/components/providers/use-shell";
import { useAt } from "@/components/ui/org-link";
import { Section } from "@/components/ui/section";
import { Skeleton } from "@/components/ui/skeleton";
import { Status } from "@/components/ui/status";
import { mainSentence } from "@/domain/model/sentence";
import { shorten } from "@/domain/shared/sentence";

const CHART_HEIGHT = 250;

type Measured = MeasuresData["measures"][number];

/** How the linked models do: the measure of the worst of them against its limits, over a year. */
export function MeasureSection({ org, page }: { org: string; page: InitiativeData }) {
  const trpc = useTRPC();
  const at = useAt() ?? undefined;
  const isLive = page.models.some(({ status }) => status === "live");
  const { data, isPending } = useQuery({
    ...trpc.initiative.measures.queryOptions({ org, at, id: page.id }),
    enabled: isLive,
  });
  const [chosen, setChosen] = useState<string | null>(null);
  if (!isLive) return null;
  if (isPending) return <Waiting />;
  const measures = data?.measures ?? [];
  const measure = measures.find(({ modelId }) => modelId === chosen) ?? measures[0];
  if (!data || !measure) return null;
  const choice = <ModelChoice measures={measures} shown={measure} onChoose={setChosen} />;
  return <OneMeasure org={org} page={page} data={data} measure={measure} choice={choice} />;
}

function Waiting() {
  return (
    <div className="border-ink border-t pt-3.5" role="status" aria-label="Loading the chart of the model">
      <Skeleton className="w-40" />
      <Skeleton className="mt-3 h-4 w-3/4" />
      <div style={{ height: CHART_HEIGHT + 36 }} />
    </div>
  );
}

/** Several live models: the worst is shown, the others are one press away. */
function ModelChoice({
  measures,
  shown,
  onChoose,
}: {
  measures: readonly Measured[];
  shown: Measured;
  onChoose: (modelId: string) => void;
}) {
  if (measures.length < 2) return null;
  return (
    <p className="mb-3 text-note">
      <span className="text-ink-2">Model: </span>
      {measures.map(({ modelId, modelName }, index) => (
        <Fragment key={modelId}>
          {index > 0 ? " · " : null}
          <button
            type="button"
            aria-pressed={modelId === shown.modelId}
            className="min-h-6 text-accent underline-offset-2 hover:underline aria-pressed:font-medium aria-pressed:text-ink aria-pressed:no-underline"
            onClick={() => onChoose(modelId)}
          >
            {shorten(modelName, 40)}
          </button>
        </Fragment>
      ))}
    </p>
  );
}

function OneMeasure({
  org,
  page,
  data,
  measure,
  choice,
}: {
  org: string;
  page: InitiativeData;
  data: MeasuresData;
  measure: Measured;
  choice: React.ReactNode;
}) {
  const { org: organisation } = useShell(org);
  const points = useMemo(() => chartPoints(measure.points, measure.corrected), [measure]);
  const state = measureState(measure);
  const format = { digits: measureDigits(measure.points), ...(measure.unit ? { unit: measure.unit } : {}) };
  const when = { asOf: data.lookedFrom, timeZone: page.timeZone };
  return (
    <Section
      id="measure"
      name={measure.label}
      aside="12 months"
      link={{ label: shorten(measure.modelName, 40), href: `/${org}/models/${measure.modelId}` }}
      sentence={
        <span className="flex flex-wrap items-baseline justify-between gap-x-6">
          <span>{mainSentence(measure, when)}</span>
          <Status status={state.status} className="font-sans text-note">
            {state.words}
          </Status>
        </span>
      }
    >
      {choice}
      <LimitChart
        name={measure.label}
        points={points}
        limits={chartLimits(measure)}
        events={versionMarks(measure.versions, measure.points, data.from)}
        format={format}
        where={{
          timeZone: page.timeZone,
          everySeconds: measure.intervalSeconds,
          ...(organisation?.locale ? { locale: organisation.locale } : {}),
        }}
        {...(startsAtZero(measure.points) ? { base: 0 } : {})}
        height={CHART_HEIGHT}
      />
    </Section>
  );
}
