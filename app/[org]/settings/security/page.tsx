import type { Metadata } from "next";
import { SecurityPage } from "@/components/access/security-page";
import { fetchOrNotFound, Hydrate, prefetch, trpc } from "@/server/trpc/rsc";

export const metadata: Metadata = { title: "Security" };

export default async function Page({ params }: PageProps<"/[org]/settings/security">) {
  const { org } = await params;
  await fetchOrNotFound(trpc.access.whoAmI.queryOptions(), `/${org}/settings/security`);
  prefetch(trpc.factor.state.queryOptions());
  prefetch(trpc.session.list.queryOptions());
  return (
    <Hydrate>
      <SecurityPage org={org} />
    </Hydrate>
  );
}
