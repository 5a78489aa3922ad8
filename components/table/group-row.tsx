"use client";

import { clsx } from "clsx";
import type { ReactNode } from "react";
import type { DrawnColumn } from "@/components/table/drawing";
import type { GroupPart } from "@/components/table/grouped";
import { ALIGN } from "@/components/table/register-head";
import { formatCount, formatNumber } from "@/components/ui/format";
import type { Group } from "@/domain/table/answer";

type Props<Row> = {
  group: Group;
  columns: readonly DrawnColumn<Row>[];
  folded: boolean;
  /** Which of its rows are on the page, when not all are. */
  part: GroupPart | null;
  onFold: () => void;
  selectable: boolean;
  hasActions: boolean;
  locale: string | undefined;
};
export type GroupRowOf = <Row>(props: Props<Row>) => ReactNode;

/** The head of a group: how many, what its numbers come to, and whether its rows show. */
export function GroupRow<Row>({ group, columns, folded, part, onFold, selectable, hasActions, locale }: Props<Row>) {
  const isSummed = ({ key }: DrawnColumn<Row>) => group.subtotals[key] !== undefined;
  const firstSum = columns.findIndex((column, index) => index > 0 && isSummed(column));
  const span = firstSum < 0 ? columns.length : firstSum;
  const cell = "border-rule border-b px-1.5 pt-2 text-note";
  return (
    <tr className="block wide:table-row wide:h-[36px]">
      {selectable ? <td className={clsx(cell, "hidden wide:table-cell")} data-print="hide" /> : null}
      <th scope="rowgroup" colSpan={span} className={clsx(cell, "block text-left font-semibold wide:table-cell")}>
        <button
          type="button"
          aria-expanded={!folded}
          onClick={onFold}
          className="inline-flex min-h-6 max-w-full items-baseline gap-1.5 hover:underline"
        >
          <span aria-hidden="true" className="inline-block w-3 text-ink-2">
            {folded ? "▸" : "▾"}
          </span>
          <span className="truncate">{group.label}</span>
          <span className="font-normal text-ink-2 tabular">
            {part ? `${formatCount(part.from, locale)}–${formatCount(part.to, locale)} of ` : null}
            {formatCount(group.count, locale)}
            {part && part.from > 1 ? ", continued" : null}
          </span>
        </button>
      </th>
      {columns.slice(span).map((column) => {
        const sum = group.subtotals[column.key];
        return (
          <td
            key={column.key}
            className={clsx(cell, "hidden truncate tabular wide:table-cell", ALIGN[column.align ?? "left"])}
          >
            {typeof sum === "number" ? (
              <span className="font-medium">
                {column.column.subtotal === "average" ? <span className="font-normal text-ink-2">mean </span> : null}
                {formatNumber(sum, { digits: Number.isInteger(sum) ? 0 : 2 })}
              </span>
            ) : null}
          </td>
        );
      })}
      {hasActions ? <td className={clsx(cell, "hidden wide:table-cell")} data-print="hide" /> : null}
    </tr>
  );
}
