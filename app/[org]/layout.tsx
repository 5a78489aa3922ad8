import { cookies, headers } from "next/headers";
import { OrganisationShell } from "@/components/organisation/organisation-shell";
import { LiveUpdates } from "@/components/providers/live";
import { DataProvider } from "@/components/providers/trpc";
import { parseTheme, THEME_COOKIE } from "@/components/shell/theme";
import { AtProvider } from "@/components/ui/org-link";
import { dayOf } from "@/domain/shared/day";
import { fetchOrNotFound, Hydrate, trpc } from "@/server/trpc/rsc";

type Props = { params: Promise<{ org: string }>; children: React.ReactNode };

/** The shell around the pages of an organisation. It gates nothing: each page is authorised by its own queries. */
export default async function OrganisationLayout({ params, children }: Props) {
  const { org } = await params;
  const [head, jar] = await Promise.all([headers(), cookies()]);
  const path = head.get("x-path") ?? `/${org}`;
  const shell = await fetchOrNotFound(trpc.organisation.shell.queryOptions({ org }), path);
  return (
    <DataProvider>
      <Hydrate>
        <AtProvider>
          <OrganisationShell
            org={org}
            theme={parseTheme(jar.get(THEME_COOKIE)?.value)}
            today={dayOf(new Date(), shell.org?.timeZone ?? "UTC")}
          >
            {children}
          </OrganisationShell>
        </AtProvider>
        <LiveUpdates org={org} />
      </Hydrate>
    </DataProvider>
  );
}
