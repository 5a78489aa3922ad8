"use client";

import { clsx } from "clsx";
import type { DrawnColumn } from "@/components/table/drawing";
import { nextSorts } from "@/components/table/sort-step";
import { WidthHandle } from "@/components/table/width-handle";
import { Checkbox } from "@/components/ui/checkbox";
import { isSortable, type Sort } from "@/domain/table/column";

export const ALIGN = { left: "text-left", right: "wide:text-right", center: "wide:text-center" } as const;

export function RegisterHead<Row>({
  columns,
  sorts,
  isUsual,
  onSort,
  onWidth,
  selection,
  sticky,
  hasActions,
}: {
  columns: readonly DrawnColumn<Row>[];
  /** The sort that holds, the first counting most. */
  sorts: readonly Sort[];
  /** Nobody chose this order: its first key alone is marked. */
  isUsual: boolean;
  onSort: (sorts: Sort[]) => void;
  onWidth: (key: string, width: number) => void;
  sticky: boolean;
  selection?: { all: boolean; some: boolean; onToggleAll: () => void } | undefined;
  hasActions: boolean;
}) {
  return (
    <thead className={clsx("top-(--bar) z-10 hidden bg-paper wide:table-header-group", sticky && "wide:sticky")}>
      <tr className="h-[30px]">
        {selection ? (
          <th className="border-rule border-b text-left" data-print="hide">
            <Checkbox
              data-print="blank"
              aria-label="Select every row on this page"
              checked={selection.all}
              indeterminate={selection.some && !selection.all}
              onChange={selection.onToggleAll}
            />
          </th>
        ) : null}
        {columns.map(({ key, head, align, column }) => {
          const place = sorts.findIndex((sort) => sort.key === key);
          const sorted = isUsual && place > 0 ? undefined : sorts[place];
          return (
            <th
              key={key}
              scope="col"
              title={column.help ? `${column.label}: ${column.help}` : head === column.label ? head : column.label}
              aria-sort={sorted && place === 0 ? (sorted.descending ? "descending" : "ascending") : undefined}
              className={clsx(
                "relative truncate border-rule border-b px-1.5 font-medium text-label",
                sorted ? "font-semibold text-ink" : "text-ink-2",
                ALIGN[align ?? "left"],
              )}
            >
              {isSortable(column) ? (
                <button
                  type="button"
                  className="min-h-6 hover:text-ink"
                  onClick={(event) => onSort(nextSorts(sorts, column, event.shiftKey))}
                >
                  {head}
                  {sorted ? (
                    <span aria-hidden="true">
                      {" "}
                      {sorted.descending ? "↓" : "↑"}
                      {sorts.length > 1 && !isUsual ? <sup>{place + 1}</sup> : null}
                    </span>
                  ) : null}
                </button>
              ) : (
                head
              )}
              <WidthHandle label={column.label} onWidth={(width) => onWidth(key, width)} />
            </th>
          );
        })}
        {hasActions ? (
          <th className="border-rule border-b" data-print="hide">
            <span className="sr-only">Actions</span>
          </th>
        ) : null}
      </tr>
    </thead>
  );
}
