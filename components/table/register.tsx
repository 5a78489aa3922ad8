"use client";

import { clsx } from "clsx";
import { type CSSProperties, type ReactNode, useRef, useState } from "react";
import { type Column, shownColumns } from "@/components/table/column";
import { RegisterHead } from "@/components/table/register-head";
import { RegisterRow, TotalRow } from "@/components/table/register-row";
import { ColumnChooser, CountLine, SearchInput } from "@/components/table/register-toolbar";
import type { Sort } from "@/components/table/register-url";
import { KeyHints, type ShortcutHelp, ShortcutsDialog } from "@/components/table/shortcuts";
import { useOverflow } from "@/components/table/use-overflow";
import { useRegisterUrl } from "@/components/table/use-register-url";
import { useRowFocus } from "@/components/table/use-row-focus";
import { useSelection } from "@/components/table/use-selection";
import { Button } from "@/components/ui/button";
import { formatCount } from "@/components/ui/format";
import { Pager } from "@/components/ui/pager";
import { TableSkeleton } from "@/components/ui/skeleton";
import { EmptyState, ErrorState } from "@/components/ui/states";

export type RegisterProps<Row> = {
  /** What is listed, in plain words for one and many: also names the table. */
  noun: { one: string; many: string };
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  rowName: (row: Row) => string;
  rowHref?: (row: Row) => string;
  /** Rows that match, over all pages, and rows there are at all. */
  total: number;
  totalAll?: number;
  pageSize: number;
  defaultSort: Sort;
  state?: "ready" | "loading" | "error";
  error?: { message?: string; requestId?: string };
  onRetry?: () => void;
  /** Shown when nothing exists at all. */
  empty: ReactNode;
  /** Filters beside the search, as controls; `onClearFilters` puts them and the search back. */
  filters?: ReactNode;
  filtered?: boolean;
  onClearFilters?: () => void;
  exports?: ReactNode;
  totals?: { label: string; cells: Partial<Record<string, ReactNode>> };
  /** Words below the table on the focused row: why it stands as it does. */
  reason?: (row: Row) => ReactNode;
  legend?: ReactNode;
  /** Actions on marked rows; without it rows cannot be marked. */
  bulk?: (selected: string[], clear: () => void) => ReactNode;
  searchable?: boolean;
  navigation?: "client" | "server";
  locale?: string;
};

const HINTS: ShortcutHelp[] = [
  { keys: ["J", "K"], meaning: "move" },
  { keys: ["↵"], meaning: "open" },
  { keys: ["/"], meaning: "search" },
];
const MARK: ShortcutHelp = { keys: ["X"], meaning: "select" };

/** The list of one noun: search, sort, columns and page in the address, keyboard all through. */
export function Register<Row>(props: RegisterProps<Row>) {
  const { rows, rowKey, total, totalAll = total, pageSize, noun, bulk, state = "ready", searchable = true } = props;
  const url = useRegisterUrl(props.navigation);
  const table = useRef<HTMLTableElement>(null);
  const box = useRef<HTMLDivElement>(null);
  const search = useRef<HTMLInputElement>(null);
  const [help, setHelp] = useState(false);
  const { selected, toggle, toggleAll, clear } = useSelection();

  const columns = shownColumns(props.columns, url.cols);
  const sort = url.sort ?? props.defaultSort;
  const sortedBy = props.columns.find((column) => column.key === sort.key);
  const keys = rows.map(rowKey);
  const needed = columns.reduce((sum, column) => sum + (column.width ?? 180), bulk ? 28 : 0);
  const overflows = useOverflow(box, needed);
  const { focused, setFocused } = useRowFocus({
    table,
    count: rows.length,
    onMark: (index) => (bulk && keys[index] ? toggle(keys[index]) : undefined),
    onSearch: () => search.current?.focus(),
    onHelp: () => setHelp(true),
    onClear: clear,
  });
  const focusedRow = focused === null ? undefined : rows[focused];
  const count = (value: number) => formatCount(value, props.locale);
  const hints = bulk ? [...HINTS.slice(0, 1), MARK, ...HINTS.slice(1)] : HINTS;

  const clearAll = () => {
    url.setQuery("");
    props.onClearFilters?.();
  };

  const isEmpty = state === "ready" && totalAll === 0 && !url.q && !props.filtered;
  if (isEmpty) return <div className="border-ink border-t">{props.empty}</div>;
  return (
    <section aria-label={noun.many}>
      <div data-print="hide" className="flex flex-wrap items-center gap-2 pb-3">
        {searchable ? <SearchInput url={url} label={`Search ${noun.many}`} inputRef={search} /> : null}
        {props.filters}
        <span className="ml-auto flex gap-2">{props.exports}</span>
      </div>
      <CountLine hints={<KeyHints hints={hints} onHelp={() => setHelp(true)} />}>
        {state === "error" ? null : (
          <span role="status">
            <span className="font-semibold text-ink tabular">{count(total)}</span>
            {total === totalAll ? null : ` of ${count(totalAll)}`} {totalAll === 1 ? noun.one : noun.many}
          </span>
        )}
        {sortedBy ? (
          <span>
            Sorted by <span className="font-semibold text-ink">{sortedBy.label.toLowerCase()}</span>
            {sort.descending ? ", descending" : ""}
          </span>
        ) : null}
        <ColumnChooser columns={props.columns} url={url} />
      </CountLine>
      {state === "error" ? (
        <ErrorState message={props.error?.message} requestId={props.error?.requestId} onRetry={props.onRetry} />
      ) : state === "loading" && rows.length === 0 ? (
        <TableSkeleton rows={Math.min(pageSize, 16)} columns={Math.min(columns.length, 7)} />
      ) : rows.length === 0 ? (
        <EmptyState
          title={`No ${noun.many} match`}
          action={<Button onClick={clearAll}>Clear search and filters</Button>}
        >
          {url.q ? `Nothing was found for “${url.q}”. Try fewer or other words.` : "Try other filters."}
        </EmptyState>
      ) : (
        <div ref={box} className={clsx(overflows && "wide:overflow-x-auto")}>
          <table
            ref={table}
            aria-label={noun.many}
            aria-busy={state === "loading"}
            aria-rowcount={total}
            className={clsx(
              "block w-full border-separate border-spacing-0 wide:table wide:table-fixed",
              state === "loading" && "opacity-55",
              overflows && "wide:min-w-(--needed)",
            )}
            style={{ "--needed": `${needed}px` } as CSSProperties}
          >
            <colgroup>
              {bulk ? <col style={{ width: 28 }} /> : null}
              {columns.map((column) => (
                <col key={column.key} style={column.width ? { width: column.width } : undefined} />
              ))}
            </colgroup>
            <RegisterHead
              columns={columns}
              sort={sort}
              onSort={url.setSort}
              sticky={!overflows}
              selection={
                bulk
                  ? {
                      all: keys.every((key) => selected.has(key)),
                      some: keys.some((key) => selected.has(key)),
                      onToggleAll: () => toggleAll(keys),
                    }
                  : undefined
              }
            />
            <tbody className="block wide:table-row-group">
              {rows.map((row, index) => {
                const key = rowKey(row);
                return (
                  <RegisterRow
                    key={key}
                    row={row}
                    index={index}
                    name={props.rowName(row)}
                    href={props.rowHref?.(row)}
                    columns={columns}
                    linkKey={columns.find((column) => column.tone === "name")?.key ?? columns[0]?.key}
                    focused={focused === index}
                    selected={selected.has(key)}
                    onFocus={() => setFocused(index)}
                    onSelect={bulk ? () => toggle(key) : undefined}
                  />
                );
              })}
            </tbody>
            {props.totals ? (
              <TotalRow columns={columns} label={props.totals.label} totals={props.totals.cells} selectable={!!bulk} />
            ) : null}
          </table>
        </div>
      )}
      {focusedRow && props.reason ? (
        <div
          className="mt-2.5 flex flex-wrap gap-x-8 gap-y-1 border-accent border-l-2 pl-2 text-note"
          aria-live="polite"
        >
          {props.reason(focusedRow)}
        </div>
      ) : null}
      {props.legend ? <div className="mt-3 text-note">{props.legend}</div> : null}
      {rows.length > 0 ? (
        <Pager page={url.page} pageSize={pageSize} total={total} onPage={url.setPage} format={count} />
      ) : null}
      {bulk && selected.size > 0 ? (
        <div
          role="toolbar"
          aria-label="Selected rows"
          className="sticky bottom-[72px] z-10 mt-2 flex flex-wrap items-center gap-2 rounded-control bg-ink px-4 py-2 text-paper desk:bottom-4"
        >
          <p className="mr-auto font-serif text-lead">{count(selected.size)} selected</p>
          {bulk([...selected], clear)}
        </div>
      ) : null}
      <ShortcutsDialog
        open={help}
        onClose={() => setHelp(false)}
        shortcuts={[...hints, { keys: ["Esc"], meaning: "clear" }, { keys: ["?"], meaning: "this list" }]}
      />
    </section>
  );
}
