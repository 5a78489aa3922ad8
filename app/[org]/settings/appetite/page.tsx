import type { Metadata } from "next";
import { AppetitePage } from "@/components/risk/policy/appetite-page";
import { parseAt } from "@/components/ui/at";
import { fetchOrNotFound, Hydrate, prefetch, trpc } from "@/server/trpc/rsc";

export const metadata: Metadata = { title: "Risk appetite" };

export default async function Page({ params, searchParams }: PageProps<"/[org]/settings/appetite">) {
  const [{ org }, query] = await Promise.all([params, searchParams]);
  const at = parseAt(query.at) ?? undefined;
  prefetch(trpc.appetite.changes.queryOptions({ org, at }));
  await fetchOrNotFound(trpc.appetite.get.queryOptions({ org, at }), `/${org}/settings/appetite`);
  return (
    <Hydrate>
      <AppetitePage org={org} />
    </Hydrate>
  );
}
