"use client";

import { clsx } from "clsx";
import { summarise } from "@/components/chart/limit-series";
import { formatPointDate, type Where } from "@/components/chart/point-date";
import { SmallChart } from "@/components/chart/small-chart";
import { chartLimits, chartPoints, measureDigits, measureState } from "@/components/model/chart-data";
import type { MeasureData, ModelData } from "@/components/model/shape";
import { ABSENT, formatDate, formatNumber } from "@/components/ui/format";
import { STATUS_TEXT, Status } from "@/components/ui/status";
import { smallSentence } from "@/domain/model/sentence";

/** The other measures in a row, over the same time: figure, course, state and what it means. */
export function OtherMeasures({
  page,
  measures,
  where,
  onChoose,
}: {
  page: ModelData;
  measures: readonly MeasureData[];
  where: Where;
  onChoose: (id: string) => void;
}) {
  if (measures.length === 0) return null;
  return (
    <section
      aria-label="Other measures"
      className="grid border-ink border-t border-b border-b-rule wide:grid-cols-2 desk:grid-cols-[repeat(auto-fit,minmax(178px,1fr))]"
    >
      {measures.map((measure) => (
        <OneMeasure
          key={measure.id}
          page={page}
          measure={measure}
          where={where}
          onChoose={() => onChoose(measure.id)}
        />
      ))}
    </section>
  );
}

const HALF_YEAR_MS = 183 * 86_400_000;
const isLong = ({ from, lookedFrom }: ModelData): boolean => lookedFrom.getTime() - from.getTime() > HALF_YEAR_MS;

function OneMeasure({
  page,
  measure,
  where,
  onChoose,
}: {
  page: ModelData;
  measure: MeasureData;
  where: Where;
  onChoose: () => void;
}) {
  const points = chartPoints(measure.points, measure.corrected);
  const limits = chartLimits(measure);
  const state = measureState(measure);
  const style = { digits: measureDigits(measure.points), ...(measure.unit ? { unit: measure.unit } : {}), ...where };
  const [first] = measure.points;
  const when = { asOf: page.lookedFrom, timeZone: where.timeZone ?? "UTC" };
  const alarms = state.status === "bad" || state.status === "watch";
  return (
    <div className="min-w-0 border-rule py-3.5 not-first:border-t wide:nth-2:border-t-0 wide:even:border-l wide:even:pl-[18px] wide:odd:pr-[18px] desk:border-t-0 desk:px-[18px] desk:not-first:border-l desk:first:pl-0 desk:last:pr-0">
      <h3 className="truncate font-semibold text-note" title={measure.label}>
        <button type="button" className="min-h-6 max-w-full truncate text-left hover:underline" onClick={onChoose}>
          {measure.label}
          <span className="sr-only">: show it large</span>
        </button>
      </h3>
      <p className="mb-1.5 flex items-baseline gap-x-1.5">
        <span className={clsx("font-medium font-serif text-figure", alarms && STATUS_TEXT[state.status])}>
          {measure.value === null || Number.isNaN(measure.value) ? ABSENT : formatNumber(measure.value, style)}
        </span>
        {measure.at ? (
          <span className="text-label text-ink-2">
            {formatPointDate(measure.at, "short", { ...where, everySeconds: measure.intervalSeconds })}
          </span>
        ) : null}
      </p>
      {points.length > 1 ? (
        <SmallChart
          points={points}
          limits={limits}
          span={[page.from.getTime(), page.lookedFrom.getTime()]}
          startLabel={formatDate(page.from, isLong(page) ? "month" : "short", where)}
          label={summarise(measure.label, points, limits, style)}
        />
      ) : (
        <p className="flex h-[78px] items-center text-ink-2 text-note">No course yet.</p>
      )}
      <Status status={state.status} className="mt-2 text-note">
        {state.words}
      </Status>
      <p className="mt-1 font-serif text-meaning">
        {smallSentence(measure, first ? { at: new Date(first.at), value: first.value } : null, when)}
      </p>
    </div>
  );
}
