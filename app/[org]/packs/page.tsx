import type { Metadata } from "next";
import { Suspense } from "react";
import { PackList } from "@/components/pack/pack-list";
import { parseAt } from "@/components/ui/at";
import { PageSkeleton } from "@/components/ui/skeleton";
import { packPage } from "@/domain/pack/input";
import { fetchOrNotFound, Hydrate, prefetch, trpc } from "@/server/trpc/rsc";

export const metadata: Metadata = { title: "Steering packs" };

export default async function PacksPage({ params, searchParams }: PageProps<"/[org]/packs">) {
  const [{ org }, query] = await Promise.all([params, searchParams]);
  const at = parseAt(query.at) ?? undefined;
  const paging = packPage.catch({ page: 1, pageSize: 20 }).parse({ page: Number(query.page ?? 1) });
  const list = await fetchOrNotFound(trpc.pack.list.queryOptions({ org, at, ...paging }), `/${org}/packs`);
  if (list.mayBuild) prefetch(trpc.pack.forums.queryOptions({ org }));
  return (
    <Hydrate>
      <Suspense fallback={<PageSkeleton rows={6} table />}>
        <PackList org={org} at={at} pageSize={paging.pageSize} />
      </Suspense>
    </Hydrate>
  );
}
