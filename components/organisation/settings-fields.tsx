"use client";

import { type FieldErrors, type FieldValues, type Path, type UseFormRegister, useWatch, type Control } from "react-hook-form";
import { formatDate, formatMoney } from "@/components/ui/format";
import { Field, Input, Select } from "@/components/ui/field";
import { MONTHS, type Option } from "@/domain/organisation/settings";

/** What the lists offer; made on the server, because the browser may know other zones and names. */
export type SettingsChoices = { timeZones: string[]; currencies: Option[]; locales: Option[] };

export type SettingsValues = {
  name: string;
  timeZone: string;
  currency: string;
  locale: string;
  fiscalYearStart: number;
};

type Props<T extends SettingsValues & FieldValues> = {
  register: UseFormRegister<T>;
  errors: FieldErrors<T>;
  choices: SettingsChoices;
  disabled?: boolean;
};

const messageOf = (error: unknown): string | undefined =>
  error && typeof error === "object" && "message" in error && typeof error.message === "string" ? error.message : undefined;

/** The fields of an organisation that its settings and its start have in common, the name excepted. */
export function SettingsFields<T extends SettingsValues & FieldValues>({ register, errors, choices, disabled }: Props<T>) {
  const field = (name: keyof SettingsValues) => ({ ...register(name as Path<T>), disabled });
  const error = (name: keyof SettingsValues) => messageOf(errors[name]);
  return (
    <>
      <Field label="Time zone" hint="Days begin and end in it, also those of the as-of date." error={error("timeZone")}>
        <Select {...field("timeZone")}>
          {choices.timeZones.map((zone) => (
            <option key={zone} value={zone}>
              {zone.replaceAll("_", " ")}
            </option>
          ))}
        </Select>
      </Field>
      <Field label="Currency" hint="Amounts without another currency are in it." error={error("currency")}>
        <Select {...field("currency")}>
          {choices.currencies.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </Select>
      </Field>
      <Field label="Fiscal year starts in" error={error("fiscalYearStart")}>
        <Select {...register("fiscalYearStart" as Path<T>, { valueAsNumber: true, disabled })}>
          {MONTHS.map((month, index) => (
            <option key={month} value={index + 1}>
              {month}
            </option>
          ))}
        </Select>
      </Field>
      <Field label="Dates and numbers" hint="How they are written." error={error("locale")}>
        <Select {...field("locale")}>
          {choices.locales.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </Select>
      </Field>
    </>
  );
}

const SAMPLE_AMOUNT = 123_456_789; // minor units, long enough to show every separator

/** The chosen locale, currency and zone at work, while they are being chosen. */
export function SettingsExample({ control, day }: { control: Control<SettingsValues>; day: string }) {
  const { locale, currency } = useWatch({ control }) as SettingsValues;
  return (
    <p aria-live="polite" className="text-ink-2 text-note">
      Written as {formatDate(day, "day", { locale })} and {formatMoney(SAMPLE_AMOUNT, currency, { locale, exact: true })}.
    </p>
  );
}

export function NameField({ label, error, ...input }: { label: string; error?: string } & React.ComponentProps<"input">) {
  return (
    <Field label={label} error={error}>
      <Input {...input} autoComplete="organization" />
    </Field>
  );
}
