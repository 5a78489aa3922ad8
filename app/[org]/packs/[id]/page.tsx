import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Suspense } from "react";
import { PackView } from "@/components/pack/pack-view";
import { parseAt } from "@/components/ui/at";
import { PageSkeleton } from "@/components/ui/skeleton";
import { packRef } from "@/domain/pack/input";
import { fetchOrNotFound, Hydrate, prefetch, trpc } from "@/server/trpc/rsc";

export const metadata: Metadata = { title: "Steering pack" };

export default async function PackPage({ params, searchParams }: PageProps<"/[org]/packs/[id]">) {
  const [{ org, id }, query] = await Promise.all([params, searchParams]);
  if (!packRef.safeParse({ id }).success) notFound();
  const at = parseAt(query.at) ?? undefined;
  await fetchOrNotFound(trpc.pack.get.queryOptions({ org, at, id }), `/${org}/packs/${id}`);
  if (at === undefined) prefetch(trpc.pack.sends.queryOptions({ org, id }));
  return (
    <Hydrate>
      <Suspense fallback={<PageSkeleton rows={8} />}>
        <PackView org={org} at={at} id={id} />
      </Suspense>
    </Hydrate>
  );
}
