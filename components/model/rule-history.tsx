"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Where } from "@/components/chart/point-date";
import { ruleFieldLabel, ruleValueWords } from "@/components/model/rule-values";
import type { ModelData } from "@/components/model/shape";
import { useTRPC } from "@/components/providers/trpc";
import { Button } from "@/components/ui/button";
import { formatDate } from "@/components/ui/format";
import { useAt } from "@/components/ui/org-link";
import { Skeleton } from "@/components/ui/skeleton";
import { ErrorState } from "@/components/ui/states";

/** Who set which limit, from what to what, and why; read when somebody asks for it. */
export function RuleHistory({ org, page, where }: { org: string; page: ModelData; where: Where }) {
  const trpc = useTRPC();
  const at = useAt() ?? undefined;
  const [shown, setShown] = useState(false);
  const query = useQuery({
    ...trpc.metric.ruleChanges.queryOptions({ org, at, modelId: page.id }),
    enabled: shown,
  });
  const words = (field: string, value: unknown) => ruleValueWords(field, value, page.measures) || "none";
  return (
    <div className="mt-2">
      <Button size="small" tone="quiet" aria-expanded={shown} onClick={() => setShown(!shown)}>
        {shown ? "Hide how they were changed" : "How they were changed"}
      </Button>
      {shown && query.isPending ? <Skeleton className="my-3 w-3/4" /> : null}
      {shown && query.isError ? (
        <ErrorState message={query.error.message} onRetry={() => void query.refetch()} />
      ) : null}
      {shown && query.data ? (
        <ol className="mt-1 text-table">
          {query.data.map(({ key, measure, at: when, by, reason, fields }) => (
            <li
              key={key}
              className="grid gap-x-4 border-rule-2 border-b py-2 last:border-b-0 wide:grid-cols-[128px_120px_minmax(0,1fr)]"
            >
              <time dateTime={when.toISOString()} className="text-ink-2">
                {formatDate(when, "instant", where)}
              </time>
              <span className="wrap-anywhere text-ink-2">{by}</span>
              <div className="min-w-0">
                {fields === null ? <p>{measure}: rule made</p> : null}
                {(fields ?? []).map(({ field, from, to }) => (
                  <p key={field} className="wrap-anywhere">
                    {measure}: {ruleFieldLabel(field).toLowerCase()}{" "}
                    <span className="text-ink-2">{words(field, from)}</span> <span aria-hidden="true">→</span>
                    <span className="sr-only"> became </span> <span className="font-semibold">{words(field, to)}</span>
                  </p>
                ))}
                {reason ? <p className="wrap-anywhere text-ink-2 text-note">{reason}</p> : null}
              </div>
            </li>
          ))}
        </ol>
      ) : null}
    </div>
  );
}
