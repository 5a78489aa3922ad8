"use client";

import { Button } from "@/components/ui/button";
import { Field, Input, Select } from "@/components/ui/field";
import { AUDIT_WHAT, AUDIT_WHAT_LABELS, type AuditFilter, type AuditWhat } from "@/domain/audit/input";

type Patch = {
  what?: AuditWhat | null;
  who?: string | null;
  from?: string | null;
  to?: string | null;
  page?: number | null;
};

export function AuditFilterLine({
  filter,
  isFiltered,
  people,
  setFilter,
}: {
  filter: AuditFilter;
  isFiltered: boolean;
  people: readonly { id: string; name: string }[];
  setFilter: (patch: Patch | null) => void;
}) {
  const set = (patch: Patch) => setFilter({ ...patch, page: null });
  return (
    <search className="mb-6 grid items-end gap-3 wide:grid-cols-[190px_220px_150px_150px_auto] wide:justify-start">
      <Field label="What">
        <Select
          value={filter.what}
          onChange={(event) => set({ what: AUDIT_WHAT.find((each) => each === event.target.value) ?? null })}
        >
          {AUDIT_WHAT.map((what) => (
            <option key={what} value={what}>
              {AUDIT_WHAT_LABELS[what]}
            </option>
          ))}
        </Select>
      </Field>
      <Field label="Who">
        <Select value={filter.who ?? ""} onChange={(event) => set({ who: event.target.value || null })}>
          <option value="">Anybody</option>
          {people.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Select>
      </Field>
      <Field label="From day">
        <Input type="date" value={filter.from ?? ""} onChange={(event) => set({ from: event.target.value || null })} />
      </Field>
      <Field label="To day">
        <Input type="date" value={filter.to ?? ""} onChange={(event) => set({ to: event.target.value || null })} />
      </Field>
      {isFiltered ? (
        <Button tone="quiet" onClick={() => setFilter(null)}>
          Clear
        </Button>
      ) : null}
    </search>
  );
}
