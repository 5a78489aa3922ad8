"use client";

import type { FieldErrors } from "react-hook-form";
import type { PartProps } from "@/components/connection/form-parts";
import type { ConnectionValues } from "@/components/connection/form-values";
import { KindChoice } from "@/components/connection/kind-choice";
import { LabelFields, MlflowFields } from "@/components/connection/label-fields";
import { PrometheusFields } from "@/components/connection/prometheus-fields";
import { QueryFields } from "@/components/connection/query-fields";
import { SignInFields } from "@/components/connection/sign-in-fields";
import { Field, Input } from "@/components/ui/field";
import { CATALOGUE } from "@/domain/connection/catalogue";

type Props = PartProps & {
  /** A stored sign-in that is kept when nothing is typed. */
  keeps: boolean;
};

/** Where the figures are and how to get in: everything a test tries. */
export function TargetFields({ keeps, ...part }: Props) {
  const { values, form, errors } = part;
  const { platform, address, example } = CATALOGUE[values.kind];
  return (
    <>
      <KindChoice register={form.register} setValue={form.setValue} />
      <Field label="Address" hint={address} error={errors.url?.message} required>
        <Input {...form.register("url")} inputMode="url" placeholder={example} autoComplete="off" spellCheck={false} />
      </Field>
      <SignInFields values={values} form={form} errors={errors} keeps={keeps} />
      {platform === "prometheus" ? <QueryFields {...part} /> : null}
      <details className="border-rule border-t pt-2.5" open={hasConfigError(errors) || undefined}>
        <summary className="min-h-6 font-medium text-table">How its values are read</summary>
        <div className="mt-3 grid gap-4 wide:grid-cols-2">
          {platform === "openmetrics" ? (
            <Field
              label="Names begin with"
              hint="Only these are read; the start is dropped."
              error={errors.prefix?.message}
              optional
            >
              <Input {...form.register("prefix")} placeholder="model_" />
            </Field>
          ) : null}
          {platform === "mlflow" ? (
            <MlflowFields form={form} errors={errors} />
          ) : (
            <LabelFields form={form} errors={errors} window={platform === "openmetrics"} />
          )}
          {platform === "prometheus" ? <PrometheusFields values={values} form={form} errors={errors} /> : null}
        </div>
      </details>
    </>
  );
}

const CONFIG = [
  ...(["prefix", "modelLabel", "versionLabel", "windowLabel", "model", "models", "experiments", "modelTag"] as const),
  ...(["dropLabels", "stepSeconds", "historyDays", "lateMinutes", "tenant", "headers"] as const),
];
const hasConfigError = (errors: FieldErrors<ConnectionValues>): boolean => CONFIG.some((name) => errors[name]);
