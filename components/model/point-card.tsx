"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { formatPointDate, type Where } from "@/components/chart/point-date";
import { CopyLink } from "@/components/model/copy-link";
import type { MeasureData, ModelData, Provenance } from "@/components/model/shape";
import { useTRPC } from "@/components/providers/trpc";
import { useMay } from "@/components/providers/use-shell";
import { Pairs } from "@/components/table/plain-table";
import { formatDate, formatNumber } from "@/components/ui/format";
import { useAt } from "@/components/ui/org-link";
import { TextLink } from "@/components/ui/section";
import { SectionSkeleton } from "@/components/ui/skeleton";
import { PLATFORM_LABELS } from "@/domain/connection/choice";
import { durationWords } from "@/domain/connection/sentence";
import { pointSentence, pointStateWords } from "@/domain/model/point";
import { unbroken } from "@/domain/shared/figure";
import { NARROW_SPACE } from "@/domain/shared/number";

type Props = {
  org: string;
  page: ModelData;
  measure: MeasureData;
  at: number;
  where: Where;
  digits: number;
};

/** `recall{window="7d"}`, as the platform names it. */
function queryOf({ metric, dims }: Provenance): string {
  const labels = Object.entries(dims).map(([name, value]) => `${name}="${value}"`);
  return labels.length > 0 ? `${metric}{${labels.join(", ")}}` : metric;
}

const shortHash = (hash: string): string => `sha256 ${hash.slice(0, 4)}…${hash.slice(-4)}`;

/** Where one point comes from: what it means, what was asked, when, what answered, and every value it had before. */
export function PointCard({ org, page, measure, at, where, digits }: Props) {
  const trpc = useTRPC();
  const asOf = useAt() ?? undefined;
  const maySeeConnection = useMay(org)("connection:read");
  const { data, error } = useQuery({
    ...trpc.metric.provenance.queryOptions({ org, at: asOf, seriesId: measure.id, pointAt: new Date(at) }),
    placeholderData: keepPreviousData,
  });
  if (error) return <p className="border-ink border-t pt-2.5 text-ink-2 text-note">{error.message}</p>;
  if (!data) return <SectionSkeleton rows={6} />;
  const style = { digits, ...(measure.unit ? { unit: measure.unit } : {}), ...where };
  const value = Number.isNaN(data.value) ? "not a number" : formatNumber(data.value, style);
  const course = [...data.replaced.map((one) => one.value), data.value].map((each) => formatNumber(each, style));
  const pairs: { label: string; value: ReactNode; mono?: boolean }[] = [
    {
      label: "Source",
      value: data.connection
        ? `${data.connection}, ${data.platform ? PLATFORM_LABELS[data.platform] : ""}`
        : "a connection that is deleted",
    },
    { label: "Measure", value: queryOf(data), mono: true },
    ...(data.requestUrl ? [{ label: "Asked", value: data.requestUrl, mono: true }] : []),
    ...(data.pulledAt
      ? [
          {
            label: "Pulled at",
            value: `${unbroken(formatDate(data.pulledAt, "instant", where))}${data.durationMs ? `, in ${durationWords(data.durationMs)}` : ""}`,
          },
        ]
      : [
          {
            label: "Received",
            value: `${unbroken(formatDate(data.receivedAt, "instant", where))}; what was asked is no longer kept`,
          },
        ]),
    { label: "State", value: pointStateWords(page.rules, measure.id, data.at, whenOf(page, where)) },
    ...(data.responseSha256
      ? [
          {
            label: "Response",
            value: <span title={data.responseSha256}>{shortHash(data.responseSha256)}</span>,
            mono: true,
          },
        ]
      : []),
    {
      label: "Recorded",
      value:
        data.replaced.length === 0
          ? "once, never corrected"
          : `${data.replaced.length === 1 ? "once" : `${data.replaced.length} times`} corrected, ${course.join(` ${NARROW_SPACE}→${NARROW_SPACE} `)}, last on ${unbroken(formatDate(data.receivedAt, "short", where))}`,
    },
  ];
  return (
    <aside
      aria-label="The chosen point"
      aria-live="polite"
      className="min-w-0 rounded-control border border-ink bg-sheet p-4"
    >
      <div className="flex items-baseline justify-between gap-4">
        <h2 className="font-semibold text-table">
          {data.measure},{" "}
          {unbroken(formatPointDate(data.at, "long", { ...where, everySeconds: measure.intervalSeconds }))}
        </h2>
        <p className="text-ink-2 text-table tabular">{value}</p>
      </div>
      <p className="mt-1 mb-3 border-rule border-b pb-3 font-serif text-meaning">{pointSentence(data, measure)}</p>
      <Pairs pairs={pairs} />
      <p className="mt-3 flex flex-wrap items-center gap-x-5 border-rule border-t pt-2.5 text-note" data-print="hide">
        {maySeeConnection && page.connection ? (
          <TextLink href={`/${org}/connections/${page.connection.id}`} className="inline-flex min-h-6 items-center">
            Open connection
          </TextLink>
        ) : null}
        <CopyLink />
      </p>
    </aside>
  );
}

const whenOf = (page: ModelData, where: Where) => ({ asOf: page.lookedFrom, timeZone: where.timeZone ?? "UTC" });
