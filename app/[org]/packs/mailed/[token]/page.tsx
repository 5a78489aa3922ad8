import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";
import { MailedRefusal } from "@/components/pack/mailed-refusal";
import { packLink } from "@/domain/pack/mail";
import { fetchOrNotFound, trpc } from "@/server/trpc/rsc";

export const metadata: Metadata = { title: "Steering pack", referrer: "no-referrer" };

/** Where the link of a mail leads: to the pack for its person once signed in, to nothing for anybody else. */
export default async function MailedPackPage({ params }: PageProps<"/[org]/packs/mailed/[token]">) {
  const { org, token } = await params;
  if (!packLink.safeParse({ token }).success) notFound();
  const found = await fetchOrNotFound(
    trpc.pack.openLink.queryOptions({ org, token }),
    `/${org}/packs/mailed/${encodeURIComponent(token)}`,
  );
  if (found.outcome === "open") redirect(`/${org}/packs/${found.packId}`);
  return <MailedRefusal org={org} found={found} />;
}
