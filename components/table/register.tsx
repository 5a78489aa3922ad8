"use client";

import dynamic from "next/dynamic";
import { type ReactNode, useMemo, useRef, useState } from "react";
import type { BoardOf } from "@/components/table/board/board";
import { CountLine } from "@/components/table/count-line";
import { type Drawings, drawnColumns } from "@/components/table/drawing";
import { ExportMenu } from "@/components/table/export-menu";
import { FilterLine } from "@/components/table/filter-line";
import { PrintHead } from "@/components/table/print-head";
import { RegisterTable } from "@/components/table/register-table";
import type { RowEditorOf } from "@/components/table/row-edit/row-editor";
import { type CellEdits, useRowEdit } from "@/components/table/row-edit/use-row-edit";
import { SearchInput } from "@/components/table/search-input";
import { KeyHints, type ShortcutHelp } from "@/components/table/shortcuts";
import type { RegisterState } from "@/components/table/use-register";
import { useRowFocus } from "@/components/table/use-row-focus";
import { useSelection } from "@/components/table/use-selection";
import { ViewBar } from "@/components/table/view-bar";
import { Button } from "@/components/ui/button";
import { formatCount } from "@/components/ui/format";
import { Pager } from "@/components/ui/pager";
import { TableSkeleton } from "@/components/ui/skeleton";
import { EmptyState, ErrorState } from "@/components/ui/states";
import type { Cells } from "@/domain/table/cell";
import { EVERYTHING } from "@/domain/table/filter";

const FilterBuilder = dynamic(
  () => import("@/components/table/filter-builder").then((loaded) => loaded.FilterBuilder),
  {
    ssr: false,
  },
);
const Board = dynamic(() => import("@/components/table/board/board").then((loaded) => loaded.Board)) as BoardOf;
const BulkBar = dynamic(() => import("@/components/table/bulk/bulk-bar").then((loaded) => loaded.BulkBar), {
  ssr: false,
});

const RowEditor = dynamic(() => import("@/components/table/row-edit/row-editor").then((loaded) => loaded.RowEditor), {
  ssr: false,
}) as RowEditorOf;

const ShortcutsDialog = dynamic(
  () => import("@/components/table/shortcuts-dialog").then((loaded) => loaded.ShortcutsDialog),
  { ssr: false },
);

export type RowBase = { id: string; version: number; cells: Cells };
/** What a move of a card means, in a sentence said before it is recorded; `expected` in the ordinary course. */
export type MoveWords<Row> = (row: Row, column: string, to: string) => { words: string; expected: boolean } | null;

export type RegisterProps<Row extends RowBase> = {
  register: RegisterState<Row>;
  /** Kept from render to render by whoever makes them: with others every row is drawn again. */
  drawings: Drawings<Row>;
  rowName: (row: Row) => string;
  rowHref?: (row: Row) => string;
  /** Cells that are not simply set where they stand, and what a click on them opens. */
  edits?: CellEdits<Row>;
  /** Controls at the end of a row. */
  rowActions?: (row: Row) => ReactNode;
  /** Shown when nothing exists at all. */
  empty: ReactNode;
  totals?: { label: string; cells: Partial<Record<string, ReactNode>> } | undefined;
  /** Words below the table on the focused row: why it stands as it does. */
  reason?: (row: Row) => ReactNode;
  /** What is drawn in the rows means, above them. */
  keys?: ReactNode;
  legend?: ReactNode;
  /** Loaded with the board. */
  moveWords?: () => Promise<MoveWords<Row>>;
  /** Further entries of the export menu. */
  exports?: readonly { label: string; href: string; note?: string }[];
};

const HINTS: ShortcutHelp[] = [
  { keys: ["J", "K"], meaning: "move" },
  { keys: ["X"], meaning: "select" },
  { keys: ["↵"], meaning: "open" },
  { keys: ["/"], meaning: "search" },
];

const EDIT_KEYS: ShortcutHelp = { keys: ["E"], meaning: "set a value of the row, as a click on it does" };

const MORE_KEYS: ShortcutHelp[] = [
  { keys: ["F"], meaning: "filter" },
  { keys: ["Shift", "click"], meaning: "select as far as here, or sort by one more" },
  { keys: ["Esc"], meaning: "clear" },
  { keys: ["?"], meaning: "this list" },
];

/** The list of one noun: everything that says what it shows stands in the address, keyboard all through. */
export function Register<Row extends RowBase>(props: RegisterProps<Row>) {
  const { register, rowName } = props;
  const { declaration, address, rows, locale, state } = register;
  const { view, page } = address;
  const { many } = declaration;
  const table = useRef<HTMLTableElement>(null);
  const search = useRef<HTMLInputElement>(null);
  const [help, setHelp] = useState(false);
  const [building, setBuilding] = useState<{ column: string | undefined; times: number } | null>(null);
  const selection = useSelection(JSON.stringify([view.q, view.filter, view.archived]));
  const keys = rows.map(({ id }) => id);
  const build = (column?: string) => setBuilding((was) => ({ column, times: (was?.times ?? 0) + 1 }));
  const cell = useRowEdit({ ...register, edits: props.edits, table });
  const { focused, setFocused } = useRowFocus({
    table,
    count: rows.length,
    onMark: (index) => (keys[index] ? selection.toggle(keys[index]) : undefined),
    onEdit: cell.openRow,
    onSearch: () => search.current?.focus(),
    onFilter: () => build(),
    onHelp: () => setHelp(true),
    onClear: selection.clear,
  });
  const focusedRow = focused === null ? undefined : rows[focused];
  const isBoard = view.board !== null;
  const matching = register.groups?.total ?? register.total;
  const counts =
    state === "error"
      ? null
      : matching !== undefined && register.all !== undefined
        ? { total: matching, all: Math.max(register.all, matching) }
        : null;
  const { shown, timeZone } = register;
  const set = [...cell.keys].join(" ");
  const columns = useMemo(() => {
    const keys = new Set(set.split(" "));
    return drawnColumns(shown, props.drawings, timeZone, ({ key }) => keys.has(key));
  }, [shown, props.drawings, timeZone, set]);
  const edited = cell.editing && rows.find(({ id }) => id === cell.editing?.id);

  const isEmpty = !isBoard && state === "ready" && register.all === 0 && view.archived === "no";
  if (isEmpty) return <div className="border-ink border-t">{props.empty}</div>;
  return (
    <section aria-label={many}>
      <ViewBar register={register} />
      <div data-print="hide" className="flex flex-wrap items-start gap-x-3 gap-y-2 pb-3">
        {declaration.search ? (
          <SearchInput
            q={view.q}
            onSearch={(q) => address.set({ q }, "replace")}
            label={`Search ${many}`}
            inputRef={search}
          />
        ) : null}
        <div className="min-w-0 flex-1">
          <FilterLine register={register} onBuild={build} />
        </div>
        <ExportMenu register={register} more={props.exports} />
      </div>
      {building ? (
        <FilterBuilder register={register} start={building} counts={counts} onClose={() => setBuilding(null)} />
      ) : null}
      <PrintHead register={register} counts={counts} />
      <CountLine
        register={register}
        counts={counts}
        hints={isBoard ? null : <KeyHints hints={HINTS} onHelp={() => setHelp(true)} />}
      />
      {props.keys && !isBoard && rows.length > 0 ? (
        <div className="mb-1 hidden justify-end text-label wide:flex">{props.keys}</div>
      ) : null}
      {isBoard && state !== "error" ? (
        <Board
          register={register}
          columns={columns}
          rowName={rowName}
          rowHref={props.rowHref}
          moveWords={props.moveWords}
        />
      ) : state === "error" ? (
        <ErrorState message={register.error} onRetry={register.retry} />
      ) : state === "loading" && rows.length === 0 ? (
        <TableSkeleton rows={Math.min(view.pageSize, 16)} columns={Math.min(columns.length, 7)} />
      ) : rows.length === 0 && !register.groups?.groups.length ? (
        <EmptyState
          title={`No ${many} match`}
          action={
            <Button onClick={() => address.set({ q: "", filter: EVERYTHING, archived: "no" })}>
              Clear search and filters
            </Button>
          }
        >
          {view.q ? `Nothing was found for “${view.q}”. Try fewer or other words.` : "Try other filters."}
        </EmptyState>
      ) : (
        <RegisterTable
          {...props}
          tableRef={table}
          columns={columns}
          selection={selection}
          focused={focused}
          onFocus={setFocused}
          cell={cell}
        />
      )}
      {focusedRow && props.reason && !isBoard ? (
        <div
          data-print="hide"
          className="mt-2.5 flex flex-wrap gap-x-8 gap-y-1 border-accent border-l-2 pl-2 text-note"
          aria-live="polite"
        >
          {props.reason(focusedRow)}
        </div>
      ) : null}
      {props.legend ? <div className="mt-3 text-note">{props.legend}</div> : null}
      {rows.length > 0 && !isBoard ? (
        <Pager
          page={page}
          pageSize={view.pageSize}
          total={register.total ?? 0}
          onPage={address.setPage}
          format={(count) => formatCount(count, locale)}
        />
      ) : null}
      {!isBoard && (selection.selected.size > 0 || selection.matching) ? (
        <BulkBar register={register} selection={selection} />
      ) : null}
      {cell.editing && edited ? (
        <RowEditor
          key={`${cell.editing.id} ${cell.editing.column}`}
          register={register}
          editing={cell.editing}
          name={rowName(edited)}
          onClose={cell.close}
          onBelow={(column) => cell.openBelow(edited.id, column)}
        />
      ) : null}
      {help ? (
        <ShortcutsDialog
          onClose={() => setHelp(false)}
          shortcuts={[...HINTS, ...(register.mayEdit ? [EDIT_KEYS] : []), ...MORE_KEYS]}
        />
      ) : null}
    </section>
  );
}
