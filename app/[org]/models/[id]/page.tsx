import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Suspense } from "react";
import { ModelPage } from "@/components/model/model-page";
import { parseAt } from "@/components/ui/at";
import { HeadlineSkeleton, SectionSkeleton } from "@/components/ui/skeleton";
import { modelPageInput } from "@/domain/model/page";
import { fetchOrNotFound, Hydrate, trpc } from "@/server/trpc/rsc";

export const metadata: Metadata = { title: "Model" };

const DAYS = 90;

export default async function Page({ params, searchParams }: PageProps<"/[org]/models/[id]">) {
  const [{ org, id }, query] = await Promise.all([params, searchParams]);
  const asked = modelPageInput.safeParse({ modelId: id, days: Number(query.days ?? DAYS) });
  const input = asked.data ?? modelPageInput.safeParse({ modelId: id, days: DAYS }).data;
  if (!input) notFound();
  const at = parseAt(query.at) ?? undefined;
  await fetchOrNotFound(trpc.model.get.queryOptions({ org, at, ...input }), `/${org}/models/${id}`);
  return (
    <Hydrate>
      <Suspense
        fallback={
          <>
            <HeadlineSkeleton />
            <SectionSkeleton rows={8} />
          </>
        }
      >
        <ModelPage org={org} id={input.modelId} days={input.days} now={Date.now()} />
      </Suspense>
    </Hydrate>
  );
}
