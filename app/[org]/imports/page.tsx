import type { Metadata } from "next";
import { Suspense } from "react";
import { ImportList } from "@/components/import/import-list";
import { parseAt } from "@/components/ui/at";
import { PageSkeleton } from "@/components/ui/skeleton";
import { importPage } from "@/domain/import/input";
import { fetchOrNotFound, Hydrate, trpc } from "@/server/trpc/rsc";

export const metadata: Metadata = { title: "Imports" };

export default async function ImportsPage({ params, searchParams }: PageProps<"/[org]/imports">) {
  const [{ org }, query] = await Promise.all([params, searchParams]);
  const at = parseAt(query.at) ?? undefined;
  const { page } = importPage.catch({ page: 1 }).parse({ page: Number(query.page ?? 1) });
  const from = `/${org}/imports`;
  const [shell] = await Promise.all([
    fetchOrNotFound(trpc.organisation.shell.queryOptions({ org, at }), from),
    fetchOrNotFound(trpc.import.list.queryOptions({ org, at, page }), from),
  ]);
  return (
    <Hydrate>
      <Suspense fallback={<PageSkeleton rows={6} table />}>
        <ImportList org={org} at={at} timeZone={shell.org?.timeZone} />
      </Suspense>
    </Hydrate>
  );
}
