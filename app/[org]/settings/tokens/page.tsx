import type { Metadata } from "next";
import { TokensPage } from "@/components/api-token/tokens-page";
import { fetchOrNotFound, Hydrate, trpc } from "@/server/trpc/rsc";

export const metadata: Metadata = { title: "Access tokens" };

export default async function Page({ params }: PageProps<"/[org]/settings/tokens">) {
  const { org } = await params;
  await fetchOrNotFound(trpc.apiToken.list.queryOptions({ org }), `/${org}/settings/tokens`);
  return (
    <Hydrate>
      <TokensPage org={org} />
    </Hydrate>
  );
}
