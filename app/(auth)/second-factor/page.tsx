import type { Metadata } from "next";
import { AskFactor } from "@/components/factor/ask-factor";
import { TextLink } from "@/components/ui/section";
import { returnPath } from "@/domain/access/return-path";
import { fetchOrNotFound, trpc } from "@/server/trpc/rsc";

export const metadata: Metadata = { title: "Second factor" };

export default async function Page({ searchParams }: PageProps<"/second-factor">) {
  const next = returnPath((await searchParams).next);
  const from = `/second-factor?next=${encodeURIComponent(next)}`;
  const [{ email }, { isOn }] = await Promise.all([
    fetchOrNotFound(trpc.access.whoAmI.queryOptions(), from),
    fetchOrNotFound(trpc.factor.state.queryOptions(), from),
  ]);
  return (
    <>
      <h1 className="text-balance font-medium font-serif text-headline">This organisation asks for a second factor.</h1>
      <p className="mt-2.5 font-serif text-ink-2 text-lead">
        {isOn ? "Show a code of yours to go on." : "Set one up to go on; it takes a minute and an authenticator app."}
      </p>
      <section aria-label="Second factor" className="mt-9 border-ink border-t pt-4">
        <AskFactor isOn={isOn} email={email} next={next} />
        <p className="mt-6 text-note">
          <TextLink href="/?choose">Your other organisations</TextLink>
        </p>
      </section>
    </>
  );
}
