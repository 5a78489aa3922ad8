"use client";

import type { Control, FieldErrors } from "react-hook-form";
import { Controller } from "react-hook-form";
import type { Draft } from "@/components/initiative/form/draft";
import type { FormChoices } from "@/components/initiative/shape";
import { Field, Input, Select } from "@/components/ui/field";
import { customValueFault } from "@/domain/initiative/custom-value";

/** A control for each field of the organisation, by its kind. */
export function CustomInputs({
  control,
  fields,
  errors,
}: {
  control: Control<Draft, unknown, Draft>;
  fields: FormChoices["fields"];
  errors: FieldErrors<Draft>["custom"];
}) {
  return (
    <div className="grid gap-4 wide:grid-cols-2">
      {fields.map((field) => (
        <Controller
          key={field.id}
          control={control}
          name={`custom.${field.id}`}
          defaultValue=""
          render={({ field: { value, ...rest } }) => (
            <Field
              label={field.label}
              optional
              error={customValueFault(field, value ?? "") ?? errors?.[field.id]?.message}
            >
              {field.kind === "choice" ? (
                <Select {...rest} value={value ?? ""}>
                  <option value="">Not stated</option>
                  {field.choices.map((choice) => (
                    <option key={choice} value={choice}>
                      {choice}
                    </option>
                  ))}
                </Select>
              ) : (
                <Input
                  {...rest}
                  value={value ?? ""}
                  type={field.kind === "date" ? "date" : "text"}
                  inputMode={field.kind === "number" ? "decimal" : undefined}
                />
              )}
            </Field>
          )}
        />
      ))}
    </div>
  );
}
