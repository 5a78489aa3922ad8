import type { Metadata } from "next";
import { ResetForm } from "@/components/access/reset-form";
import { LinkButton } from "@/components/ui/button";
import { Headline } from "@/components/ui/headline";
import { fetchOrNotFound, trpc } from "@/server/trpc/rsc";

// The address holds the token: no other site may learn it.
export const metadata: Metadata = { title: "A new password", referrer: "no-referrer" };

/** Longer than any token: what follows could not be one and is left away. */
const LONGEST = 100;

export default async function Page({ params }: PageProps<"/reset/[token]">) {
  const token = (await params).token.slice(0, LONGEST);
  const person = await fetchOrNotFound(trpc.access.openReset.queryOptions({ token }));
  if (!person) {
    return (
      <>
        <Headline
          title="This link does not work any more."
          lead="It was used, replaced by a newer one, or is more than an hour old."
        />
        <p className="mt-6">
          <LinkButton href="/reset">Ask for a new link</LinkButton>
        </p>
      </>
    );
  }
  return (
    <>
      <h1 className="text-balance font-medium font-serif text-headline">Choose a new password</h1>
      <p className="mt-2.5 font-serif text-ink-2 text-lead">
        For {person.email}. All your sessions end; then you sign in with the new password.
      </p>
      <section aria-label="New password" className="mt-9 border-ink border-t pt-4 wide:max-w-[360px]">
        <ResetForm token={token} email={person.email} />
      </section>
    </>
  );
}
