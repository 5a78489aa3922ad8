"use client";

import { Checkbox } from "@/components/ui/checkbox";
import { Select } from "@/components/ui/field";
import type { ImportMapping } from "@/domain/import/mapping";
import type { ImportWords } from "@/domain/import/words";
import { listOf, sentenceCase } from "@/domain/shared/sentence";

const LIKELY = ["code", "title", "statement", "businessUnit", "program", "initiative"];

/** Which columns say that a row is a record already here. */
export function KeyChoice({
  words,
  mapping,
  onChange,
}: {
  words: ImportWords;
  mapping: ImportMapping;
  onChange: (patch: Partial<ImportMapping>) => void;
}) {
  const { key, spacing } = mapping;
  const used = mapping.columns.filter(({ target }) => target.kind !== "ignore");
  const isLikely = ({ column, target }: (typeof used)[number]) =>
    key.includes(column) || target.kind === "id" || (target.kind === "field" && LIKELY.includes(target.field));
  const offered = used.filter(isLikely);
  const others = used.filter((entry) => !isLikely(entry));
  const toggle = (column: string) =>
    onChange({ key: key.includes(column) ? key.filter((name) => name !== column) : [...key, column] });
  return (
    <div className="flex flex-col gap-2.5">
      <fieldset>
        <legend className="text-ink-2 text-note">
          A row is already here when these cells are the same, whatever their case and outer blanks. Rows that share a
          key are matched in their order.
        </legend>
        <div className="mt-1.5 flex flex-wrap gap-x-[18px] gap-y-1">
          {offered.map(({ column }) => (
            <Checkbox key={column} checked={key.includes(column)} onChange={() => toggle(column)}>
              {column}
            </Checkbox>
          ))}
        </div>
      </fieldset>
      {others.length > 0 ? (
        <div className="max-w-[320px]">
          <Select aria-label="Add a column to the key" value="" onChange={(event) => toggle(event.target.value)}>
            <option value="">Add another column</option>
            {others.map(({ column }) => (
              <option key={column} value={column}>
                {column.length > 70 ? `${column.slice(0, 69)}…` : column}
              </option>
            ))}
          </Select>
        </div>
      ) : null}
      <p className="font-serif text-sentence">
        {key.length === 0
          ? `Without a key every row becomes a new ${words.one}.`
          : `${sentenceCase(words.many)} are found by ${listOf(key.map((name) => `“${name}”`))}.`}
      </p>
      <Checkbox
        checked={spacing === "write"}
        onChange={() => onChange({ spacing: spacing === "write" ? "ignore" : "write" })}
      >
        Also write cells that differ in white space only
      </Checkbox>
    </div>
  );
}
