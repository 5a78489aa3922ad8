"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useDeferredValue, useState } from "react";
import { scopeAsked } from "@/components/table/asked";
import { rememberNames } from "@/components/table/names";
import type { RegisterState } from "@/components/table/use-register";
import { Checkbox } from "@/components/ui/checkbox";
import { Input } from "@/components/ui/field";
import { formatCount } from "@/components/ui/format";
import { Skeleton } from "@/components/ui/skeleton";
import { ME, type RegisterColumn } from "@/domain/table/column";
import { withPlainValues } from "@/domain/table/filter";
import { valueWords } from "@/domain/table/filter-sentence";

/** The values of a column, each with the rows it would leave, to be ticked. */
export function FacetPanel({
  register,
  column,
  values,
  onChange,
}: {
  register: RegisterState;
  column: RegisterColumn;
  values: readonly string[];
  onChange: (values: string[]) => void;
}) {
  const { api, org, at, address, locale } = register;
  const [text, setText] = useState("");
  const find = useDeferredValue(text);
  // What stands beside a value does not depend on what is ticked in its own column, so a tick asks for nothing.
  const filter = withPlainValues(address.view.filter, column.key, []);
  const { data, isPending, isError } = useQuery({
    ...api.values.queryOptions({ org, at, ...scopeAsked({ ...address.view, filter }), column: column.key, find }),
    placeholderData: keepPreviousData,
  });
  if (data) rememberNames(column.key, data);
  // Held here too: the address follows a moment later, and a box must not spring back meanwhile.
  const [chosen, setChosen] = useState<readonly string[]>(values);
  const toggle = (value: string) => {
    const next = chosen.includes(value) ? chosen.filter((each) => each !== value) : [...chosen, value];
    setChosen(next);
    onChange(next);
  };
  const me = column.kind === "person" && !find ? [{ value: ME, label: "me", count: null }] : [];
  const listed = [...me, ...(data ?? [])];
  const unlisted = chosen
    .filter((value) => data && !listed.some((each) => each.value === value))
    .map((value) => ({ value, label: valueWords(column, value), count: 0 }));
  return (
    <fieldset className="w-[min(300px,calc(100vw-40px))] p-3">
      <legend className="sr-only">{column.label}</legend>
      {column.choices || column.kind === "boolean" ? null : (
        <Input
          type="search"
          aria-label={`Find in ${column.label.toLowerCase()}`}
          placeholder="Find"
          value={text}
          onChange={(event) => setText(event.target.value)}
          className="mb-2"
        />
      )}
      <div className="max-h-[300px] overflow-y-auto">
        {isPending ? [1, 2, 3].map((n) => <Skeleton key={n} className="my-2.5 w-2/3" />) : null}
        {isError ? (
          <p className="text-bad text-note">The choices could not be loaded. Close this and open it again.</p>
        ) : null}
        {data && listed.length === 0 ? <p className="text-ink-2 text-note">Nothing to choose from.</p> : null}
        {[...(find ? [] : unlisted), ...listed].map((choice) => (
          <Checkbox
            key={choice.value}
            checked={chosen.includes(choice.value)}
            onChange={() => toggle(choice.value)}
            className="min-h-[30px] w-full"
          >
            <span className="min-w-0 flex-1 truncate" title={choice.label}>
              {choice.label}
            </span>
            {choice.count === null ? null : (
              <span className="text-ink-2 text-note tabular">{formatCount(choice.count, locale)}</span>
            )}
          </Checkbox>
        ))}
      </div>
    </fieldset>
  );
}
