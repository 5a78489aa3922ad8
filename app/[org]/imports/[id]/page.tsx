import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Suspense } from "react";
import { ImportView } from "@/components/import/import-view";
import { parseAt } from "@/components/ui/at";
import { PageSkeleton } from "@/components/ui/skeleton";
import { importRef } from "@/domain/import/input";
import { isEnded } from "@/domain/import/retention";
import { fetchOrNotFound, Hydrate, trpc } from "@/server/trpc/rsc";

export const metadata: Metadata = { title: "Import" };

export default async function ImportPage({ params, searchParams }: PageProps<"/[org]/imports/[id]">) {
  const [{ org, id }, query] = await Promise.all([params, searchParams]);
  if (!importRef.safeParse({ id }).success) notFound();
  const at = parseAt(query.at) ?? undefined;
  const from = `/${org}/imports/${id}`;
  const [shell, run] = await Promise.all([
    fetchOrNotFound(trpc.organisation.shell.queryOptions({ org, at }), from),
    fetchOrNotFound(trpc.import.get.queryOptions({ org, at, id }), from),
  ]);
  const isOpen = !isEnded(run.status);
  // Read once, not through the cache: what a person has mapped so far must not be refetched under their hands.
  const prepared =
    isOpen && run.canRun ? await fetchOrNotFound(trpc.import.prepare.queryOptions({ org, id }), from) : null;
  return (
    <Hydrate>
      <Suspense fallback={<PageSkeleton rows={10} table />}>
        <ImportView org={org} at={at} id={id} prepared={prepared} timeZone={shell.org?.timeZone} />
      </Suspense>
    </Hydrate>
  );
}
