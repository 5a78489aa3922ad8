"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation } from "@tanstack/react-query";
import { useEffect } from "react";
import { useForm, useWatch } from "react-hook-form";
import { FormError } from "@/components/access/form-error";
import { showServerErrors } from "@/components/access/server-errors";
import { type SettingsChoices, SettingsFields, writtenAs } from "@/components/organisation/settings-fields";
import { useLeaveWarning } from "@/components/organisation/use-leave-warning";
import { useTRPC } from "@/components/providers/trpc";
import { Button, LinkButton } from "@/components/ui/button";
import { Field, Input } from "@/components/ui/field";
import { useHydrated } from "@/components/ui/use-hydrated";
import { organisationStart } from "@/domain/organisation/input";
import { slugOf } from "@/domain/organisation/slug";

const FIELDS = ["name", "slug", "timeZone", "currency", "locale", "fiscalYearStart"] as const;

/** A new organisation. Its address follows its name until somebody writes one. */
export function StartForm({ choices, today }: { choices: SettingsChoices; today: string }) {
  const trpc = useTRPC();
  const hydrated = useHydrated();
  const { register, handleSubmit, setValue, setError, control, formState } = useForm({
    resolver: zodResolver(organisationStart),
    defaultValues: { name: "", slug: "", timeZone: "UTC", currency: "USD", locale: "en-US", fiscalYearStart: 1 },
  });
  const { errors, dirtyFields, isDirty } = formState;
  const { locale = "en-US", currency = "USD", slug } = useWatch({ control });
  const start = useMutation(
    trpc.organisation.start.mutationOptions({
      onSuccess: (made) => window.location.assign(`/${made.slug}`),
      onError: (error) => {
        if (error.data?.code === "CONFLICT") setError("slug", { message: error.message }, { shouldFocus: true });
        else showServerErrors(error, FIELDS, setError);
      },
    }),
  );
  const busy = start.isPending || start.isSuccess;
  useLeaveWarning(isDirty && !busy);
  useEffect(() => {
    const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
    if (choices.timeZones.includes(timeZone)) setValue("timeZone", timeZone);
    const language = navigator.languages.find((tag) => choices.locales.some(({ value }) => value === tag));
    if (language) setValue("locale", language);
  }, [choices, setValue]);
  const name = register("name", {
    onChange: (event: { target: { value: string } }) => {
      if (!dirtyFields.slug) setValue("slug", slugOf(event.target.value), { shouldValidate: Boolean(errors.slug) });
    },
  });
  return (
    <form method="post" noValidate className="grid gap-4" onSubmit={handleSubmit((values) => start.mutate(values))}>
      <Field label="Name" error={errors.name?.message}>
        <Input {...name} autoComplete="organization" />
      </Field>
      <Field
        label="Address"
        hint={
          slug
            ? `Its pages are at /${slug}. It cannot be changed later.`
            : "Follows the name. It cannot be changed later."
        }
        error={errors.slug?.message}
      >
        <Input {...register("slug")} autoComplete="off" spellCheck={false} />
      </Field>
      <SettingsFields register={register} errors={errors} choices={choices} />
      <p aria-live="polite" className="text-ink-2 text-note">
        Written as {writtenAs({ locale, currency }, today)}.
      </p>
      <FormError message={errors.root?.message} />
      <div className="flex gap-2">
        <Button type="submit" tone="primary" disabled={!hydrated} busy={busy ? "Starting" : false}>
          Start the organisation
        </Button>
        <LinkButton tone="quiet" href="/">
          Cancel
        </LinkButton>
      </div>
    </form>
  );
}
