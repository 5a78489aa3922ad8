"use client";

import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "@/components/providers/trpc";
import { PlainTable } from "@/components/table/plain-table";
import { Section } from "@/components/ui/section";
import { Skeleton } from "@/components/ui/skeleton";
import { ErrorState } from "@/components/ui/states";
import { heldText, limitText, QUOTA_LABELS, shareOf } from "@/domain/quota/limit";
import { quotaSentence } from "@/domain/quota/sentence";

/** What the organisation holds, and how much it may. */
export function QuotaTable({ org }: { org: string }) {
  const trpc = useTRPC();
  const query = useQuery(trpc.quota.list.queryOptions({ org }));
  const { data } = query;
  return (
    <Section
      id="limits"
      name="Use and limits"
      aside="Whoever runs this installation sets them"
      sentence={data ? quotaSentence(data) : undefined}
    >
      {query.isError ? <ErrorState message={query.error.message} onRetry={() => void query.refetch()} /> : null}
      {query.isPending ? <Skeleton className="my-4 w-3/4" /> : null}
      {data ? (
        <PlainTable
          label="Use and limits"
          rows={data}
          rowKey={({ kind }) => kind}
          columns={[
            { key: "kind", label: "Of", render: ({ kind }) => QUOTA_LABELS[kind] },
            { key: "used", label: "In use", align: "right", render: ({ kind, used }) => heldText(kind, used) },
            { key: "most", label: "Limit", align: "right", render: ({ kind, most }) => limitText(kind, most) },
            {
              key: "share",
              label: "Used",
              align: "right",
              width: "90px",
              render: ({ used, most }) => {
                const share = shareOf(used, most);
                return share === null ? "" : `${Math.floor(share * 100)}\u202f%`;
              },
            },
          ]}
        />
      ) : null}
    </Section>
  );
}
