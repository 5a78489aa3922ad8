"use client";

import { clsx } from "clsx";
import { type FormEvent, type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from "react";
import { useLeaveWarning } from "@/components/organisation/use-leave-warning";
import { Button } from "@/components/ui/button";
import { Field, Input, Select, Textarea } from "@/components/ui/field";

export type Option = { value: string; label: string };
export type Control =
  | { kind: "text" | "long" | "date" | "number"; suggestions?: readonly string[] }
  | { kind: "choice"; options: readonly Option[]; empty?: string };

type Props = {
  label: string;
  /** As the control holds it; empty text is an empty value. */
  value: string;
  /** As the page shows it. */
  children: ReactNode;
  control: Control;
  hint?: ReactNode;
  /** Absent: it can only be read. Gives back what is wrong, or null. */
  onSave?: (value: string) => Promise<string | null>;
  /** The label stands above instead of at the side. */
  stacked?: boolean;
};

/** A fact that is read in place and edited in place. What was typed stays until it is saved or given up. */
export function EditableFact({ label, value, children, control, hint, onSave, stacked = false }: Props) {
  // What the editor saw when it was opened: a later edit by somebody else must meet it as a conflict.
  const [editing, setEditing] = useState<{ value: string; onSave: NonNullable<Props["onSave"]> } | null>(null);
  const row = clsx(
    "border-rule-2 border-b py-1.5 last:border-b-0",
    !stacked && "grid grid-cols-[118px_minmax(0,1fr)] items-baseline gap-x-4",
  );
  const name = <dt className="text-ink-2 text-note">{label}</dt>;
  const opener = useRef<HTMLButtonElement>(null);
  const close = () => {
    setEditing(null);
    requestAnimationFrame(() => opener.current?.focus());
  };
  if (editing) {
    return (
      <div className="border-rule-2 border-b py-2.5 last:border-b-0">
        <dt className="sr-only">{label}</dt>
        <dd>
          <FactForm label={label} {...editing} control={control} hint={hint} onClose={close} />
        </dd>
      </div>
    );
  }
  const shown = children === null || children === "" ? <span className="text-ink-3">–</span> : children;
  return (
    <div className={row}>
      {name}
      <dd className="wrap-anywhere min-w-0 text-table">
        {onSave ? (
          <button
            ref={opener}
            type="button"
            onClick={() => setEditing({ value, onSave })}
            className="group/fact -mx-1.5 block min-h-6 w-[calc(100%+12px)] rounded-small px-1.5 text-left hover:bg-wash"
          >
            {shown}
            <span className="ml-2 text-ink-3 text-label opacity-0 group-hover/fact:opacity-100 group-focus-visible/fact:opacity-100">
              Edit<span className="sr-only"> {label.toLowerCase()}</span>
            </span>
          </button>
        ) : (
          shown
        )}
      </dd>
    </div>
  );
}

type FormProps = Pick<Props, "label" | "value" | "control" | "hint"> & {
  onSave: (value: string) => Promise<string | null>;
  onClose: () => void;
};

function FactForm({ label, value, control, hint, onSave, onClose }: FormProps) {
  const [text, setText] = useState(value);
  const [fault, setFault] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const listId = useId();
  useEffect(() => {
    form.current?.querySelector<HTMLElement>("input, textarea, select")?.focus();
  }, []);
  useLeaveWarning(text !== value);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (text === value) return onClose();
    setBusy(true);
    const wrong = await onSave(text);
    setBusy(false);
    setFault(wrong);
    if (wrong === null) onClose();
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.key === "Escape") {
      event.stopPropagation();
      onClose();
    }
    if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) form.current?.requestSubmit();
  };
  const shared = { value: text, "aria-label": label };
  return (
    <form ref={form} onSubmit={(event) => void submit(event)} onKeyDown={onKey} noValidate>
      <Field label={label} hint={hint} error={fault ?? undefined}>
        {control.kind === "choice" ? (
          <Select {...shared} onChange={(event) => setText(event.target.value)}>
            <option value="">{control.empty ?? "Not stated"}</option>
            {control.options.map((option) => (
              <option key={option.value} value={option.value}>
                {option.label}
              </option>
            ))}
          </Select>
        ) : control.kind === "long" ? (
          <Textarea {...shared} rows={5} onChange={(event) => setText(event.target.value)} />
        ) : (
          <>
            <Input
              {...shared}
              type={control.kind === "date" ? "date" : "text"}
              inputMode={control.kind === "number" ? "decimal" : undefined}
              list={control.suggestions ? listId : undefined}
              onChange={(event) => setText(event.target.value)}
            />
            {control.suggestions ? (
              <datalist id={listId}>
                {control.suggestions.map((word) => (
                  <option key={word} value={word} />
                ))}
              </datalist>
            ) : null}
          </>
        )}
      </Field>
      <div className="mt-2 flex gap-2">
        <Button size="small" tone="primary" type="submit" busy={busy ? "Saving" : false}>
          Save
        </Button>
        <Button size="small" tone="quiet" onClick={onClose}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
