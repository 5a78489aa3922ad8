"use client";

import { keepPreviousData, type UseQueryOptions, useQuery } from "@tanstack/react-query";
import { useDeferredValue, useState } from "react";
import { useTRPC } from "@/components/providers/trpc";
import type { RegisterState } from "@/components/table/use-register";
import { Field, Input, Select, Textarea } from "@/components/ui/field";
import { type ColumnChoice, emptyWord, ME, NOT_STATED, type RegisterColumn } from "@/domain/table/column";
import type { BulkChange } from "@/domain/table/input";

/** What is to be set; undefined while nothing is chosen, null to empty it. */
export type BulkDraft = { op: "set" | "add" | "remove"; value: string | null | undefined };

/** The change a draft means; null while it means none. */
export function changeOf({ key, kind }: RegisterColumn, { op, value }: BulkDraft): BulkChange | null {
  if (value === undefined) return null;
  if (kind !== "tag") return { op: "set", column: key, value: value === "" ? null : value };
  const values = (value ?? "")
    .split(",")
    .map((tag) => tag.trim())
    .filter(Boolean);
  return op === "set" || values.length === 0 ? null : { op, column: key, values };
}

type Props = {
  register: Pick<RegisterState, "org" | "api" | "offers">;
  column: RegisterColumn;
  draft: BulkDraft;
  onDraft: (draft: BulkDraft) => void;
  /** What it refers to as it stands. */
  standing?: ColumnChoice | undefined;
  /** Of one row: the field holds what stands, every key counts, and an empty field empties. */
  inRow?: boolean;
};

/** The new value, asked for in the way of its column. */
export function BulkValue({ register, column, draft, onDraft, standing, inRow = false }: Props) {
  const { kind, required } = column;
  const [text, setText] = useState(draft.value ?? "");
  const label = inRow ? column.label : `New ${column.label.toLowerCase()}`;
  const set = (value: string | null | undefined) => onDraft({ op: "set", value });
  /** Written values count once the field is left or Enter is pressed: half a word is not looked up. */
  const settle = () => onDraft({ ...draft, value: text.trim() === "" ? undefined : text.trim() });
  if (kind === "choice" || kind === "boolean") {
    const yesNo = [
      { value: "yes", label: "yes" },
      { value: "no", label: "no" },
    ];
    return (
      <Field label={label}>
        <Select
          value={draft.value === null ? NOT_STATED : (draft.value ?? "")}
          onChange={({ target: { value } }) => set(value === NOT_STATED ? null : value === "" ? undefined : value)}
        >
          <option value="">Choose …</option>
          {(column.choices ?? yesNo).map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
          {required || kind === "boolean" ? null : <option value={NOT_STATED}>{emptyWord(column)}</option>}
        </Select>
      </Field>
    );
  }
  if (kind === "person" || kind === "reference")
    return <Offered {...{ register, column, label, standing }} value={draft.value} onValue={set} />;
  if (kind === "date") {
    return (
      <Field label={label} hint={required || inRow ? undefined : "Leave it empty to take it away."}>
        <div className="flex gap-2">
          <Input
            type="date"
            value={draft.value ?? ""}
            onChange={(event) => set(event.target.value || (inRow ? null : undefined))}
          />
          {required || inRow ? null : (
            <button type="button" className="shrink-0 text-accent text-note hover:underline" onClick={() => set(null)}>
              {draft.value === null ? "empty" : "Empty it"}
            </button>
          )}
        </div>
      </Field>
    );
  }
  const write = (value: string) => {
    setText(value);
    if (inRow) onDraft({ ...draft, value: kind === "tag" && value.trim() === "" ? undefined : value.trim() });
  };
  return (
    <div className="grid gap-2">
      {kind === "tag" ? (
        <Field label="What to do">
          <Select
            value={draft.op}
            onChange={(event) => onDraft({ ...draft, op: event.target.value === "remove" ? "remove" : "add" })}
          >
            <option value="add">Add tags</option>
            <option value="remove">Take tags away</option>
          </Select>
        </Field>
      ) : null}
      <Field
        label={kind === "tag" ? "Tags" : label}
        hint={kind === "tag" ? "Several are divided by commas." : undefined}
      >
        {inRow && column.long ? (
          <Textarea rows={4} value={text} onChange={(event) => write(event.target.value)} />
        ) : (
          <Input
            inputMode={kind === "number" && !inRow ? "decimal" : undefined}
            value={text}
            onChange={(event) => write(event.target.value)}
            onBlur={inRow ? undefined : settle}
            onKeyDown={(event) => {
              if (event.key === "Enter" && !inRow) settle();
            }}
          />
        )}
      </Field>
    </div>
  );
}

const OFFERED = 20;

function Offered({
  register,
  column,
  label,
  standing,
  value,
  onValue,
}: Pick<Props, "register" | "column" | "standing"> & {
  label: string;
  value: string | null | undefined;
  onValue: (value: string | null | undefined) => void;
}) {
  const { org, offers, api } = register;
  const trpc = useTRPC();
  const [text, setText] = useState("");
  const find = useDeferredValue(text);
  const people = trpc.member.options.queryOptions(
    { org, q: find },
    { select: (members) => members.map(({ id, name }) => ({ value: id, label: name })) },
  );
  const used = api.values.queryOptions({ org, column: column.key, find, archived: "all" });
  const asked = column.kind === "person" ? people : (offers?.[column.key]?.(find) ?? used);
  const { data } = useQuery({
    ...(asked as unknown as UseQueryOptions<unknown, Error, ColumnChoice[]>),
    placeholderData: keepPreviousData,
  });
  const [held, setHeld] = useState<ColumnChoice | null>(standing ?? null);
  const words = find.trim().toLowerCase();
  const found = (data ?? []).filter((each) => each.value !== NOT_STATED && each.label.toLowerCase().includes(words));
  const me = column.kind === "person" && words === "" ? [{ value: ME, label: "me" }] : [];
  const offered = [...me, ...found.slice(0, OFFERED)];
  const listed = held && !offered.some((each) => each.value === held.value) ? [held, ...offered] : offered;
  return (
    <div className="grid gap-2">
      <Field label={`Find ${column.label.toLowerCase()}`}>
        <Input
          type="search"
          autoComplete="off"
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            const [first] = found;
            if (event.key !== "Enter" || !words || !first) return;
            event.preventDefault(); // the first one found is meant, not what was chosen before
            setHeld(first);
            onValue(first.value);
          }}
        />
      </Field>
      <Field label={label}>
        <Select
          value={value === null ? NOT_STATED : (value ?? "")}
          onChange={({ target: { value: chosen } }) => {
            setHeld(listed.find((each) => each.value === chosen) ?? null);
            onValue(chosen === NOT_STATED ? null : chosen === "" ? undefined : chosen);
          }}
        >
          <option value="">Choose …</option>
          {listed.map((each) => (
            <option key={each.value} value={each.value}>
              {each.label}
            </option>
          ))}
          {column.required ? null : <option value={NOT_STATED}>{emptyWord(column)}</option>}
        </Select>
      </Field>
    </div>
  );
}
