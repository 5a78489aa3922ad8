import type { Metadata } from "next";
import { MailPage } from "@/components/mail/mail-page";
import { fetchOrNotFound, Hydrate, trpc } from "@/server/trpc/rsc";

export const metadata: Metadata = { title: "Mail" };

export default async function Page({ params }: PageProps<"/[org]/settings/mail">) {
  const { org } = await params;
  await fetchOrNotFound(trpc.mail.list.queryOptions({ org, page: 1 }), `/${org}/settings/mail`);
  return (
    <Hydrate>
      <MailPage org={org} />
    </Hydrate>
  );
}
