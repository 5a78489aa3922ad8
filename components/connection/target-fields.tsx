"use client";

import type { FieldErrors, UseFormRegister } from "react-hook-form";
import type { ConnectionValues } from "@/components/connection/form-values";
import { Checkbox } from "@/components/ui/checkbox";
import { Field, Input, Select } from "@/components/ui/field";
import { type AuthKind, PLATFORM_LABELS, PLATFORMS, type Platform } from "@/domain/connection/choice";

const HELP: Record<Platform, { address: string; example: string; what: string }> = {
  openmetrics: {
    what: "Reads the page of metrics a model server shows: each value that names a model becomes a measure of it.",
    address: "The page itself, as a browser would open it.",
    example: "https://models.example.org/metrics",
  },
  mlflow: {
    what: "Reads registered models with their versions and aliases, and the metric history of their runs.",
    address: "Where the tracking server answers, without /api.",
    example: "https://mlflow.example.org",
  },
  prometheus: {
    what: "Asks Prometheus, Mimir, Thanos or VictoriaMetrics, query by query; each result that names a model becomes a measure of it.",
    address: "Where the server answers, without /api/v1.",
    example: "https://prometheus.example.org",
  },
};

const AUTH_LABELS: Record<AuthKind, string> = {
  none: "None",
  basic: "User name and password",
  bearer: "Bearer token",
  headers: "Headers of its own",
};

type Props = {
  values: ConnectionValues;
  register: UseFormRegister<ConnectionValues>;
  errors: FieldErrors<ConnectionValues>;
  /** A stored sign-in that is kept when nothing is typed. */
  keeps: boolean;
};

/** Where the figures are and how to get in: everything a test tries. */
export function TargetFields({ values, register, errors, keeps }: Props) {
  const help = HELP[values.platform];
  const secretHint = keeps
    ? "Stored. Leave it empty to keep it; it is never shown again."
    : "Sealed before it is stored, and never shown again.";
  return (
    <>
      <fieldset>
        <legend className="font-medium text-table">Platform</legend>
        <div className="mt-1 grid gap-2 wide:grid-cols-2">
          {PLATFORMS.map((platform) => (
            <label
              key={platform}
              className="flex items-start gap-2 rounded-control border border-rule p-2.5 text-table has-checked:border-ink has-checked:bg-wash"
            >
              <input type="radio" value={platform} {...register("platform")} className="mt-[3px] accent-ink" />
              <span className="min-w-0">
                <span className="block font-medium">{PLATFORM_LABELS[platform]}</span>
                <span className="block text-ink-2 text-note">{HELP[platform].what}</span>
              </span>
            </label>
          ))}
        </div>
      </fieldset>
      <Field label="Address" hint={help.address} error={errors.url?.message} required>
        <Input {...register("url")} inputMode="url" placeholder={help.example} autoComplete="off" spellCheck={false} />
      </Field>
      <Field label="Sign-in" error={errors.auth?.message}>
        <Select {...register("auth")}>
          {(Object.keys(AUTH_LABELS) as AuthKind[]).map((auth) => (
            <option key={auth} value={auth}>
              {AUTH_LABELS[auth]}
            </option>
          ))}
        </Select>
      </Field>
      {values.auth === "basic" ? (
        <div className="grid gap-4 wide:grid-cols-2">
          <Field
            label="User name"
            hint={keeps ? "Stored with the password." : undefined}
            error={errors.username?.message}
          >
            <Input {...register("username")} autoComplete="off" />
          </Field>
          <Field label="Password" hint={secretHint} error={errors.password?.message}>
            <Input {...register("password")} type="password" autoComplete="new-password" />
          </Field>
        </div>
      ) : null}
      {values.auth === "bearer" ? (
        <Field label="Token" hint={secretHint} error={errors.token?.message}>
          <Input {...register("token")} type="password" autoComplete="new-password" />
        </Field>
      ) : null}
      <details className="border-rule border-t pt-2.5" open={hasConfigError(errors) || undefined}>
        <summary className="min-h-6 font-medium text-table">How its values are read</summary>
        <div className="mt-3 grid gap-4 wide:grid-cols-2">
          {values.platform === "openmetrics" ? (
            <>
              <Field
                label="Names begin with"
                hint="Only these are read; the start is dropped."
                error={errors.prefix?.message}
                optional
              >
                <Input {...register("prefix")} placeholder="model_" />
              </Field>
              <Field label="Label of the model" error={errors.modelLabel?.message}>
                <Input {...register("modelLabel")} />
              </Field>
              <Field label="Label of the version" error={errors.versionLabel?.message}>
                <Input {...register("versionLabel")} />
              </Field>
              <Field label="Label of the window" error={errors.windowLabel?.message}>
                <Input {...register("windowLabel")} />
              </Field>
              <Field
                label="Model of values without that label"
                hint="Empty: they are left out."
                error={errors.model?.message}
                optional
              >
                <Input {...register("model")} />
              </Field>
              <Checkbox {...register("splitByVersion")} className="self-end pb-1.5">
                Keep versions apart as measures of their own
              </Checkbox>
            </>
          ) : (
            <>
              <Field
                label="Registered models"
                hint="Names, separated by commas. Empty: all."
                error={errors.models?.message}
                optional
              >
                <Input {...register("models")} />
              </Field>
              <Field
                label="Monitoring experiments"
                hint="Ids of experiments whose runs carry later figures."
                error={errors.experiments?.message}
                optional
              >
                <Input {...register("experiments")} />
              </Field>
              <Field
                label="Tag that names the model"
                hint="On runs of those experiments."
                error={errors.modelTag?.message}
              >
                <Input {...register("modelTag")} />
              </Field>
            </>
          )}
        </div>
      </details>
    </>
  );
}

const CONFIG = [
  "prefix",
  "modelLabel",
  "versionLabel",
  "windowLabel",
  "model",
  "models",
  "experiments",
  "modelTag",
] as const;
const hasConfigError = (errors: FieldErrors<ConnectionValues>): boolean => CONFIG.some((name) => errors[name]);
