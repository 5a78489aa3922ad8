import type { Metadata } from "next";
import { InvitationPage } from "@/components/invitation/invitation-page";
import { fetchOrNotFound, trpc } from "@/server/trpc/rsc";

// The address holds the token: no other site may learn it.
export const metadata: Metadata = { title: "Invitation", referrer: "no-referrer" };

/** Longer than any token: what follows could not be one and is left away. */
const LONGEST = 100;

export default async function Page({ params }: PageProps<"/invitation/[token]">) {
  const token = (await params).token.slice(0, LONGEST);
  const invitation = await fetchOrNotFound(trpc.invitation.open.queryOptions({ token }));
  return <InvitationPage invitation={invitation} token={token} />;
}
