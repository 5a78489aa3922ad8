"use client";

import type { Chosen } from "@/components/risk/assess/cell";
import { Field, Select } from "@/components/ui/field";
import type { MatrixDefinition, Step } from "@/domain/risk/matrix";

const Steps = ({ steps }: { steps: readonly Step[] }) =>
  steps.map(({ name }, index) => (
    <option key={name} value={index}>
      {index + 1} · {name}
    </option>
  ));

const indexIn = (text: string): number | null => (text === "" ? null : Number(text));

/** Likelihood, and the impact in each category of the organisation: the cell lies at the gravest of them. */
export function ImpactFields({
  matrix,
  categories,
  chosen,
  onChange,
}: {
  matrix: MatrixDefinition;
  categories: readonly { key: string; name: string }[];
  chosen: Chosen;
  onChange: (chosen: Chosen) => void;
}) {
  const setImpact = (key: string, value: number | null) => {
    const { [key]: _, ...others } = chosen.impacts;
    onChange({ ...chosen, impacts: value === null ? others : { ...others, [key]: value } });
  };
  return (
    <div className="grid grid-cols-2 gap-x-4 gap-y-3 wide:grid-cols-4">
      <Field label="Likelihood" required>
        <Select
          value={chosen.likelihood ?? ""}
          onChange={(event) => onChange({ ...chosen, likelihood: indexIn(event.target.value) })}
        >
          <option value="">Choose</option>
          <Steps steps={matrix.likelihoods} />
        </Select>
      </Field>
      {categories.map(({ key, name }) => (
        <Field key={key} label={name}>
          <Select value={chosen.impacts[key] ?? ""} onChange={(event) => setImpact(key, indexIn(event.target.value))}>
            <option value="">None</option>
            <Steps steps={matrix.impacts} />
          </Select>
        </Field>
      ))}
    </div>
  );
}
