import type { Metadata } from "next";
import { OrganisationSettings } from "@/components/organisation/settings-form";
import { parseAt } from "@/components/ui/at";
import { currencies, locales, timeZones } from "@/domain/organisation/settings";
import { dayOf } from "@/domain/shared/day";
import { fetchOrNotFound, Hydrate, trpc } from "@/server/trpc/rsc";

export const metadata: Metadata = { title: "Settings" };

export default async function Page({ params, searchParams }: PageProps<"/[org]/settings">) {
  const [{ org }, query] = await Promise.all([params, searchParams]);
  const at = parseAt(query.at) ?? undefined;
  const held = await fetchOrNotFound(trpc.organisation.settings.queryOptions({ org, at }), `/${org}/settings`);
  const zones = timeZones();
  const choices = {
    timeZones: zones.includes(held.timeZone) ? zones : [held.timeZone, ...zones],
    currencies: currencies(),
    locales: locales(held.locale),
  };
  return (
    <Hydrate>
      <OrganisationSettings org={org} at={at} choices={choices} today={dayOf(new Date(), held.timeZone)} />
    </Hydrate>
  );
}
