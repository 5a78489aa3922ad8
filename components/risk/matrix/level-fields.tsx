"use client";

import { addLevel, type MatrixDraft, removeLevel, setLevel, swapLevels } from "@/components/risk/matrix/draft";
import { faultAt } from "@/components/risk/matrix/draft-faults";
import { FaultLine, useFault } from "@/components/risk/matrix/fault-line";
import { Button } from "@/components/ui/button";
import { Input, Select } from "@/components/ui/field";
import type { MatrixFault } from "@/domain/risk/matrix";
import { SEVERITIES, SEVERITY_LABELS, type Severity } from "@/domain/risk/severity";

type Props = { draft: MatrixDraft; faults: readonly MatrixFault[]; onChange: (draft: MatrixDraft) => void };

/** Levels, mild to grave, each with the class that rules speak of. */
export function LevelFields({ draft, faults, onChange }: Props) {
  return (
    <fieldset className="min-w-0">
      <legend className="font-medium text-table">Levels, mild to grave</legend>
      <p className="text-ink-2 text-note">People speak of the name, rules of the class.</p>
      <div className="mt-1.5 grid gap-1.5">
        {draft.levels.map((level, index) => (
          <LevelRow
            key={level.key}
            draft={draft}
            index={index}
            fault={faultAt(faults, `levels.${index}`)}
            onChange={onChange}
          />
        ))}
      </div>
      <Button size="small" className="mt-2" onClick={() => onChange(addLevel(draft))}>
        Add a level
      </Button>
    </fieldset>
  );
}

function LevelRow({
  draft,
  index,
  fault,
  onChange,
}: Omit<Props, "faults"> & { index: number; fault: string | undefined }) {
  const wiring = useFault(fault);
  const level = draft.levels[index];
  if (!level) return null;
  return (
    <div>
      <div className="grid grid-cols-[minmax(0,1fr)_96px_auto] items-center gap-x-2 gap-y-1">
        <Input
          {...wiring.control}
          aria-label={`Level ${index + 1}, name`}
          maxLength={60}
          value={level.name}
          onChange={(event) => onChange(setLevel(draft, index, { name: event.target.value }))}
        />
        <Select
          {...wiring.control}
          aria-label={`Level ${index + 1}, class`}
          value={level.severity}
          onChange={(event) => onChange(setLevel(draft, index, { severity: event.target.value as Severity }))}
        >
          {SEVERITIES.map((severity) => (
            <option key={severity} value={severity}>
              {SEVERITY_LABELS[severity]}
            </option>
          ))}
        </Select>
        <span className="flex">
          <Button
            size="small"
            tone="quiet"
            aria-label={`Make level ${index + 1} graver`}
            title="One place graver"
            disabled={index === draft.levels.length - 1}
            onClick={() => onChange(swapLevels(draft, index))}
          >
            ↓
          </Button>
          <Button
            size="small"
            tone="quiet"
            aria-label={`Remove level ${index + 1}`}
            disabled={draft.levels.length < 2}
            onClick={() => onChange(removeLevel(draft, index))}
          >
            Remove
          </Button>
        </span>
      </div>
      <FaultLine id={wiring.id} fault={fault} />
    </div>
  );
}
