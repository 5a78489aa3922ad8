"use client";

import { useCallback, useState } from "react";
import { ColumnRow } from "@/components/import/column-row";
import type { Prepared } from "@/components/import/shape";
import { Button } from "@/components/ui/button";
import type { ColumnMapping, ImportMapping } from "@/domain/import/mapping";

const FEW = 15; // columns shown before somebody asks for all

/** Where each column of the file goes. Recognised fields first in sight; the rest become custom fields. */
export function ColumnTable({
  prepared,
  mapping,
  onEntry,
}: {
  prepared: Prepared;
  mapping: ImportMapping;
  onEntry: (column: string, patch: Partial<ColumnMapping>) => void;
}) {
  const [showsAll, setShowsAll] = useState(prepared.columns.length <= FEW);
  const entries = new Map(mapping.columns.map((entry) => [entry.column, entry]));
  const change = useCallback((column: string, patch: Partial<ColumnMapping>) => onEntry(column, patch), [onEntry]);
  const shown = showsAll ? prepared.columns : prepared.columns.slice(0, FEW);
  return (
    <>
      <table className="w-full">
        <thead className="hidden wide:table-header-group">
          <tr className="h-[30px] text-left text-label">
            <th scope="col" className="border-rule border-b font-medium text-ink-2">
              Column and first values
            </th>
            <th scope="col" className="border-rule border-b pr-4 text-right font-medium text-ink-2">
              Filled rows
            </th>
            <th scope="col" className="border-rule border-b font-medium text-ink-2">
              Goes to
            </th>
            <th scope="col" className="border-rule border-b font-medium text-ink-2">
              How it is read
            </th>
          </tr>
        </thead>
        <tbody>
          {shown.map((column) => {
            const entry = entries.get(column.name);
            return entry ? (
              <ColumnRow
                key={column.name}
                column={column}
                entry={entry}
                reason={prepared.reasons[column.name]}
                rows={prepared.file.rows}
                goals={prepared}
                onChange={change}
              />
            ) : null;
          })}
        </tbody>
      </table>
      {showsAll ? null : (
        <Button className="mt-3" onClick={() => setShowsAll(true)}>
          Show all {prepared.columns.length} columns
        </Button>
      )}
    </>
  );
}
