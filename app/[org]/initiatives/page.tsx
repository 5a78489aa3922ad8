import type { Metadata } from "next";
import { Suspense } from "react";
import { InitiativeRegister } from "@/components/initiative/register/initiative-register";
import { parseAt } from "@/components/ui/at";
import { HeadlineSkeleton, TableSkeleton } from "@/components/ui/skeleton";
import { readerOf, registerRequest } from "@/domain/initiative/register-params";
import { fetchOrNotFound, Hydrate, prefetch, trpc } from "@/server/trpc/rsc";

export const metadata: Metadata = { title: "Initiatives" };

export default async function InitiativesPage({ params, searchParams }: PageProps<"/[org]/initiatives">) {
  const [{ org }, query] = await Promise.all([params, searchParams]);
  const at = parseAt(query.at) ?? undefined;
  const request = registerRequest(readerOf(query));
  const { sort: _sort, page: _page, fields: _fields, ...filter } = request;
  const shell = await fetchOrNotFound(trpc.organisation.shell.queryOptions({ org, at }), `/${org}/initiatives`);
  prefetch(trpc.initiative.list.queryOptions({ org, at, ...request }));
  prefetch(trpc.initiative.summary.queryOptions({ org, at, ...filter, worst: 2 }));
  prefetch(trpc.customField.list.queryOptions({ org, at }));
  return (
    <Hydrate>
      <Suspense
        fallback={
          <>
            <HeadlineSkeleton />
            <TableSkeleton />
          </>
        }
      >
        <InitiativeRegister org={org} timeZone={shell.org?.timeZone ?? "UTC"} now={Date.now()} />
      </Suspense>
    </Hydrate>
  );
}
