"use client";

import { useMemo } from "react";
import { LimitChart } from "@/components/chart/limit-chart";
import type { Where } from "@/components/chart/point-date";
import {
  chartLimits,
  chartPoints,
  measureDigits,
  measureState,
  startsAtZero,
  versionMarks,
} from "@/components/model/chart-data";
import { PointCard } from "@/components/model/point-card";
import type { MeasureData, ModelData } from "@/components/model/shape";
import { Section } from "@/components/ui/section";
import { Status } from "@/components/ui/status";
import { mainSentence } from "@/domain/model/sentence";

/** One measure over time against its limits, and where the chosen point comes from. */
export function MainMeasure({
  org,
  page,
  measure,
  where,
  selectedAt,
  onSelect,
  periods,
}: {
  org: string;
  page: ModelData;
  measure: MeasureData;
  where: Where;
  selectedAt: number | null;
  onSelect: (at: number) => void;
  periods: React.ReactNode;
}) {
  const points = useMemo(() => chartPoints(measure.points, measure.corrected), [measure]);
  const limits = chartLimits(measure);
  const state = measureState(measure);
  const format = { digits: measureDigits(measure.points), ...(measure.unit ? { unit: measure.unit } : {}) };
  const last = points.findLast(({ value }) => value !== null)?.at ?? null;
  const chosen = measure.points.some(({ at }) => at === selectedAt) ? selectedAt : last;
  const when = { asOf: page.lookedFrom, timeZone: where.timeZone ?? "UTC" };
  return (
    <div className="grid items-start gap-x-[26px] gap-y-8 desk:grid-cols-[minmax(0,1fr)_336px]">
      <Section
        id="measure"
        name={measure.label}
        aside={periods}
        sentence={
          <span className="flex flex-wrap items-baseline justify-between gap-x-6">
            <span>{mainSentence(measure, when)}</span>
            <Status status={state.status} className="font-sans text-note">
              {state.words}
            </Status>
          </span>
        }
      >
        <LimitChart
          name={measure.label}
          points={points}
          limits={limits}
          events={versionMarks(page.versions, measure.points, page.from)}
          format={format}
          where={where}
          {...(startsAtZero(measure.points) ? { base: 0 } : {})}
          height={290}
          selectedAt={chosen}
          onSelect={({ at }) => onSelect(at)}
        />
      </Section>
      {chosen === null ? null : (
        <PointCard org={org} page={page} measure={measure} at={chosen} where={where} digits={format.digits} />
      )}
    </div>
  );
}
