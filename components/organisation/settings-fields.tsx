"use client";

import type { RegisterOptions, UseFormRegisterReturn } from "react-hook-form";
import { Field, Select } from "@/components/ui/field";
import { formatDate, formatMoney } from "@/components/ui/format";
import type { Option } from "@/domain/organisation/settings";
import { MONTHS } from "@/domain/shared/month";

/** What the lists offer; made on the server, because the browser may know other zones and names. */
export type SettingsChoices = { timeZones: string[]; currencies: Option[]; locales: Option[] };

type Name = "timeZone" | "currency" | "locale" | "fiscalYearStart";
type Registered = (
  name: Name,
  options?: Pick<RegisterOptions, "valueAsNumber" | "disabled">,
) => UseFormRegisterReturn<Name>;

/** The fields that the settings of an organisation and its start have in common, but for the name. */
export function SettingsFields({
  register,
  errors,
  choices,
  disabled = false,
}: {
  register: Registered;
  errors: Partial<Record<Name, { message?: string }>>;
  choices: SettingsChoices;
  disabled?: boolean;
}) {
  const options = (all: Option[]) =>
    all.map(({ value, label }) => (
      <option key={value} value={value}>
        {label}
      </option>
    ));
  return (
    <>
      <Field
        label="Time zone"
        hint="Days begin and end in it, those of the as-of date too."
        error={errors.timeZone?.message}
      >
        <Select {...register("timeZone", { disabled })}>
          {options(choices.timeZones.map((zone) => ({ value: zone, label: zone.replaceAll("_", " ") })))}
        </Select>
      </Field>
      <Field label="Currency" hint="Amounts that name no other are in it." error={errors.currency?.message}>
        <Select {...register("currency", { disabled })}>{options(choices.currencies)}</Select>
      </Field>
      <Field label="Fiscal year starts in" error={errors.fiscalYearStart?.message}>
        <Select {...register("fiscalYearStart", { valueAsNumber: true, disabled })}>
          {options(MONTHS.map((month, index) => ({ value: String(index + 1), label: month })))}
        </Select>
      </Field>
      <Field label="Dates and numbers" hint="How they are written." error={errors.locale?.message}>
        <Select {...register("locale", { disabled })}>{options(choices.locales)}</Select>
      </Field>
    </>
  );
}

const EXAMPLE_AMOUNT = 123_456_789; // minor units, long enough to show every separator

/** A locale and a currency at work: "20 Nov 2026 and $1,234,567.89". */
export function writtenAs({ locale, currency }: { locale: string; currency: string }, day: string): string {
  return `${formatDate(day, "day", { locale })} and ${formatMoney(EXAMPLE_AMOUNT, currency, { locale, exact: true })}`;
}
