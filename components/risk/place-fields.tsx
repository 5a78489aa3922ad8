"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useDeferredValue, useState } from "react";
import { useTRPC } from "@/components/providers/trpc";
import { type PlaceNoun, type PlaceValue, PORTFOLIO } from "@/components/risk/place-value";
import { Field, Input, Select } from "@/components/ui/field";
import { shorten } from "@/domain/shared/sentence";

const NOUNS: Record<PlaceNoun, string> = {
  portfolio: "The whole portfolio",
  program: "A program",
  initiative: "An initiative",
  model: "A model",
};
const OFFERED = 30;

type Offered = { id: string; name: string };

/** Programs all, initiatives and models as far as some letters find them. */
function useOffered(org: string, noun: PlaceNoun, q: string): Offered[] {
  const trpc = useTRPC();
  const on = (which: PlaceNoun) => ({ enabled: noun === which, placeholderData: keepPreviousData });
  const programs = useQuery({ ...trpc.program.list.queryOptions({ org }), ...on("program") });
  const initiatives = useQuery({
    ...trpc.initiative.rows.queryOptions({ org, q, pageSize: OFFERED }),
    ...on("initiative"),
  });
  const models = useQuery({ ...trpc.model.rows.queryOptions({ org, q, pageSize: OFFERED }), ...on("model") });
  if (noun === "program") return programs.data ?? [];
  if (noun === "initiative")
    return (initiatives.data?.rows ?? []).map(({ id, code, title }) => ({ id, name: `${code} ${shorten(title, 60)}` }));
  return noun === "model" ? (models.data?.rows ?? []).map(({ id, name }) => ({ id, name: shorten(name, 70) })) : [];
}

/** Chooses where a risk, an assumption or an issue stands. */
export function PlaceFields({
  org,
  value,
  onChange,
  error,
}: {
  org: string;
  value: PlaceValue;
  onChange: (value: PlaceValue) => void;
  error?: string | undefined;
}) {
  const [text, setText] = useState("");
  const q = useDeferredValue(text.trim());
  const found = useOffered(org, value.noun, q);
  const isHeld = value.id !== "" && !found.some(({ id }) => id === value.id);
  const offered = isHeld ? [{ id: value.id, name: value.name }, ...found] : found;
  const isSearched = value.noun === "initiative" || value.noun === "model";
  return (
    <div className="grid gap-4 wide:grid-cols-2">
      <Field label="Stands on" {...(value.noun === "portfolio" && error ? { error } : {})}>
        <Select
          value={value.noun}
          onChange={(event) => {
            setText("");
            onChange({ ...PORTFOLIO, noun: event.target.value as PlaceNoun });
          }}
        >
          {Object.entries(NOUNS).map(([noun, label]) => (
            <option key={noun} value={noun}>
              {label}
            </option>
          ))}
        </Select>
      </Field>
      {isSearched ? (
        <Field label={`Find ${value.noun === "model" ? "a model" : "an initiative"}`} hint="Some letters of its name.">
          <Input type="search" value={text} onChange={(event) => setText(event.target.value)} autoComplete="off" />
        </Field>
      ) : null}
      {value.noun === "portfolio" ? null : (
        <Field label="Which" required {...(error ? { error } : {})}>
          <Select
            value={value.id}
            onChange={(event) => {
              const chosen = offered.find(({ id }) => id === event.target.value);
              onChange({ noun: value.noun, id: chosen?.id ?? "", name: chosen?.name ?? "" });
            }}
          >
            <option value="">Choose</option>
            {offered.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </Select>
        </Field>
      )}
    </div>
  );
}
