import type { Metadata } from "next";
import { Suspense } from "react";
import { ImportView } from "@/components/import/import-view";
import { HeadlineSkeleton, TableSkeleton } from "@/components/ui/skeleton";
import { fetchOrNotFound, Hydrate, trpc } from "@/server/trpc/rsc";

export const metadata: Metadata = { title: "Import" };

export default async function ImportPage({ params }: PageProps<"/[org]/imports/[id]">) {
  const { org, id } = await params;
  const from = `/${org}/imports/${id}`;
  const run = await fetchOrNotFound(trpc.import.get.queryOptions({ org, id }), from);
  const isOpen = run.status !== "done" && run.status !== "undone";
  // Read once, not through the cache: what a person has mapped so far must not be refetched under their hands.
  const prepared =
    isOpen && run.canRun ? await fetchOrNotFound(trpc.import.prepare.queryOptions({ org, id }), from) : null;
  return (
    <Hydrate>
      <Suspense
        fallback={
          <>
            <HeadlineSkeleton />
            <TableSkeleton rows={10} />
          </>
        }
      >
        <ImportView org={org} id={id} prepared={prepared} />
      </Suspense>
    </Hydrate>
  );
}
