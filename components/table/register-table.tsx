"use client";

import { clsx } from "clsx";
import dynamic from "next/dynamic";
import { type CSSProperties, type RefObject, useRef } from "react";
import type { DrawnColumn } from "@/components/table/drawing";
import type { GroupRowOf } from "@/components/table/group-row";
import { itemsOf } from "@/components/table/grouped";
import type { RegisterProps, RowBase } from "@/components/table/register";
import { RegisterHead } from "@/components/table/register-head";
import { RegisterRow, TotalRow } from "@/components/table/register-row";
import type { RowEdit } from "@/components/table/row-edit/use-row-edit";
import { ROW_HEIGHT, useFirstRows } from "@/components/table/use-first-rows";
import { useLatest } from "@/components/table/use-latest";
import { useOverflow } from "@/components/table/use-overflow";
import type { Selection } from "@/components/table/use-selection";
import { useLasting } from "@/components/ui/use-lasting";
import { sortOf } from "@/domain/table/view";

const GroupRow = dynamic(() => import("@/components/table/group-row").then((loaded) => loaded.GroupRow)) as GroupRowOf;

const ACTIONS_WIDTH = 44;
/** Rows that are on their way for longer are dimmed; dimmed at once, the table would flicker at every click. */
const DIM_AFTER_MS = 200;

/** Rows, under the heads of their groups where there are any. */
export function RegisterTable<Row extends RowBase>({
  register,
  columns,
  selection,
  focused,
  onFocus,
  cell,
  tableRef,
  rowName,
  rowHref,
  rowActions,
  totals,
}: RegisterProps<Row> & {
  columns: readonly DrawnColumn<Row>[];
  selection: Selection;
  focused: number | null;
  onFocus: (index: number) => void;
  cell: Pick<RowEdit, "onClick" | "onKeyDown">;
  tableRef: RefObject<HTMLTableElement | null>;
}) {
  const { address, declaration, rows, state, groups, folded, total = 0 } = register;
  const { view, page } = address;
  const box = useRef<HTMLDivElement>(null);
  const needed = columns.reduce((sum, { width }) => sum + (width ?? 180), 28 + (rowActions ? ACTIONS_WIDTH : 0));
  const overflows = useOverflow(box, needed);
  const isSlow = useLasting(state === "loading", DIM_AFTER_MS);
  const keys = rows.map(({ id }) => id);
  const isMarked = (id: string) => selection.matching || selection.selected.has(id);
  const isLast = page * view.pageSize >= total;
  const items = itemsOf(rows, view.group, groups?.groups, { page, pageSize: view.pageSize, isLast, folded });
  const first = useFirstRows();
  const later = Math.max(0, items.length - first);
  const linkKey = columns.find(({ tone }) => tone === "name")?.key ?? columns[0]?.key;
  const focusRow = useLatest(onFocus);
  const selectRow = useLatest((id: string, range: boolean) =>
    range ? selection.toggleRange(keys, id) : selection.toggle(id),
  );
  const setWidth = async (key: string, width: number) => {
    const { widened } = await import("@/components/table/column-choice");
    address.set({ columns: widened(register.columns, view.columns, key, width) }, "replace");
  };
  return (
    <div ref={box} className={clsx(overflows && "wide:overflow-x-auto print:overflow-visible!")}>
      <table
        ref={tableRef}
        onClick={cell.onClick}
        onKeyDown={cell.onKeyDown}
        aria-label={declaration.many}
        aria-busy={state === "loading"}
        aria-rowcount={total}
        className={clsx(
          "block w-full border-separate border-spacing-0 wide:table wide:table-fixed print:min-w-0! print:table-auto!",
          isSlow && "opacity-55",
          overflows && "wide:min-w-(--needed)",
        )}
        style={{ "--needed": `${needed}px` } as CSSProperties}
      >
        <colgroup className="print:hidden">
          <col style={{ width: 28 }} />
          {columns.map(({ key, width }) => (
            <col key={key} style={width ? { width } : undefined} />
          ))}
          {rowActions ? <col style={{ width: ACTIONS_WIDTH }} /> : null}
        </colgroup>
        <RegisterHead
          columns={columns}
          sorts={sortOf(view, declaration)}
          isUsual={view.sort.length === 0}
          onSort={(sort) => address.set({ sort })}
          onWidth={(key, width) => void setWidth(key, width)}
          sticky={!overflows}
          hasActions={rowActions !== undefined}
          selection={{
            all: keys.length > 0 && keys.every(isMarked),
            some: keys.some(isMarked),
            onToggleAll: () => selection.toggleAll(keys),
          }}
        />
        <tbody className="block wide:table-row-group">
          {items
            .slice(0, first)
            .map((item) =>
              item.kind === "group" ? (
                <GroupRow
                  key={`group ${item.group.value}`}
                  group={item.group}
                  columns={columns}
                  folded={item.folded}
                  part={item.part}
                  onFold={() => register.fold([item.group.value], !item.folded)}
                  selectable
                  hasActions={rowActions !== undefined}
                  locale={register.locale}
                />
              ) : (
                <RegisterRow
                  key={item.row.id}
                  row={item.row}
                  index={item.index}
                  name={rowName(item.row)}
                  href={rowHref?.(item.row)}
                  columns={columns}
                  linkKey={linkKey}
                  focused={focused === item.index}
                  selected={isMarked(item.row.id)}
                  onFocus={focusRow}
                  onSelect={selectRow}
                  actions={rowActions?.(item.row)}
                />
              ),
            )}
          {later > 0 ? <tr className="block wide:table-row" style={{ height: later * ROW_HEIGHT }} /> : null}
        </tbody>
        {totals ? (
          <TotalRow
            columns={columns}
            label={totals.label}
            totals={totals.cells}
            selectable
            hasActions={rowActions !== undefined}
          />
        ) : null}
      </table>
    </div>
  );
}
