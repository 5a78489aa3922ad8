import type { Metadata } from "next";
import { StartForm } from "@/components/organisation/start-form";
import { LinkButton } from "@/components/ui/button";
import { Headline } from "@/components/ui/headline";
import { currencies, locales, timeZones } from "@/domain/organisation/settings";
import { dayOf } from "@/domain/shared/day";
import { fetchOrNotFound, trpc } from "@/server/trpc/rsc";

export const metadata: Metadata = { title: "Start an organisation" };

export default async function StartOrganisationPage() {
  const { mayStart, email } = await fetchOrNotFound(trpc.access.whoAmI.queryOptions(), "/start");
  if (!mayStart) {
    return (
      <>
        <Headline
          title="Only an administrator can start another organisation."
          lead={`You are signed in as ${email}. Ask an administrator of your organisation, or for an invitation to another one.`}
        />
        <p className="mt-6">
          <LinkButton href="/">Your organisations</LinkButton>
        </p>
      </>
    );
  }
  const choices = { timeZones: timeZones(), currencies: currencies(), locales: locales() };
  return (
    <>
      <h1 className="text-balance font-medium font-serif text-headline">Start your own organisation</h1>
      <p className="mt-2.5 font-serif text-ink-2 text-lead">
        It begins empty, with you as its administrator. Afterwards you enter or import initiatives and invite others.
      </p>
      <section aria-label="The organisation" className="mt-9 border-ink border-t pt-4">
        <StartForm choices={choices} today={dayOf(new Date(), "UTC")} />
      </section>
    </>
  );
}
