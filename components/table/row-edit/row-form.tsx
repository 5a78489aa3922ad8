"use client";

import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { type BulkDraft, BulkValue } from "@/components/table/bulk/bulk-value";
import type { RowBase } from "@/components/table/register";
import { useSetCell } from "@/components/table/row-edit/use-set-cell";
import type { RegisterState } from "@/components/table/use-register";
import { Button } from "@/components/ui/button";
import { Field, Select, Textarea } from "@/components/ui/field";
import { Kbd } from "@/components/ui/kbd";
import type { Cell } from "@/domain/table/cell";
import type { RegisterColumn } from "@/domain/table/column";

/** What a cell holds, as its field begins. */
function draftOf({ kind }: RegisterColumn, cell: Cell | undefined): BulkDraft {
  if (kind === "tag") return { op: "add", value: undefined };
  if (cell === null || cell === undefined)
    return { op: "set", value: kind === "text" || kind === "number" ? "" : null };
  if (typeof cell === "boolean") return { op: "set", value: cell ? "yes" : "no" };
  if (typeof cell === "object") return { op: "set", value: "label" in cell ? (cell.id ?? undefined) : undefined };
  return { op: "set", value: String(cell) };
}

const standing = (cell: Cell | undefined) =>
  cell && typeof cell === "object" && "label" in cell && cell.id ? { value: cell.id, label: cell.label } : undefined;

/** The value, which column it is of, and why where a reason is asked. Another column may be chosen: what was typed is kept first. */
export function RowForm<Row extends RowBase>({
  register,
  columns,
  start,
  row,
  name,
  onDone,
  onBelow,
}: {
  register: RegisterState<Row>;
  columns: readonly RegisterColumn[];
  start: string;
  row: RowBase;
  name: string;
  onDone: () => void;
  onBelow: (column: string) => void;
}) {
  const [key, setKey] = useState(start);
  const [typed, setTyped] = useState<BulkDraft | null>(null);
  const [reason, setReason] = useState("");
  const { seen, fault, isSaving, save } = useSetCell({ register, row, name });
  const field = useRef<HTMLDivElement>(null);
  // With the row, and again when somebody else's edit came between: not with another column, which is chosen by keys as well.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the version is what says that the field is another one
  useEffect(() => {
    const control = field.current?.querySelector<HTMLElement>("input,select,textarea");
    control?.focus();
    if (control instanceof HTMLInputElement) control.select();
  }, [seen.version]);
  const column = columns.find((each) => each.key === key) ?? columns[0];
  if (!column) return null;
  const cell = seen.cells[column.key];
  const draft = typed ?? draftOf(column, cell);
  const settle = (then: () => void) => async () => {
    if (typed === null || (await save(column, typed, reason.trim()))) then();
  };
  const finish = settle(onDone);
  const choose = (next: string) =>
    settle(() => {
      setKey(next);
      setTyped(null);
      setReason("");
    })();
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || event.defaultPrevented || event.nativeEvent.isComposing) return;
    const isBelow = event.ctrlKey || event.metaKey;
    const { target } = event;
    if (!isBelow && (target instanceof HTMLTextAreaElement || target instanceof HTMLButtonElement)) return;
    event.preventDefault();
    void (isBelow ? settle(() => onBelow(column.key))() : finish());
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the fields inside are what is operated; Enter in any of them saves
    <div className="grid gap-3" onKeyDown={onKeyDown}>
      <Field label="Column">
        <Select value={column.key} onChange={({ target }) => void choose(target.value)}>
          {columns.map((each) => (
            <option key={each.key} value={each.key}>
              {each.label}
            </option>
          ))}
        </Select>
      </Field>
      <div ref={field}>
        <BulkValue
          key={`${column.key} ${seen.version}`}
          register={register}
          column={column}
          draft={draft}
          standing={standing(cell)}
          onDraft={setTyped}
          inRow
        />
      </div>
      {column.reasoned ? (
        <Field label="Reason" hint="Recorded with the change." required>
          <Textarea rows={2} value={reason} onChange={({ target }) => setReason(target.value)} />
        </Field>
      ) : null}
      {fault ? (
        <p role="alert" className="font-medium text-bad text-note">
          {fault}
        </p>
      ) : null}
      <p className="hidden text-ink-2 text-label desk:block">
        <Kbd>↵</Kbd> saves, <Kbd>Ctrl</Kbd> <Kbd>↵</Kbd> goes on to the row below
      </p>
      <div className="flex justify-end gap-2">
        <Button size="small" onClick={onDone}>
          Cancel
        </Button>
        <Button size="small" tone="primary" busy={isSaving ? "Saving" : false} onClick={() => void finish()}>
          Save
        </Button>
      </div>
    </div>
  );
}
