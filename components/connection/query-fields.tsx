"use client";

import { useFieldArray } from "react-hook-form";
import type { PartProps } from "@/components/connection/form-parts";
import { SeriesBrowser } from "@/components/connection/series-browser";
import { Button } from "@/components/ui/button";
import { Field, Input, Textarea } from "@/components/ui/field";
import { MOST_QUERIES } from "@/domain/connection/prometheus";

/** What is followed: one query a measure, found by searching or typed. */
export function QueryFields({ org, connectionId, values, form, errors }: PartProps) {
  const { fields, append, remove } = useFieldArray({ control: form.control, name: "queries" });
  const isFull = fields.length >= MOST_QUERIES;
  return (
    <fieldset className="grid gap-3 border-rule border-t pt-2.5">
      <legend className="sr-only">Measures</legend>
      <p className="font-medium text-table">What is followed</p>
      <p className="text-ink-2 text-note">
        Each query becomes a measure; each result of it, told apart by its labels, a series of a model.
      </p>
      {fields.map((field, at) => {
        const fault = errors.queries?.[at];
        return (
          <div key={field.id} className="grid gap-2 rounded-control border border-rule p-2.5">
            <div className="grid gap-2 wide:grid-cols-[minmax(0,1fr)_110px_auto]">
              <Field label={`Measure ${at + 1}`} error={fault?.measure?.message}>
                <Input {...form.register(`queries.${at}.measure`)} autoComplete="off" spellCheck={false} />
              </Field>
              <Field label="Unit" error={fault?.unit?.message} optional>
                <Input {...form.register(`queries.${at}.unit`)} autoComplete="off" />
              </Field>
              <Button
                tone="quiet"
                className="self-end"
                aria-label={`Leave out measure ${at + 1}`}
                onClick={() => remove(at)}
              >
                Leave out
              </Button>
            </div>
            <Field label={`Query ${at + 1}`} error={fault?.query?.message}>
              <Textarea
                {...form.register(`queries.${at}.query`)}
                rows={2}
                spellCheck={false}
                className="font-mono text-table!"
              />
            </Field>
          </div>
        );
      })}
      {errors.queries?.message ? (
        <p role="alert" className="font-medium text-bad text-note">
          {errors.queries.message}
        </p>
      ) : null}
      <div>
        <Button disabled={isFull} onClick={() => append({ measure: "", query: "", unit: "" })}>
          Write a query
        </Button>
      </div>
      <SeriesBrowser
        org={org}
        connectionId={connectionId}
        values={values}
        isFull={isFull}
        onFollow={(query) => append(query, { shouldFocus: false })}
        onModelLabel={(label) => form.setValue("modelLabel", label, { shouldDirty: true })}
      />
    </fieldset>
  );
}
