"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useForm, useWatch } from "react-hook-form";
import { FormError } from "@/components/access/form-error";
import { showServerErrors } from "@/components/access/server-errors";
import { RemoveSample } from "@/components/organisation/remove-sample";
import { type SettingsChoices, SettingsFields, writtenAs } from "@/components/organisation/settings-fields";
import { SettingsPage } from "@/components/organisation/settings-page";
import { useLeaveWarning } from "@/components/organisation/use-leave-warning";
import { useTRPC } from "@/components/providers/trpc";
import { useMay } from "@/components/providers/use-shell";
import { QuotaTable } from "@/components/quota/quota-table";
import { Button } from "@/components/ui/button";
import { ConflictDialog } from "@/components/ui/conflict-dialog";
import { Field, Input } from "@/components/ui/field";
import { Section } from "@/components/ui/section";
import { notify } from "@/components/ui/toast";
import { type OrganisationEdit, organisationEdit } from "@/domain/organisation/input";
import { settingsHeadline } from "@/domain/organisation/sentence";
import type { EditConflict } from "@/domain/shared/edit";
import { MONTHS } from "@/domain/shared/month";

const LABELS = {
  name: "Name",
  timeZone: "Time zone",
  currency: "Currency",
  fiscalYearStart: "Fiscal year starts in",
  locale: "Dates and numbers",
} as const;
type Key = keyof typeof LABELS;
const KEYS = Object.keys(LABELS) as Key[];

type Values = Record<Exclude<Key, "fiscalYearStart">, string> & { fiscalYearStart: number; version: number };
type Edit = Omit<OrganisationEdit, "version">;

const valuesOf = ({ name, timeZone, currency, fiscalYearStart, locale, version }: Values): Values => ({
  ...{ name, timeZone, currency, fiscalYearStart, locale, version },
});
const shown = (key: string, value: unknown): string =>
  key === "fiscalYearStart" ? (MONTHS[Number(value) - 1] ?? "") : String(value);

export function OrganisationSettings({
  org,
  at,
  choices,
  today,
}: {
  org: string;
  at?: string;
  choices: SettingsChoices;
  today: string;
}) {
  const trpc = useTRPC();
  const { data } = useSuspenseQuery(trpc.organisation.settings.queryOptions({ org, at }));
  const may = useMay(org)("organisation:manage");
  return (
    <SettingsPage
      org={org}
      title={settingsHeadline(data)}
      lead={`Dates and amounts are written as ${writtenAs(data, today)}.`}
    >
      <Section id="settings" name="Organisation" aside={may ? `at /${data.slug}` : "Administrators change it"}>
        <SettingsForm key={at ?? "now"} org={org} held={valuesOf(data)} choices={choices} may={may} today={today} />
      </Section>
      {may && !at ? <QuotaTable org={org} /> : null}
      {data.sample && may ? <RemoveSample org={org} /> : null}
    </SettingsPage>
  );
}

type FormProps = { org: string; held: Values; choices: SettingsChoices; may: boolean; today: string };

function SettingsForm({ org, held, choices, may, today }: FormProps) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [conflict, setConflict] = useState<EditConflict<Edit> | null>(null);
  /** What the input started from. It does not follow what others save: that must meet this person's eyes first. */
  const [base, setBase] = useState(held);
  const { register, handleSubmit, reset, setError, control, formState } = useForm({
    resolver: zodResolver(organisationEdit),
    defaultValues: held,
  });
  const { errors, isDirty } = formState;
  const { locale = held.locale, currency = held.currency } = useWatch({ control });
  const startFrom = (values: Values) => {
    setBase(values);
    reset(values);
  };
  useEffect(() => {
    if (isDirty || held.version === base.version) return;
    setBase(held);
    reset(held);
  }, [isDirty, held, base.version, reset]);
  const edit = useMutation(
    trpc.organisation.edit.mutationOptions({
      onSuccess: async (result) => {
        if (result.outcome === "conflict") return setConflict(result);
        setConflict(null);
        startFrom(valuesOf(result.row));
        await queries.invalidateQueries({ queryKey: trpc.organisation.pathKey() });
        await notify({ message: "The settings are saved." });
      },
      onError: (error) => showServerErrors(error, KEYS, setError),
    }),
  );
  useLeaveWarning(isDirty && !edit.isPending);
  return (
    <form
      noValidate
      className="grid gap-4 wide:max-w-[420px]"
      onSubmit={handleSubmit((values) => edit.mutate({ org, ...values, version: base.version }))}
    >
      <Field label={LABELS.name} error={errors.name?.message}>
        <Input {...register("name", { disabled: !may })} autoComplete="organization" />
      </Field>
      <SettingsFields register={register} errors={errors} choices={choices} disabled={!may} />
      {may ? (
        <>
          <p aria-live="polite" className="text-ink-2 text-note">
            Written as {writtenAs({ locale, currency }, today)}.
          </p>
          <FormError message={errors.root?.message} />
          <div className="flex gap-2">
            <Button type="submit" tone="primary" disabled={!isDirty} busy={edit.isPending ? "Saving" : false}>
              Save
            </Button>
            {isDirty ? (
              <Button tone="quiet" onClick={() => startFrom(held)}>
                Discard
              </Button>
            ) : null}
          </div>
        </>
      ) : null}
      {conflict ? (
        <ConflictDialog
          conflict={conflict}
          label={(key) => LABELS[key as Key]}
          words={shown}
          where={held}
          busy={edit.isPending}
          onClose={() => setConflict(null)}
          onResolve={(settings) => edit.mutate({ org, ...settings, version: conflict.version })}
        />
      ) : null}
    </form>
  );
}
