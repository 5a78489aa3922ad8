import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Suspense } from "react";
import { ConnectionPage } from "@/components/connection/connection-page";
import { parseAt } from "@/components/ui/at";
import { PageSkeleton } from "@/components/ui/skeleton";
import { isUuid } from "@/domain/shared/id";
import { fetchOrNotFound, Hydrate, prefetch, trpc } from "@/server/trpc/rsc";

export const metadata: Metadata = { title: "Connection" };

export default async function Page({ params, searchParams }: PageProps<"/[org]/connections/[id]">) {
  const [{ org, id }, query] = await Promise.all([params, searchParams]);
  if (!isUuid(id)) notFound();
  const at = parseAt(query.at) ?? undefined;
  prefetch(trpc.connection.list.queryOptions({ org, at }));
  await fetchOrNotFound(trpc.connection.get.queryOptions({ org, at, connectionId: id }), `/${org}/connections/${id}`);
  return (
    <Hydrate>
      <Suspense fallback={<PageSkeleton rows={8} />}>
        <ConnectionPage org={org} id={id} now={Date.now()} />
      </Suspense>
    </Hydrate>
  );
}
