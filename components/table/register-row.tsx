"use client";

import { clsx } from "clsx";
import { memo, type ReactNode } from "react";
import type { DrawnColumn } from "@/components/table/drawing";
import { ALIGN } from "@/components/table/register-head";
import { Checkbox } from "@/components/ui/checkbox";
import { OrgLink } from "@/components/ui/org-link";

/** In the narrow list the name and state share the first line, details follow below. */
const NARROW = {
  name: "block order-1 flex-1 wide:table-cell",
  state: "block order-2 min-w-[38%] shrink-0 max-wide:text-right wide:table-cell",
  detail: "block order-3 max-w-full text-ink-2 wide:table-cell",
} as const;

type RowProps<Row> = {
  row: Row;
  index: number;
  name: string;
  href: string | undefined;
  columns: readonly DrawnColumn<Row>[];
  /** The column whose text is the link to the record. */
  linkKey: string | undefined;
  focused: boolean;
  selected: boolean;
  onFocus: (index: number) => void;
  /** `range` marks everything from the row marked last. */
  onSelect: (id: string, range: boolean) => void;
  actions?: ReactNode;
};

const classes = new WeakMap<object, string[]>();

/** The classes of the cells of a row, worked out once for all rows. */
function cellClasses<Row>(columns: readonly DrawnColumn<Row>[]): string[] {
  const known = classes.get(columns);
  if (known) return known;
  // Name and state fill the first line of the narrow list, so that details always begin the next.
  const nameShare = columns.some((column) => column.narrow === "state") ? "basis-[55%]" : "basis-full";
  const made = columns.map((column) =>
    clsx(
      CELL,
      "wide:truncate wide:px-1.5 print:whitespace-normal!",
      column.narrow ? NARROW[column.narrow] : "hidden",
      column.narrow === "name" && nameShare,
      ALIGN[column.align ?? "left"],
      column.align === "right" && "tabular",
      column.tone === "name" && "font-medium",
      column.tone === "quiet" && "text-ink-2",
      column.narrow === "detail" && "max-wide:text-note",
      column.isSet && "wide:cursor-pointer wide:hover:shadow-[inset_0_0_0_1px_var(--line)]",
    ),
  );
  classes.set(columns, made);
  return made;
}

function PlainRow<Row extends { id: string }>({
  row,
  index,
  name,
  href,
  columns,
  linkKey,
  focused,
  selected,
  onFocus,
  onSelect,
  actions,
}: RowProps<Row>) {
  const cells = cellClasses(columns);
  return (
    <tr
      data-row={index}
      onFocus={() => onFocus(index)}
      className={clsx(
        "group relative flex flex-wrap items-baseline gap-x-3 gap-y-0.5 border-rule-2 border-b py-2.5 max-wide:pl-8 last:border-b-0 wide:table-row wide:h-[30px] wide:border-b-0 wide:py-0",
        selected && "bg-wash",
        focused ? "wide:outline wide:outline-accent wide:-outline-offset-1" : "wide:hover:bg-wash",
      )}
    >
      <td
        data-print="hide"
        className={clsx(
          CELL,
          "max-wide:absolute max-wide:top-1.5 max-wide:left-0",
          focused && "wide:shadow-[inset_2px_0_0_var(--accent)]",
          "z-10",
        )}
      >
        <Checkbox
          data-print="blank"
          aria-label={`Select ${name}`}
          checked={selected}
          onChange={(event) => onSelect(row.id, (event.nativeEvent as MouseEvent).shiftKey === true)}
        />
      </td>
      {columns.map((column, place) => {
        const text = column.words(row);
        const content = column.render ? column.render(row) : text;
        return (
          <td
            key={column.key}
            title={text || undefined}
            className={cells[place]}
            data-cell={column.isSet ? column.key : undefined}
          >
            {column.key === linkKey && href ? <RowLink href={href}>{content}</RowLink> : content}
          </td>
        );
      })}
      {actions === undefined ? null : (
        <td data-print="hide" className={clsx(CELL, "order-2 block wide:text-right")}>
          {actions}
        </td>
      )}
    </tr>
  );
}

/** Drawn again only when something of it changed: not with every change of the view around it. */
export const RegisterRow = memo(PlainRow) as typeof PlainRow;

const CELL =
  "min-w-0 text-body wide:table-cell wide:border-rule-2 wide:border-b wide:text-note wide:group-last:border-b-0";

export function RowLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <OrgLink
      href={href}
      prefetch={false}
      data-row-link
      className="underline-offset-2 -outline-offset-1 hover:underline wide:outline-none max-wide:after:absolute max-wide:after:inset-0"
    >
      {children}
    </OrgLink>
  );
}

/** Under an ink rule: what the rows come to. */
export function TotalRow<Row>({
  columns,
  label,
  totals,
  selectable,
  hasActions,
}: {
  columns: readonly DrawnColumn<Row>[];
  label: string;
  totals: Partial<Record<string, ReactNode>>;
  selectable: boolean;
  hasActions: boolean;
}) {
  const firstTotal = columns.findIndex((column) => totals[column.key] !== undefined);
  const labelSpan = Math.max(1, firstTotal < 0 ? columns.length : firstTotal);
  const ruled = "border-ink border-t border-b border-b-rule";
  return (
    <tfoot className="hidden wide:table-footer-group">
      <tr className="h-[33px] font-medium text-note">
        {selectable ? <td className={ruled} data-print="hide" /> : null}
        <td colSpan={labelSpan} className={clsx("truncate px-1.5", ruled)} title={label}>
          {label}
        </td>
        {columns.slice(labelSpan).map((column) => (
          <td key={column.key} className={clsx("truncate px-1.5 tabular", ruled, ALIGN[column.align ?? "left"])}>
            {totals[column.key]}
          </td>
        ))}
        {hasActions ? <td className={ruled} data-print="hide" /> : null}
      </tr>
    </tfoot>
  );
}
