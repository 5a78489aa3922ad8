"use client";

import type { Prepared } from "@/components/import/shape";
import { Field, Select } from "@/components/ui/field";
import { formatCount } from "@/components/ui/format";
import { plural } from "@/domain/shared/sentence";

/** Which sheet of a workbook is imported, with what each holds. A workbook with one sheet leaves nothing to choose. */
export function SheetChoice({
  prepared,
  isBusy,
  error,
  onChoose,
}: {
  prepared: Prepared;
  isBusy: boolean;
  error: string | undefined;
  onChoose: (sheet: string) => void;
}) {
  const { sheet, sheets } = prepared.file;
  if (!sheet || sheets.length < 2) return null;
  const unreadable = sheets.filter(({ fault }) => fault !== null);
  return (
    <div className="flex flex-col gap-1.5">
      <Field label="Sheet" className="max-w-[420px]" {...(error ? { error } : {})}>
        <Select value={sheet.name} disabled={isBusy} onChange={(event) => onChoose(event.target.value)}>
          {sheets.map(({ name, rows, isHidden, fault }) => (
            <option key={name} value={name}>
              {`${name}: ${fault !== null ? "no table" : rows === 0 ? "empty" : `${formatCount(rows)} ${plural(rows, "row")}`}${isHidden ? ", hidden" : ""}`}
            </option>
          ))}
        </Select>
      </Field>
      {unreadable.map(({ name, fault }) => (
        <p key={name} className="max-w-[720px] text-ink-2 text-note [overflow-wrap:anywhere]">
          {fault}
        </p>
      ))}
    </div>
  );
}
