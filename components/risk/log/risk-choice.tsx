"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useDeferredValue, useState } from "react";
import { useTRPC } from "@/components/providers/trpc";
import { Field, Input, Select } from "@/components/ui/field";
import { shorten } from "@/domain/shared/sentence";

type Risk = { id: string; code: string; title: string };

const OFFERED = 30;

/** Chooses a risk: some letters narrow the list, whatever the number of risks. */
export function RiskChoice({
  org,
  label,
  hint,
  value,
  held,
  onChange,
}: {
  org: string;
  label: string;
  hint: string;
  value: string;
  held: Risk | null;
  onChange: (id: string) => void;
}) {
  const trpc = useTRPC();
  const [text, setText] = useState("");
  const q = useDeferredValue(text.trim());
  const { data } = useQuery({
    ...trpc.risk.rows.queryOptions({ org, q, pageSize: OFFERED }),
    placeholderData: keepPreviousData,
  });
  const found: Risk[] = (data?.rows ?? []).map(({ id, code, title }) => ({ id, code, title }));
  const offered = held && !found.some(({ id }) => id === held.id) ? [held, ...found] : found;
  return (
    <div className="grid gap-4 wide:grid-cols-2">
      <Field label="Find a risk" hint="By code or title.">
        <Input type="search" value={text} onChange={(event) => setText(event.target.value)} autoComplete="off" />
      </Field>
      <Field label={label} hint={hint} optional>
        <Select value={value} onChange={(event) => onChange(event.target.value)}>
          <option value="">None</option>
          {offered.map(({ id, code, title }) => (
            <option key={id} value={id}>
              {code} {shorten(title, 60)}
            </option>
          ))}
        </Select>
      </Field>
    </div>
  );
}
