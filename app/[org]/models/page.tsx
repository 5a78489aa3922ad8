import type { Metadata } from "next";
import { Suspense } from "react";
import { ModelRegister } from "@/components/model/register/model-register";
import { parseAt } from "@/components/ui/at";
import { HeadlineSkeleton, TableSkeleton } from "@/components/ui/skeleton";
import { modelRequest, readerOf } from "@/domain/model/register-params";
import { fetchOrNotFound, Hydrate, prefetch, trpc } from "@/server/trpc/rsc";

export const metadata: Metadata = { title: "Models" };

export default async function ModelsPage({ params, searchParams }: PageProps<"/[org]/models">) {
  const [{ org }, query] = await Promise.all([params, searchParams]);
  const at = parseAt(query.at) ?? undefined;
  prefetch(trpc.model.list.queryOptions({ org, at, ...modelRequest(readerOf(query)) }));
  await fetchOrNotFound(trpc.organisation.shell.queryOptions({ org, at }), `/${org}/models`);
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
        <ModelRegister org={org} now={Date.now()} />
      </Suspense>
    </Hydrate>
  );
}
