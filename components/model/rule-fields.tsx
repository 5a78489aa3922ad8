"use client";

import type { UseFormRegister } from "react-hook-form";
import { DIRECTION_LABELS, RULE_LABELS, type RuleValues, WINDOWS } from "@/components/model/rule-values";
import type { MeasureData } from "@/components/model/shape";
import { Checkbox } from "@/components/ui/checkbox";
import { Field, Input, Select, Textarea } from "@/components/ui/field";

type Props = {
  measures: readonly MeasureData[];
  register: UseFormRegister<RuleValues>;
  faults: Partial<Record<keyof RuleValues, string>>;
  isNew: boolean;
  onMeasure: (id: string) => void;
  /** The window the form began with, which may be one the list does not offer. */
  windowSeconds: number;
};

/** Limits, counts and the window of a rule. */
export function RuleFields({ measures, register, faults, isNew, windowSeconds, onMeasure }: Props) {
  const windows = WINDOWS.some(({ seconds }) => seconds === windowSeconds)
    ? WINDOWS
    : [...WINDOWS, { seconds: windowSeconds, label: `${windowSeconds} seconds` }];
  const number = { inputMode: "decimal", autoComplete: "off" } as const;
  const whole = { inputMode: "numeric", autoComplete: "off" } as const;
  const count = { type: "number", min: 1, max: 1000, step: 1 } as const;
  return (
    <div className="grid gap-4 wide:grid-cols-6">
      {isNew ? (
        <Field label="Measure" className="wide:col-span-3" error={faults.seriesId}>
          <Select {...register("seriesId", { onChange: (event) => onMeasure(event.target.value) })}>
            <MeasureOptions measures={measures} />
          </Select>
        </Field>
      ) : null}
      <Field label={RULE_LABELS.direction} className="wide:col-span-3" error={faults.direction}>
        <Select {...register("direction")}>
          <option value="low">{DIRECTION_LABELS.low}</option>
          <option value="high">{DIRECTION_LABELS.high}</option>
        </Select>
      </Field>
      <Field label={RULE_LABELS.warning} className="wide:col-span-3" error={faults.warning} optional>
        <Input {...register("warning")} {...number} />
      </Field>
      <Field label={RULE_LABELS.critical} className="wide:col-span-3" error={faults.critical} optional>
        <Input {...register("critical")} {...number} />
      </Field>
      <Field label={RULE_LABELS.windowSeconds} className="wide:col-span-3" error={faults.windowSeconds}>
        <Select {...register("windowSeconds")}>
          {windows.map(({ seconds, label }) => (
            <option key={seconds} value={seconds}>
              {label}
            </option>
          ))}
        </Select>
      </Field>
      <Field label={RULE_LABELS.breaches} hint="windows" className="wide:col-span-1" error={faults.breaches}>
        <Input {...register("breaches")} {...count} />
      </Field>
      <Field label={RULE_LABELS.clears} hint="windows" className="wide:col-span-1" error={faults.clears}>
        <Input {...register("clears")} {...count} />
      </Field>
      <Field label={RULE_LABELS.noDataAfter} hint="windows" className="wide:col-span-1" error={faults.noDataAfter}>
        <Input {...register("noDataAfter")} {...count} />
      </Field>
      <Field
        label={RULE_LABELS.minimumCases}
        className="wide:col-span-2"
        hint="A window with fewer says too little: it counts as one without data."
        error={faults.minimumCases}
        optional
      >
        <Input {...register("minimumCases")} {...whole} />
      </Field>
      <Field
        label={RULE_LABELS.casesSeriesId}
        className="wide:col-span-2"
        hint="The measure whose newest value in a window is its number of cases."
        error={faults.casesSeriesId}
      >
        <Select {...register("casesSeriesId")}>
          <option value="">No measure</option>
          <MeasureOptions measures={measures} />
        </Select>
      </Field>
      <Field
        label={RULE_LABELS.labelDelayDays}
        className="wide:col-span-2"
        hint="Days until it is known what was right. Younger windows are not judged, and not missed either."
        error={faults.labelDelayDays}
        optional
      >
        <Input {...register("labelDelayDays")} {...whole} />
      </Field>
      <Field
        label={RULE_LABELS.note}
        className="wide:col-span-6"
        hint="Why these limits: who approved them."
        error={faults.note}
        optional
      >
        <Textarea {...register("note")} rows={2} />
      </Field>
      {isNew ? null : (
        <Checkbox {...register("active")} className="wide:col-span-6">
          The rule is active; a disabled one stays in the record and closes its alert
        </Checkbox>
      )}
    </div>
  );
}

const MeasureOptions = ({ measures }: Pick<Props, "measures">) =>
  measures.map(({ id, label, unit }) => (
    <option key={id} value={id}>
      {unit ? `${label}, ${unit}` : label}
    </option>
  ));
