import type { inferRouterOutputs } from "@trpc/server";
import type { ReactNode } from "react";
import { SignOutButton } from "@/components/access/sign-out-button";
import { AcceptForm } from "@/components/invitation/accept-form";
import { AcceptSignedIn } from "@/components/invitation/accept-signed-in";
import { LinkButton } from "@/components/ui/button";
import { formatDate } from "@/components/ui/format";
import { Headline } from "@/components/ui/headline";
import type { AppRouter } from "@/server/trpc/root";

type Opened = inferRouterOutputs<AppRouter>["invitation"]["open"];

/** What a link leads to: joining, or why it does not work and whom to ask. */
export function InvitationPage({ invitation, token }: { invitation: Opened; token: string }) {
  if (invitation.state === "gone") {
    return (
      <DeadEnd title="This link does not work any more.">
        It was used, replaced by a newer one, or withdrawn. Ask the administrator who sent it for a new link.
      </DeadEnd>
    );
  }
  if (invitation.state === "expired") {
    return (
      <DeadEnd title="This link has expired.">
        The invitation to {invitation.organisation} worked until {formatDate(invitation.expiresAt)}. Ask an
        administrator there for a new link.
      </DeadEnd>
    );
  }
  return (
    <>
      <h1 className="text-balance font-medium font-serif text-headline">
        {invitation.organisation} invites you to its AI program.
      </h1>
      <p className="mt-2.5 font-serif text-ink-2 text-lead">
        As {invitation.role}, for {invitation.email}. The link works until {formatDate(invitation.expiresAt)}.
      </p>
      <section aria-label="Accept" className="mt-9 border-ink border-t pt-4 wide:max-w-[360px]">
        <Way invitation={invitation} token={token} />
      </section>
    </>
  );
}

function DeadEnd({ title, children }: { title: string; children: ReactNode }) {
  return (
    <>
      <Headline title={title} lead={children} />
      <p className="mt-6">
        <LinkButton href="/">Go to the start</LinkButton>
      </p>
    </>
  );
}

function Way({ invitation, token }: { invitation: Exclude<Opened, { state: "gone" }>; token: string }) {
  const here = `/invitation/${encodeURIComponent(token)}`;
  const { signedInAs } = invitation;
  if (signedInAs?.isInvited) return <AcceptSignedIn token={token} email={signedInAs.email} />;
  if (signedInAs) {
    return (
      <>
        <p className="mb-4 text-table">
          You are signed in as {signedInAs.email}. Sign out, then accept as {invitation.email}.
        </p>
        <SignOutButton to={here} />
      </>
    );
  }
  if (invitation.hasAccount) {
    return (
      <>
        <p className="mb-4 text-table">{invitation.email} has an account. Sign in to accept; you come back here.</p>
        <LinkButton tone="primary" href={`/sign-in?next=${encodeURIComponent(here)}`}>
          Sign in
        </LinkButton>
      </>
    );
  }
  return <AcceptForm token={token} name={invitation.name} email={invitation.email} />;
}
