"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { type ReactNode, useEffect } from "react";
import { useSignOut } from "@/components/access/use-sign-out";
import { OrganisationSwitch } from "@/components/organisation/organisation-switch";
import { SampleNotice } from "@/components/organisation/sample-notice";
import { useTRPC } from "@/components/providers/trpc";
import { useMay } from "@/components/providers/use-shell";
import type { NavCounts } from "@/components/shell/navigation";
import { Shell } from "@/components/shell/shell";
import type { Theme } from "@/components/shell/theme";
import { useAt } from "@/components/ui/org-link";
import { useHydrated } from "@/components/ui/use-hydrated";
import { PERMISSIONS } from "@/domain/access/permission";
import { FACTOR_NEEDED } from "@/domain/factor/needed";

type Figures = {
  counts: { initiatives: number; models: number; risks: number };
  models: { critical: number; warning: number };
};

function navCounts({ counts, models }: Figures): NavCounts {
  const outside = models.critical + models.warning;
  return {
    initiatives: { value: counts.initiatives },
    risks: { value: counts.risks, meaning: "open" },
    models: outside > 0 ? { value: outside, alert: true, meaning: "outside their limits" } : { value: counts.models },
  };
}

/** The shell around every page of an organisation. Its counts follow live changes and the as-of day in the address. */
export function OrganisationShell({
  org,
  theme,
  today,
  children,
}: {
  org: string;
  theme: Theme;
  today: string;
  children: ReactNode;
}) {
  const trpc = useTRPC();
  const at = useAt();
  const may = useMay(org);
  const { signOut } = useSignOut();
  const hydrated = useHydrated();
  const now = useQuery(trpc.organisation.shell.queryOptions({ org }));
  const then = useQuery({
    ...trpc.organisation.shell.queryOptions({ org, at: at ?? undefined }),
    enabled: at !== null,
    placeholderData: keepPreviousData,
  });
  const refusal = now.error?.data?.code;
  const lacksFactor = now.error?.message === FACTOR_NEEDED;
  useEffect(() => {
    if (refusal === "UNAUTHORIZED") window.location.assign("/sign-in?reason=ended");
    if (refusal === "NOT_FOUND") window.location.assign("/");
    if (lacksFactor) window.location.assign(`/second-factor?next=${encodeURIComponent(window.location.pathname)}`);
  }, [refusal, lacksFactor]);
  if (!now.data?.org) return null; // the layout has fetched it: without it there is no page
  // A page may bring the past figures along; on the server they came after this shell, so its first frame has none.
  const shown = at ? (hydrated ? then.data : undefined) : now.data;
  return (
    <Shell
      org={now.data.org}
      person={now.data.person}
      permissions={PERMISSIONS.filter(may)}
      counts={shown ? navCounts(shown) : {}}
      theme={theme}
      today={today}
      signOut={signOut}
      place={<OrganisationSwitch org={now.data.org} />}
      notice={now.data.org.sample && may("organisation:manage") ? <SampleNotice org={org} /> : null}
    >
      {children}
    </Shell>
  );
}
