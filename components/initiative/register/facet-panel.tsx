"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useDeferredValue, useState } from "react";
import { useTRPC } from "@/components/providers/trpc";
import { Checkbox } from "@/components/ui/checkbox";
import { Input } from "@/components/ui/field";
import { formatCount } from "@/components/ui/format";
import { useAt } from "@/components/ui/org-link";
import { Skeleton } from "@/components/ui/skeleton";
import type { InitiativeFilter } from "@/domain/initiative/register";
import { FILTER_LABELS, type FilterKey } from "@/domain/initiative/register-choice";

const LONG: readonly FilterKey[] = ["unit", "owner", "program", "tag"];

/** The choices of one condition, each with the rows it would leave. */
export function FacetPanel({
  org,
  facet,
  filter,
  onChange,
}: {
  org: string;
  facet: FilterKey;
  filter: InitiativeFilter;
  onChange: (values: string[]) => void;
}) {
  const trpc = useTRPC();
  const at = useAt() ?? undefined;
  const [text, setText] = useState("");
  const find = useDeferredValue(text);
  const { data, isPending, isError } = useQuery({
    ...trpc.initiative.facet.queryOptions({ org, at, ...filter, facet, find }),
    placeholderData: keepPreviousData,
  });
  // Held here too: the address follows a moment later, and a box must not spring back meanwhile.
  const [chosen, setChosen] = useState<readonly string[]>(filter[facet]);
  const toggle = (value: string) => {
    const next = chosen.includes(value) ? chosen.filter((each) => each !== value) : [...chosen, value];
    setChosen(next);
    onChange(next);
  };
  const unlisted = chosen
    .filter((value) => data && !data.some((choice) => choice.value === value))
    .map((value) => ({ value, label: value, count: 0 }));
  return (
    <fieldset className="w-[min(300px,calc(100vw-40px))] p-3">
      <legend className="sr-only">{FILTER_LABELS[facet]}</legend>
      {LONG.includes(facet) ? (
        <Input
          type="search"
          aria-label={`Find in ${FILTER_LABELS[facet].toLowerCase()}`}
          placeholder="Find"
          value={text}
          onChange={(event) => setText(event.target.value)}
          className="mb-2"
        />
      ) : null}
      <div className="max-h-[300px] overflow-y-auto">
        {isPending ? [1, 2, 3].map((n) => <Skeleton key={n} className="my-2.5 w-2/3" />) : null}
        {isError ? (
          <p className="text-bad text-note">The choices could not be loaded. Close this and open it again.</p>
        ) : null}
        {data && data.length === 0 ? <p className="text-ink-2 text-note">Nothing to choose from.</p> : null}
        {[...(find ? [] : unlisted), ...(data ?? [])].map((choice) => (
          <Checkbox
            key={choice.value}
            checked={chosen.includes(choice.value)}
            onChange={() => toggle(choice.value)}
            className="w-full min-h-[30px]"
          >
            <span className="min-w-0 flex-1 truncate" title={choice.label}>
              {choice.label}
            </span>
            <span className="text-ink-2 text-note tabular">{formatCount(choice.count)}</span>
          </Checkbox>
        ))}
      </div>
    </fieldset>
  );
}
