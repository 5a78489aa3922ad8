"use client";

import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "@/components/providers/trpc";
import type { RiskData } from "@/components/risk/shape";
import { PlainTable } from "@/components/table/plain-table";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { formatDate, formatNumber } from "@/components/ui/format";
import { useAt } from "@/components/ui/org-link";
import { TextLink } from "@/components/ui/section";
import { Skeleton } from "@/components/ui/skeleton";
import { ErrorState } from "@/components/ui/states";
import { limitText } from "@/domain/metric/rule-text";

/** What moved a risk by itself, down to the points: the breach, its course, and the values around it. */
export function CauseDialog({
  org,
  page,
  assessmentId,
  onClose,
}: {
  org: string;
  page: RiskData;
  assessmentId: string;
  onClose: () => void;
}) {
  const trpc = useTRPC();
  const at = useAt() ?? undefined;
  const query = useQuery(trpc.indicator.cause.queryOptions({ org, at, assessmentId }));
  const { data } = query;
  const when = (instant: Date | null) => formatDate(instant, "instant", { timeZone: page.timeZone });
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title="What moved this risk"
      description={data?.rationale}
      actions={<Button onClick={onClose}>Close</Button>}
    >
      {query.isError ? <ErrorState message={query.error.message} onRetry={() => void query.refetch()} /> : null}
      {query.isPending ? [1, 2, 3].map((n) => <Skeleton key={n} className="my-4 w-3/4" />) : null}
      {data ? (
        <div className="grid gap-4">
          <p className="text-table">
            {data.measure ? (
              <TextLink href={`/${org}/models/${data.alert.modelId}`}>
                {data.measure.measure} of {data.measure.model}
              </TextLink>
            ) : (
              "A measure that is not to be seen"
            )}
            : {data.alert.value === null ? "no figure" : limitText(data.alert.value, data.measure?.unit ?? null)}
            {data.alert.limit === null ? "" : `, limit ${limitText(data.alert.limit, data.measure?.unit ?? null)}`};{" "}
            {data.alert.level} since {when(data.alert.openedAt)}
            {data.alert.closedAt ? `, over since ${when(data.alert.closedAt)}` : ""}.
          </p>
          <PlainTable
            label="Points around the breach"
            rows={data.points}
            rowKey={(point) => point.at.toISOString()}
            columns={[
              { key: "at", label: "Measured", render: (point) => when(point.at) },
              {
                key: "value",
                label: "Value",
                align: "right",
                render: (point) =>
                  Number.isFinite(point.value)
                    ? limitText(point.value, data.measure?.unit ?? null)
                    : formatNumber(point.value),
              },
              {
                key: "received",
                label: "Received",
                align: "right",
                wideOnly: true,
                render: (point) => when(point.receivedAt),
              },
            ]}
          />
        </div>
      ) : null}
    </Dialog>
  );
}
