import type { Metadata } from "next";
import { Suspense } from "react";
import { ImportList } from "@/components/import/import-list";
import { HeadlineSkeleton, TableSkeleton } from "@/components/ui/skeleton";
import { fetchOrNotFound, Hydrate, trpc } from "@/server/trpc/rsc";

export const metadata: Metadata = { title: "Imports" };

export default async function ImportsPage({ params, searchParams }: PageProps<"/[org]/imports">) {
  const { org } = await params;
  const page = Math.max(1, Number.parseInt(String((await searchParams).page ?? "1"), 10) || 1);
  await fetchOrNotFound(trpc.import.list.queryOptions({ org, page }), `/${org}/imports`);
  return (
    <Hydrate>
      <Suspense
        fallback={
          <>
            <HeadlineSkeleton />
            <TableSkeleton rows={6} />
          </>
        }
      >
        <ImportList org={org} />
      </Suspense>
    </Hydrate>
  );
}
