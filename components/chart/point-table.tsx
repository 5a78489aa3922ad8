"use client";

import type { Limit } from "@/components/chart/geometry";
import { type ChartPoint, statusOf } from "@/components/chart/limit-series";
import { formatPointDate, type Where } from "@/components/chart/point-date";
import { formatNumber } from "@/components/ui/format";
import { Status } from "@/components/ui/status";
import type { NumberStyle } from "@/domain/shared/number";

const CAP = 400;

/** The points of a chart as a table, latest first. */
export function PointTable({
  points,
  limits,
  format,
  where,
  height,
  onSelect,
}: {
  points: readonly ChartPoint[];
  limits: readonly Limit[];
  format: NumberStyle;
  where: Where;
  height: number;
  onSelect?: (point: ChartPoint) => void;
}) {
  const latest = [...points].reverse().slice(0, CAP);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
    <section aria-label="Values" tabIndex={0} className="overflow-y-auto" style={{ maxHeight: height }}>
      <table className="w-full border-separate border-spacing-0 text-table">
        <thead className="sticky top-0 bg-paper text-ink-2 text-label">
          <tr>
            <th className="border-rule border-b py-1 text-left font-medium">Time</th>
            <th className="border-rule border-b py-1 text-right font-medium">Value</th>
            <th className="border-rule border-b py-1 pl-6 text-left font-medium">State</th>
            {onSelect ? (
              <th className="border-rule border-b py-1 text-right font-medium">
                <span className="sr-only">Source</span>
              </th>
            ) : null}
          </tr>
        </thead>
        <tbody>
          {latest.map((point) => (
            <tr key={point.at}>
              <td className="whitespace-nowrap border-rule-2 border-b py-1">
                {formatPointDate(point.at, "instant", where)}
              </td>
              <td className="border-rule-2 border-b py-1 text-right tabular">
                {formatNumber(point.value, { ...format, ...where })}
              </td>
              <td className="border-rule-2 border-b py-1 pl-6 text-note">
                <Status status={statusOf(point, limits)} words="limit">
                  {point.value === null || !Number.isFinite(point.value) ? "no value" : undefined}
                </Status>
                {point.note ? <span className="ml-3 text-ink-2">{point.note}</span> : null}
              </td>
              {onSelect ? (
                <td className="border-rule-2 border-b py-1 text-right">
                  <button
                    type="button"
                    className="min-h-6 text-accent text-note underline-offset-2 hover:underline"
                    onClick={() => onSelect(point)}
                  >
                    Source<span className="sr-only"> of {formatPointDate(point.at, "instant", where)}</span>
                  </button>
                </td>
              ) : null}
            </tr>
          ))}
        </tbody>
      </table>
      {points.length > CAP ? (
        <p className="py-2 text-ink-2 text-note">
          The latest {CAP} of {points.length} values.
        </p>
      ) : null}
    </section>
  );
}
