"use client";

import { clsx } from "clsx";
import type { Column } from "@/components/table/column";
import { nextSort, type Sort } from "@/components/table/register-url";
import { Checkbox } from "@/components/ui/checkbox";

export const ALIGN = { left: "text-left", right: "wide:text-right", center: "wide:text-center" } as const;

export function RegisterHead<Row>({
  columns,
  sort,
  onSort,
  selection,
  sticky,
}: {
  columns: Column<Row>[];
  sort: Sort | null;
  onSort: (sort: Sort | null) => void;
  sticky: boolean;
  selection?: { all: boolean; some: boolean; onToggleAll: () => void };
}) {
  return (
    <thead className={clsx("top-(--bar) z-10 hidden bg-paper wide:table-header-group", sticky && "wide:sticky")}>
      <tr className="h-[30px]">
        {selection ? (
          <th className="border-rule border-b text-left">
            <Checkbox
              data-print="blank"
              aria-label="Select every row on this page"
              checked={selection.all}
              indeterminate={selection.some && !selection.all}
              onChange={selection.onToggleAll}
            />
          </th>
        ) : null}
        {columns.map((column) => {
          const sorted = sort?.key === column.key ? sort : null;
          return (
            <th
              key={column.key}
              scope="col"
              aria-sort={sorted ? (sorted.descending ? "descending" : "ascending") : undefined}
              className={clsx(
                "truncate border-rule border-b px-1.5 font-medium text-label",
                sorted ? "font-semibold text-ink" : "text-ink-2",
                ALIGN[column.align ?? "left"],
              )}
            >
              {column.sortable ? (
                <button type="button" className="min-h-6 hover:text-ink" onClick={() => onSort(nextSort(sort, column))}>
                  {column.label}
                  {sorted ? <span aria-hidden="true"> {sorted.descending ? "↓" : "↑"}</span> : null}
                </button>
              ) : (
                column.label
              )}
            </th>
          );
        })}
      </tr>
    </thead>
  );
}
