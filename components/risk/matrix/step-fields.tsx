"use client";

import {
  type Axis,
  addStep,
  type MatrixDraft,
  mayGrow,
  mayShrink,
  removeStep,
  setStep,
} from "@/components/risk/matrix/draft";
import { faultAt } from "@/components/risk/matrix/draft-faults";
import { FaultLine, useFault } from "@/components/risk/matrix/fault-line";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/field";
import type { MatrixFault } from "@/domain/risk/matrix";

const AXES: Record<Axis, { name: string; one: string }> = {
  likelihoods: { name: "Likelihoods, rare to certain", one: "likelihood" },
  impacts: { name: "Impacts, slight to grave", one: "impact" },
};

type Props = {
  draft: MatrixDraft;
  faults: readonly MatrixFault[];
  onChange: (draft: MatrixDraft) => void;
  axis: Axis;
  /** What a band is counted in: "%" or a currency. */
  unit: string;
};

/** Names and bands of one axis; a band begins where the one before ends. */
export function StepFields({ draft, faults, onChange, axis, unit }: Props) {
  const { name, one } = AXES[axis];
  return (
    <fieldset className="min-w-0">
      <legend className="font-medium text-table">{name}</legend>
      <p className="text-ink-2 text-note">Give every step but the last where its band ends, in {unit}, or none.</p>
      <div className="mt-1.5 grid gap-1.5">
        {draft[axis].map((step, index) => (
          <StepRow
            key={step.key}
            draft={draft}
            axis={axis}
            index={index}
            unit={unit}
            fault={faultAt(faults, `${axis}.${index}`)}
            onChange={onChange}
          />
        ))}
      </div>
      <Button
        size="small"
        className="mt-2"
        disabled={!mayGrow(draft, axis)}
        onClick={() => onChange(addStep(draft, axis))}
      >
        Add {one === "impact" ? "an impact" : "a likelihood"}
      </Button>
    </fieldset>
  );
}

function StepRow({
  draft,
  axis,
  index,
  unit,
  fault,
  onChange,
}: Omit<Props, "faults"> & { index: number; fault: string | undefined }) {
  const wiring = useFault(fault);
  const step = draft[axis][index];
  if (!step) return null;
  const isLast = index === draft[axis].length - 1;
  const label = `${AXES[axis].one === "impact" ? "Impact" : "Likelihood"} ${index + 1}`;
  return (
    <div>
      <div className="grid grid-cols-[minmax(0,1fr)_96px_auto] items-center gap-2">
        <Input
          {...wiring.control}
          aria-label={`${label}, name`}
          maxLength={60}
          value={step.name}
          onChange={(event) => onChange(setStep(draft, axis, index, { name: event.target.value }))}
        />
        {isLast ? (
          <span className="text-ink-2 text-note">and over</span>
        ) : (
          <Input
            {...wiring.control}
            aria-label={`${label}, ends at, ${unit}`}
            placeholder={`to, ${unit}`}
            autoComplete="off"
            value={step.upTo}
            onChange={(event) => onChange(setStep(draft, axis, index, { upTo: event.target.value }))}
          />
        )}
        <Button
          size="small"
          tone="quiet"
          aria-label={`Remove ${label.toLowerCase()}`}
          disabled={!mayShrink(draft, axis)}
          onClick={() => onChange(removeStep(draft, axis, index))}
        >
          Remove
        </Button>
      </div>
      <FaultLine id={wiring.id} fault={fault} />
    </div>
  );
}
