"use client";

import { memo } from "react";
import type { Prepared } from "@/components/import/shape";
import { fieldOf, type Goals, targetOf, targetText, valueKind } from "@/components/import/target";
import { Select } from "@/components/ui/field";
import { formatCount } from "@/components/ui/format";
import type { ColumnMapping } from "@/domain/import/mapping";
import { CUSTOM_FIELD_KIND_LABELS, CUSTOM_FIELD_KINDS } from "@/domain/initiative/choice";

type Props = {
  column: Prepared["columns"][number];
  entry: ColumnMapping;
  reason: string | undefined;
  rows: number;
  goals: Goals & Pick<Prepared, "keepsText">;
  onChange: (column: string, patch: Partial<ColumnMapping>) => void;
};

/** One column of the file: what is in it, where it goes, and what becomes of cells that cannot be read. */
export const ColumnRow = memo(function ColumnRow({ column, entry, reason, rows, goals, onChange }: Props) {
  const { name } = column;
  const { customFields } = goals;
  const kind = valueKind(entry.target, goals);
  const canFail = goals.keepsText && kind !== "text" && entry.target.kind !== "ignore";
  return (
    <tr className="flex flex-col gap-1.5 border-rule-2 border-b py-2.5 last:border-b-0 wide:table-row wide:align-top">
      <td className="max-w-[360px] wide:py-2 wide:pr-4">
        <p className="font-medium text-table [overflow-wrap:anywhere]">{name}</p>
        <p className="text-ink-2 text-note [overflow-wrap:anywhere]">
          {column.samples.length > 0 ? column.samples.join(" · ") : "No cell is filled"}
        </p>
      </td>
      <td className="text-note tabular wide:py-2 wide:pr-4 wide:text-right wide:text-table">
        {formatCount(column.filled)}
        <span className="text-ink-2"> of {formatCount(rows)}</span>
      </td>
      <td className="wide:w-[260px] wide:py-1.5 wide:pr-4">
        <Select
          aria-label={`Where “${name}” goes`}
          value={targetText(entry.target)}
          onChange={(event) => onChange(name, { target: targetOf(event.target.value, name) })}
        >
          <optgroup label="Fields">
            {goals.fields.map(({ key, label }) => (
              <option key={key} value={`field:${key}`}>
                {label}
              </option>
            ))}
          </optgroup>
          {customFields && customFields.length > 0 ? (
            <optgroup label="Custom fields">
              {customFields.map(({ id, label }) => (
                <option key={id} value={`custom:${id}`}>
                  {label.length > 70 ? `${label.slice(0, 69)}…` : label}
                </option>
              ))}
            </optgroup>
          ) : null}
          {customFields ? (
            <optgroup label="New custom field">
              {CUSTOM_FIELD_KINDS.map((type) => (
                <option key={type} value={`new:${type}`}>
                  New field: {CUSTOM_FIELD_KIND_LABELS[type].toLowerCase()}
                </option>
              ))}
            </optgroup>
          ) : null}
          <option value="id">Portolan ID</option>
          <option value="ignore">Not imported</option>
        </Select>
        {reason ? <p className="mt-1 text-ink-2 text-note">Recognised by {reason}</p> : null}
      </td>
      <td className="wide:w-[250px] wide:py-1.5">
        <div className="flex flex-col gap-1.5">
          {kind === "date" && entry.target.kind !== "ignore" ? (
            <Select
              aria-label={`Order of day and month in “${name}”`}
              value={entry.dateOrder ?? ""}
              onChange={(event) =>
                onChange(name, { dateOrder: (event.target.value || null) as ColumnMapping["dateOrder"] })
              }
            >
              <option value="day-first">Day first: 30/9/2026</option>
              <option value="month-first">Month first: 9/30/2026</option>
              <option value="">{goals.keepsText ? "Unclear dates stay text" : "Unclear dates are refused"}</option>
            </Select>
          ) : null}
          {fieldOf(entry.target, goals)?.kind === "share" ? (
            <Select
              aria-label={`What figures in “${name}” count in`}
              value={entry.percent ? "percent" : "fraction"}
              onChange={(event) => onChange(name, { percent: event.target.value === "percent" })}
            >
              <option value="percent">In hundredths: 40 is 40 %</option>
              <option value="fraction">In ones: 0.4 is 40 %</option>
            </Select>
          ) : null}
          {canFail ? (
            <Select
              aria-label={`Cells of “${name}” that cannot be read`}
              value={entry.unreadable}
              onChange={(event) => onChange(name, { unreadable: event.target.value as ColumnMapping["unreadable"] })}
            >
              <option value="keep">If unreadable, keep the text</option>
              <option value="reject">If unreadable, reject the row</option>
            </Select>
          ) : null}
        </div>
      </td>
    </tr>
  );
});
