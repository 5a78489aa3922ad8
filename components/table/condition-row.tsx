"use client";

import { useId } from "react";
import { ConditionValue } from "@/components/table/condition-value";
import { begun, withOperator } from "@/components/table/filter-edit";
import type { RegisterState } from "@/components/table/use-register";
import { Select } from "@/components/ui/field";
import { isFilterable } from "@/domain/table/column";
import { type Condition, conditionFault } from "@/domain/table/filter";
import { OPERATORS, operatorsOf, operatorWords } from "@/domain/table/operator";

/** One condition: the column, what is asked of it, and of which values. What is wrong with it stands below. */
export function ConditionRow({
  register,
  condition,
  onChange,
  onRemove,
}: {
  register: RegisterState;
  condition: Condition;
  onChange: (next: Condition) => void;
  onRemove: () => void;
}) {
  const faultId = useId();
  const { columns } = register;
  const column = columns.find(({ key }) => key === condition.column);
  const fault = conditionFault(condition, columns);
  const isBlank = condition.values.every((value) => value === "");
  const label = column?.label ?? "a field that is gone";
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out in one line with its neighbours
    <div
      role="group"
      aria-label={`Condition on ${label}`}
      aria-describedby={fault ? faultId : undefined}
      className="grid min-w-0 flex-1 gap-1"
    >
      <div className="flex flex-wrap items-start gap-1.5">
        <div className="w-[170px] max-wide:flex-1">
          <Select
            aria-label="Column"
            data-column-choice
            value={condition.column}
            onChange={(event) => {
              const next = columns.find(({ key }) => key === event.target.value);
              if (next) onChange(begun(next));
            }}
          >
            {column ? null : <option value={condition.column}>{label}</option>}
            {columns.filter(isFilterable).map((each) => (
              <option key={each.key} value={each.key}>
                {each.label}
              </option>
            ))}
          </Select>
        </div>
        {column ? (
          <>
            <div className="w-[150px] max-wide:flex-1">
              <Select
                aria-label={`What is asked of ${label}`}
                value={condition.op}
                onChange={(event) => {
                  const op = OPERATORS.find((each) => each === event.target.value);
                  if (op) onChange(withOperator(condition, op, column));
                }}
              >
                {operatorsOf(column).map((op) => (
                  <option key={op} value={op}>
                    {operatorWords(op, column.kind)}
                  </option>
                ))}
              </Select>
            </div>
            <ConditionValue
              register={register}
              column={column}
              condition={condition}
              invalid={fault !== null && !isBlank}
              onChange={(values) => onChange({ ...condition, values })}
            />
          </>
        ) : null}
        <button
          type="button"
          aria-label={`Remove the condition on ${label}`}
          onClick={onRemove}
          className="min-h-[44px] min-w-8 text-ink-2 hover:text-ink wide:min-h-[33px]"
        >
          ×
        </button>
      </div>
      {fault ? (
        <p id={faultId} className={isBlank ? "text-ink-2 text-note" : "font-medium text-bad text-note"}>
          {fault}
        </p>
      ) : null}
    </div>
  );
}
