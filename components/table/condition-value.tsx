"use client";

import { FacetPanel } from "@/components/table/facet-panel";
import { isFaceted } from "@/components/table/faceted";
import { useNames } from "@/components/table/names";
import type { RegisterState } from "@/components/table/use-register";
import { Input, Select } from "@/components/ui/field";
import { Popover } from "@/components/ui/popover";
import type { RegisterColumn } from "@/domain/table/column";
import type { Condition } from "@/domain/table/filter";
import { valueWords } from "@/domain/table/filter-sentence";
import { UNITS, valuesOf } from "@/domain/table/operator";

type Props = {
  register: RegisterState;
  column: RegisterColumn;
  condition: Condition;
  invalid: boolean;
  onChange: (values: string[]) => void;
};

const PICKED =
  "h-[44px] max-w-[260px] truncate rounded-control border border-line bg-sheet px-2.5 text-left text-body wide:h-[33px]";

/** The values of a condition, asked for in the way of its column and operator. */
export function ConditionValue(props: Props) {
  const { column, condition, invalid, onChange } = props;
  const { op, values } = condition;
  const { most } = valuesOf(op);
  const label = (what: string) => `${column.label}: ${what}`;
  if (most === 0) return null;
  if (op === "last" || op === "next" || op === "this") {
    const unit = op === "this" ? values[0] : values[1];
    const count = values[0] ?? "";
    return (
      <>
        {op === "this" ? null : (
          <Input
            aria-label={label("how many")}
            aria-invalid={invalid || undefined}
            inputMode="numeric"
            className="w-[72px]!"
            value={count}
            onChange={(event) => onChange([event.target.value.trim(), unit ?? "day"])}
          />
        )}
        <div className="w-[120px]">
          <Select
            aria-label={label("days, weeks or months")}
            value={unit}
            onChange={(event) => onChange(op === "this" ? [event.target.value] : [count, event.target.value])}
          >
            {UNITS.map((each) => (
              <option key={each} value={each}>
                {op === "this" || count === "1" ? each : `${each}s`}
              </option>
            ))}
          </Select>
        </div>
      </>
    );
  }
  if (column.kind === "boolean") {
    return (
      <div className="w-[90px]">
        <Select aria-label={label("value")} value={values[0]} onChange={(event) => onChange([event.target.value])}>
          <option value="yes">yes</option>
          <option value="no">no</option>
        </Select>
      </div>
    );
  }
  if ((op === "is" || op === "is-not") && isFaceted(column)) return <Picked {...props} />;
  const type = column.kind === "date" || column.kind === "instant" ? "date" : "text";
  const written = (index: number, what: string) => (
    <Input
      key={index}
      type={type}
      inputMode={column.kind === "number" ? "decimal" : undefined}
      aria-label={label(what)}
      aria-invalid={invalid || undefined}
      className={type === "date" ? "w-[150px]!" : "w-[180px]!"}
      value={values[index] ?? ""}
      onChange={(event) => {
        const text = type === "date" || column.kind === "number" ? event.target.value.trim() : event.target.value;
        const next = most === 2 ? [values[0] ?? "", values[1] ?? ""] : [...values];
        next[index] = text;
        onChange(next.filter((value, place) => value !== "" || (most === 2 && place < 2)));
      }}
    />
  );
  if (op !== "between")
    return values.length > 1
      ? values.map((_value, index) => written(index, `value ${index + 1}`))
      : written(0, "value");
  return (
    <>
      {written(0, "from")}
      <span className="self-center text-ink-2 text-note">and</span>
      {written(1, "to")}
    </>
  );
}

function Picked({ register, column, condition, onChange }: Props) {
  const nameOf = useNames(register);
  const words = condition.values.map((value) => valueWords(column, value, nameOf)).join(", ");
  return (
    <Popover
      label={`${column.label}: choose values`}
      triggerClass={PICKED}
      trigger={<span>{words || <span className="text-ink-3">choose …</span>}</span>}
    >
      {() => <FacetPanel register={register} column={column} values={condition.values} onChange={onChange} />}
    </Popover>
  );
}
