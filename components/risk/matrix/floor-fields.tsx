"use client";

import { addFloor, type DraftFloor, type MatrixDraft, removeFloor, setFloor } from "@/components/risk/matrix/draft";
import { faultAt } from "@/components/risk/matrix/draft-faults";
import { FaultLine, useFault } from "@/components/risk/matrix/fault-line";
import { Button } from "@/components/ui/button";
import { Select } from "@/components/ui/field";
import type { MatrixFault } from "@/domain/risk/matrix";
import { SEVERITIES, SEVERITY_LABELS, type Severity } from "@/domain/risk/severity";

type Props = {
  draft: MatrixDraft;
  faults: readonly MatrixFault[];
  onChange: (draft: MatrixDraft) => void;
  categories: readonly { key: string; name: string }[];
};

/** Impacts in a category from which a risk is never milder than a class. */
export function FloorFields({ draft, faults, onChange, categories }: Props) {
  const first = categories[0]?.key;
  return (
    <fieldset className="min-w-0">
      <legend className="font-medium text-table">Floors</legend>
      <p className="text-ink-2 text-note">From an impact on, a category is never milder than a class.</p>
      <div className="mt-1.5 grid gap-1.5">
        {draft.floors.map((floor, index) => (
          <FloorRow
            key={floor.key}
            floor={floor}
            draft={draft}
            index={index}
            categories={categories}
            fault={faultAt(faults, `floors.${index}`)}
            onChange={onChange}
          />
        ))}
      </div>
      {first === undefined ? null : (
        <Button size="small" className="mt-2" onClick={() => onChange(addFloor(draft, first))}>
          Add a floor
        </Button>
      )}
    </fieldset>
  );
}

function FloorRow({
  floor,
  draft,
  index,
  categories,
  fault,
  onChange,
}: Omit<Props, "faults"> & { floor: DraftFloor; index: number; fault: string | undefined }) {
  const wiring = useFault(fault);
  const set = (patch: Partial<DraftFloor>) => onChange(setFloor(draft, index, patch));
  return (
    <div>
      <div className="grid grid-cols-2 items-center gap-2 wide:grid-cols-[minmax(0,1fr)_minmax(0,1fr)_96px_auto]">
        <Select
          {...wiring.control}
          aria-label={`Floor ${index + 1}, category`}
          value={floor.category}
          onChange={(event) => set({ category: event.target.value })}
        >
          {categories.some(({ key }) => key === floor.category) ? null : (
            <option value={floor.category}>{floor.category}</option>
          )}
          {categories.map(({ key, name }) => (
            <option key={key} value={key}>
              {name}
            </option>
          ))}
        </Select>
        <Select
          {...wiring.control}
          aria-label={`Floor ${index + 1}, from impact`}
          value={floor.impact}
          onChange={(event) => set({ impact: Number(event.target.value) })}
        >
          {draft.impacts.map(({ key, name }, impact) => (
            <option key={key} value={impact}>
              {name || `step ${impact + 1}`}
            </option>
          ))}
        </Select>
        <Select
          {...wiring.control}
          aria-label={`Floor ${index + 1}, at least`}
          value={floor.severity}
          onChange={(event) => set({ severity: event.target.value as Severity })}
        >
          {SEVERITIES.map((severity) => (
            <option key={severity} value={severity}>
              {SEVERITY_LABELS[severity]}
            </option>
          ))}
        </Select>
        <Button
          size="small"
          tone="quiet"
          aria-label={`Remove floor ${index + 1}`}
          onClick={() => onChange(removeFloor(draft, index))}
        >
          Remove
        </Button>
      </div>
      <FaultLine id={wiring.id} fault={fault} />
    </div>
  );
}
