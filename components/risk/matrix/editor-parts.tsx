"use client";

import { type Axis, type MatrixDraft, resized, withNewLevel, withoutLevel } from "@/components/risk/matrix/draft";
import { Button } from "@/components/ui/button";
import { Input, Select } from "@/components/ui/field";
import { SEVERITIES, SEVERITY_LABELS, type Severity } from "@/domain/risk/severity";

type Props = { draft: MatrixDraft; onChange: (draft: MatrixDraft) => void };

const AXES: Record<Axis, { name: string; one: string; ends: string }> = {
  likelihoods: { name: "Likelihoods, rare to certain", one: "Likelihood", ends: "ends at, %" },
  impacts: { name: "Impacts, slight to grave", one: "Impact", ends: "ends at" },
};

/** Names and bands of one axis. */
export function AxisFields({ draft, onChange, axis, unit }: Props & { axis: Axis; unit?: string }) {
  const { name, one, ends } = AXES[axis];
  const set = (index: number, patch: { name?: string; ends?: string }) =>
    onChange({ ...draft, [axis]: draft[axis].map((step, at) => (at === index ? { ...step, ...patch } : step)) });
  return (
    <fieldset>
      <legend className="font-medium text-table">{name}</legend>
      <p className="text-ink-2 text-note">Give every band an end, the last one apart, or none.</p>
      <div className="mt-1 grid gap-1.5">
        {draft[axis].map((step, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a step has no identity but its place
          <div key={index} className="grid grid-cols-[minmax(0,1fr)_110px] gap-2">
            <Input
              aria-label={`${one} ${index + 1}, name`}
              value={step.name}
              onChange={(event) => set(index, { name: event.target.value })}
            />
            <Input
              aria-label={`${one} ${index + 1}, ${ends}${unit ? ` ${unit}` : ""}`}
              placeholder={index === draft[axis].length - 1 ? "no end" : ends}
              value={step.ends}
              onChange={(event) => set(index, { ends: event.target.value })}
            />
          </div>
        ))}
      </div>
      <span className="mt-2 flex gap-2">
        <Button size="small" onClick={() => onChange(resized(draft, axis, 1))}>
          One more
        </Button>
        <Button size="small" onClick={() => onChange(resized(draft, axis, -1))}>
          One fewer
        </Button>
      </span>
    </fieldset>
  );
}

const Severities = () =>
  SEVERITIES.map((severity) => (
    <option key={severity} value={severity}>
      {SEVERITY_LABELS[severity]}
    </option>
  ));

/** Levels, mild to grave, each with the class that rules speak of. */
export function LevelFields({ draft, onChange }: Props) {
  const set = (index: number, patch: { name?: string; severity?: Severity }) =>
    onChange({ ...draft, levels: draft.levels.map((level, at) => (at === index ? { ...level, ...patch } : level)) });
  return (
    <fieldset>
      <legend className="font-medium text-table">Levels, mild to grave</legend>
      <p className="text-ink-2 text-note">Rules speak of the class, people of the name.</p>
      <div className="mt-1 grid gap-1.5">
        {draft.levels.map((level, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a level has no identity but its place
          <div key={index} className="grid grid-cols-[16px_minmax(0,1fr)_110px_auto] items-center gap-2">
            <span className="text-ink-2 text-note">{index + 1}</span>
            <Input
              aria-label={`Level ${index + 1}, name`}
              value={level.name}
              onChange={(event) => set(index, { name: event.target.value })}
            />
            <Select
              aria-label={`Level ${index + 1}, class`}
              value={level.severity}
              onChange={(event) => set(index, { severity: event.target.value as Severity })}
            >
              <Severities />
            </Select>
            <Button
              size="small"
              tone="quiet"
              aria-label={`Remove level ${index + 1}`}
              disabled={draft.levels.length < 2}
              onClick={() => onChange(withoutLevel(draft, index))}
            >
              Remove
            </Button>
          </div>
        ))}
      </div>
      <Button
        size="small"
        className="mt-2"
        onClick={() => onChange(withNewLevel(draft, draft.levels.at(-1)?.severity ?? "red"))}
      >
        Add a level
      </Button>
    </fieldset>
  );
}

/** Impacts in a category from which a risk is never milder than a class. */
export function FloorFields({
  draft,
  onChange,
  categories,
}: Props & { categories: readonly { key: string; name: string }[] }) {
  const { floors, impacts } = draft;
  const set = (index: number, patch: Partial<(typeof floors)[number]>) =>
    onChange({ ...draft, floors: floors.map((floor, at) => (at === index ? { ...floor, ...patch } : floor)) });
  return (
    <fieldset>
      <legend className="font-medium text-table">Floors</legend>
      <p className="text-ink-2 text-note">From an impact on, a category is never milder than a class.</p>
      <div className="mt-1 grid gap-1.5">
        {floors.map((floor, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a floor has no identity but its place
          <div key={index} className="grid grid-cols-[minmax(0,1fr)_minmax(0,1fr)_110px_auto] gap-2">
            <Select
              aria-label={`Floor ${index + 1}, category`}
              value={floor.category}
              onChange={(event) => set(index, { category: event.target.value })}
            >
              {categories.map(({ key, name }) => (
                <option key={key} value={key}>
                  {name}
                </option>
              ))}
            </Select>
            <Select
              aria-label={`Floor ${index + 1}, from impact`}
              value={floor.impact}
              onChange={(event) => set(index, { impact: Number(event.target.value) })}
            >
              {impacts.map(({ name }, impact) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: as above
                <option key={impact} value={impact}>
                  {name}
                </option>
              ))}
            </Select>
            <Select
              aria-label={`Floor ${index + 1}, at least`}
              value={floor.severity}
              onChange={(event) => set(index, { severity: event.target.value as Severity })}
            >
              <Severities />
            </Select>
            <Button
              size="small"
              tone="quiet"
              aria-label={`Remove floor ${index + 1}`}
              onClick={() => onChange({ ...draft, floors: floors.filter((_, at) => at !== index) })}
            >
              Remove
            </Button>
          </div>
        ))}
      </div>
      <Button
        size="small"
        className="mt-2"
        onClick={() =>
          onChange({
            ...draft,
            floors: [
              ...floors,
              { category: categories[0]?.key ?? "", impact: impacts.length - 1, severity: "amber" as const },
            ],
          })
        }
      >
        Add a floor
      </Button>
    </fieldset>
  );
}
