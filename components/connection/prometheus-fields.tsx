import type { PartProps } from "@/components/connection/form-parts";
import { Checkbox } from "@/components/ui/checkbox";
import { Field, Input, Select, Textarea } from "@/components/ui/field";
import { intervalWords } from "@/domain/connection/sentence";
import { sentenceCase } from "@/domain/shared/sentence";

const STEPS = [15, 60, 300, 900, 3600, 21_600, 86_400];

/** How a server is asked beside its queries: how often it evaluates them, whose data, what of it counts. */
export function PrometheusFields({
  values,
  form: { register },
  errors,
}: Pick<PartProps, "values" | "form" | "errors">) {
  const step = Number(values.stepSeconds);
  const steps = STEPS.includes(step) ? STEPS : [...STEPS, step].sort((a, b) => a - b);
  return (
    <>
      <Field label="One point" hint="How often the queries are evaluated." error={errors.stepSeconds?.message}>
        <Select {...register("stepSeconds")}>
          {steps.map((each) => (
            <option key={each} value={each}>
              {sentenceCase(intervalWords(each))}
            </option>
          ))}
        </Select>
      </Field>
      <Field
        label="Days of the past"
        hint="Read by the first poll; more by a backfill."
        error={errors.historyDays?.message}
      >
        <Input {...register("historyDays")} inputMode="numeric" />
      </Field>
      <Field
        label="Late by minutes"
        hint="Values written so much later are still found."
        error={errors.lateMinutes?.message}
      >
        <Input {...register("lateMinutes")} inputMode="numeric" />
      </Field>
      <Field
        label="Labels left out"
        hint="They tell where a value was scraped, not what it measures."
        error={errors.dropLabels?.message}
        optional
      >
        <Input {...register("dropLabels")} />
      </Field>
      <Field label="Tenant" hint="Sent as X-Scope-OrgID." error={errors.tenant?.message} optional>
        <Input {...register("tenant")} autoComplete="off" />
      </Field>
      <Field
        label="Other headers"
        hint="One a line, as Name: value. Secrets belong under Sign-in."
        error={errors.headers?.message}
        optional
      >
        <Textarea {...register("headers")} rows={2} spellCheck={false} />
      </Field>
      {values.kind === "thanos" ? (
        <Checkbox {...register("dedup")} className="self-end pb-1.5">
          One value of several replicas
        </Checkbox>
      ) : null}
      {values.kind === "thanos" || values.kind === "victoriametrics" ? (
        <Checkbox {...register("acceptPartial")} className="self-end pb-1.5">
          Accept values while a part of its stores is away (they may be too low)
        </Checkbox>
      ) : null}
    </>
  );
}
