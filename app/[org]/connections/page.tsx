import type { Metadata } from "next";
import { Suspense } from "react";
import { ConnectionList } from "@/components/connection/connection-list";
import { parseAt } from "@/components/ui/at";
import { PageSkeleton } from "@/components/ui/skeleton";
import { fetchOrNotFound, Hydrate, trpc } from "@/server/trpc/rsc";

export const metadata: Metadata = { title: "Connections" };

export default async function ConnectionsPage({ params, searchParams }: PageProps<"/[org]/connections">) {
  const [{ org }, query] = await Promise.all([params, searchParams]);
  const at = parseAt(query.at) ?? undefined;
  await fetchOrNotFound(trpc.connection.list.queryOptions({ org, at }), `/${org}/connections`);
  return (
    <Hydrate>
      <Suspense fallback={<PageSkeleton rows={4} table />}>
        <ConnectionList org={org} now={Date.now()} />
      </Suspense>
    </Hydrate>
  );
}
