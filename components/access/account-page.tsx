"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { PasswordForm } from "@/components/access/password-form";
import { SettingsPage } from "@/components/organisation/settings-page";
import { useTRPC } from "@/components/providers/trpc";
import { Section, TextLink } from "@/components/ui/section";
import { ROLE_LABELS } from "@/domain/access/permission";
import { counted, sentenceCase } from "@/domain/shared/sentence";

/** The person's own account: it belongs to them, not to the organisation they look at. */
export function AccountPage({ org }: { org: string }) {
  const trpc = useTRPC();
  const { data } = useSuspenseQuery(trpc.access.whoAmI.queryOptions());
  const here = data.places.find(({ slug }) => slug === org);
  return (
    <SettingsPage
      org={org}
      title={`You are ${data.name}${here ? `, ${ROLE_LABELS[here.role]} of ${here.name}` : ""}.`}
      lead={`You sign in as ${data.email}. ${sentenceCase(counted(data.places.length, "organisation"))} ${data.places.length === 1 ? "is" : "are"} open to you.`}
    >
      <Section id="places" name="Organisations" link={{ label: "Choose or start one", href: "/?choose" }}>
        <ul className="text-table">
          {data.places.map((place) => (
            <li key={place.slug} className="flex min-h-6 items-baseline justify-between gap-4 py-1">
              <TextLink href={`/${place.slug}`}>{place.name}</TextLink>
              <span className="text-ink-2 text-note">{ROLE_LABELS[place.role]}</span>
            </li>
          ))}
        </ul>
      </Section>
      <Section
        id="password"
        name="Password"
        sentence="A new password ends your sessions on other devices."
        link={{ label: "Sessions and second factor", href: `/${org}/settings/security` }}
      >
        <PasswordForm email={data.email} />
      </Section>
    </SettingsPage>
  );
}
