"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { FactorSection } from "@/components/factor/factor-section";
import { OrganisationFactor } from "@/components/factor/organisation-factor";
import { SettingsPage } from "@/components/organisation/settings-page";
import { useTRPC } from "@/components/providers/trpc";
import { useMay } from "@/components/providers/use-shell";
import { SessionSection } from "@/components/session/session-section";

/** How the person comes in and where they are; for administrators also what the organisation asks of everybody. */
export function SecurityPage({ org }: { org: string }) {
  const trpc = useTRPC();
  const may = useMay(org);
  const { data } = useSuspenseQuery(trpc.access.whoAmI.queryOptions());
  const { data: factor } = useSuspenseQuery(trpc.factor.state.queryOptions());
  return (
    <SettingsPage
      org={org}
      title={
        factor.isOn || !factor.hasPassword
          ? "Your account has a second lock."
          : "Your account has one lock: the password."
      }
      lead="What you see here is of your own account. It is the same in every organisation."
    >
      <FactorSection email={data.email} />
      <SessionSection org={org} />
      {may("member:manage") ? <OrganisationFactor org={org} /> : null}
    </SettingsPage>
  );
}
