"use client";

import { useMutation, useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import { PasswordForm } from "@/components/access/password-form";
import { SignOutButton } from "@/components/access/sign-out-button";
import { SettingsPage } from "@/components/organisation/settings-page";
import { useTRPC } from "@/components/providers/trpc";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
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
      <Section id="password" name="Password" sentence="A new password ends your sessions on other devices.">
        <PasswordForm email={data.email} />
      </Section>
      <Section id="sessions" name="Sessions" sentence="Lost a device? Sign out everywhere, then sign in again here.">
        <div className="flex flex-wrap gap-2">
          <SignOutEverywhere />
          <SignOutButton />
        </div>
      </Section>
    </SettingsPage>
  );
}

function SignOutEverywhere() {
  const trpc = useTRPC();
  const [open, setOpen] = useState(false);
  const signOut = useMutation(
    trpc.access.signOutEverywhere.mutationOptions({ onSuccess: () => window.location.assign("/sign-in") }),
  );
  return (
    <>
      <Button onClick={() => setOpen(true)}>Sign out everywhere</Button>
      <Dialog
        open={open}
        onClose={() => setOpen(false)}
        title="Sign out everywhere?"
        description="Every session of yours ends at once, on this device too. Unsaved input on open pages is lost."
        actions={
          <>
            <Button onClick={() => setOpen(false)}>Stay signed in</Button>
            <Button
              tone="primary"
              busy={signOut.isPending || signOut.isSuccess ? "Signing out" : false}
              onClick={() => signOut.mutate()}
            >
              Sign out everywhere
            </Button>
          </>
        }
      >
        {signOut.error ? <p role="alert">{signOut.error.message}</p> : null}
      </Dialog>
    </>
  );
}
