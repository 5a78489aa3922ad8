import type { Metadata } from "next";
import { AccountPage } from "@/components/access/account-page";
import { fetchOrNotFound, Hydrate, trpc } from "@/server/trpc/rsc";

export const metadata: Metadata = { title: "Your account" };

export default async function Page({ params }: PageProps<"/[org]/settings/account">) {
  const { org } = await params;
  await fetchOrNotFound(trpc.access.whoAmI.queryOptions(), `/${org}/settings/account`);
  return (
    <Hydrate>
      <AccountPage org={org} />
    </Hydrate>
  );
}
