"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useDeferredValue, useState } from "react";
import { useTRPC } from "@/components/providers/trpc";
import { Field, Input, Select } from "@/components/ui/field";
import { shorten } from "@/domain/shared/sentence";

type Initiative = { id: string; code: string; title: string };

const OFFERED = 30;
const TITLE_LENGTH = 60;
const named = ({ code, title }: Initiative): string => `${code} ${shorten(title, TITLE_LENGTH)}`;

/** The initiative a model serves: a search narrows the list, whatever the number of initiatives. */
export function InitiativeChoice({
  org,
  value,
  held,
  onChange,
}: {
  org: string;
  value: string | null;
  held: Initiative | null;
  onChange: (chosen: Initiative | null) => void;
}) {
  const trpc = useTRPC();
  const [text, setText] = useState("");
  const q = useDeferredValue(text);
  const { data } = useQuery({
    ...trpc.initiative.rows.queryOptions({ org, q, pageSize: OFFERED }),
    placeholderData: keepPreviousData,
  });
  const found: Initiative[] = data?.rows ?? [];
  const offered = held && !found.some(({ id }) => id === held.id) ? [held, ...found] : found;
  return (
    <div className="grid gap-4 wide:col-span-2 wide:grid-cols-2">
      <Field label="Find an initiative" hint="By code or title.">
        <Input type="search" value={text} onChange={(event) => setText(event.target.value)} autoComplete="off" />
      </Field>
      <Field
        label="Serves"
        hint={data && data.total > OFFERED ? `The first ${OFFERED} of ${data.total}.` : "The initiative it works for."}
      >
        <Select
          value={value ?? ""}
          onChange={(event) => onChange(offered.find(({ id }) => id === event.target.value) ?? null)}
        >
          <option value="">None</option>
          {offered.map((each) => (
            <option key={each.id} value={each.id}>
              {named(each)}
            </option>
          ))}
        </Select>
      </Field>
    </div>
  );
}
