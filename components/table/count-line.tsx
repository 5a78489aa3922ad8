"use client";

import dynamic from "next/dynamic";
import type { ReactNode } from "react";
import type { RegisterState } from "@/components/table/use-register";
import { formatCount } from "@/components/ui/format";
import { Popover } from "@/components/ui/popover";
import { isGroupable, RELEVANCE } from "@/domain/table/column";
import { sortOf } from "@/domain/table/view";

const SortPanel = dynamic(() => import("@/components/table/sort-panel").then((loaded) => loaded.SortPanel), {
  ssr: false,
});
const ColumnPanel = dynamic(() => import("@/components/table/column-panel").then((loaded) => loaded.ColumnPanel), {
  ssr: false,
});
const GroupPanel = dynamic(() => import("@/components/table/group-panel").then((loaded) => loaded.GroupPanel), {
  ssr: false,
});

const TRIGGER = "min-h-6 text-note text-ink-2 hover:text-ink";

/** The line under the ink rule: how many, in which order, in which groups, which columns. */
export function CountLine({
  register,
  counts,
  hints,
}: {
  register: RegisterState;
  counts: { total: number; all: number } | null;
  hints: ReactNode;
}) {
  const { declaration, columns, shown, address, locale } = register;
  const { view } = address;
  const count = (value: number) => formatCount(value, locale);
  const sorts = sortOf(view, declaration);
  const labelOf = (key: string) =>
    key === RELEVANCE ? "relevance" : (columns.find((column) => column.key === key)?.label ?? "a field").toLowerCase();
  const grouping = columns.find(({ key }) => key === view.group);
  const isTable = view.board === null;
  return (
    <div className="flex min-h-[34px] items-center justify-between gap-6 border-ink border-t py-1.5 text-ink-2 text-note">
      <div className="flex flex-wrap items-center gap-x-6 gap-y-1">
        <span role="status">
          {counts ? (
            <>
              <span className="font-semibold text-ink tabular">{count(counts.total)}</span>
              {counts.total === counts.all ? null : ` of ${count(counts.all)}`}{" "}
              {counts.all === 1 ? declaration.one : declaration.many}
            </>
          ) : null}
        </span>
        <Popover
          label="change the sort"
          triggerClass={TRIGGER}
          trigger={
            <span>
              Sorted by{" "}
              <span className="font-semibold text-ink">{sorts.map(({ key }) => labelOf(key)).join(", then ")}</span>
              {sorts.length === 1 && sorts[0]?.descending && sorts[0].key !== RELEVANCE ? ", descending" : ""}{" "}
              <span aria-hidden="true" data-print="hide">
                ▾
              </span>
            </span>
          }
        >
          {() => <SortPanel register={register} />}
        </Popover>
        {isTable && columns.some(isGroupable) ? (
          <Popover
            label="group rows"
            triggerClass={TRIGGER}
            trigger={
              <span data-print={grouping ? undefined : "hide"}>
                {grouping ? (
                  <>
                    Grouped by <span className="font-semibold text-ink">{grouping.label.toLowerCase()}</span>
                  </>
                ) : (
                  "Not grouped"
                )}{" "}
                <span aria-hidden="true" data-print="hide">
                  ▾
                </span>
              </span>
            }
          >
            {(close) => <GroupPanel register={register} close={close} />}
          </Popover>
        ) : null}
        {isTable ? (
          <Popover
            label="choose columns"
            triggerClass={`hidden wide:inline ${TRIGGER}`}
            trigger={
              <span data-print="hide">
                Columns <span className="font-semibold text-ink tabular">{shown.length}</span> of {columns.length}{" "}
                <span aria-hidden="true">▾</span>
              </span>
            }
          >
            {() => <ColumnPanel register={register} />}
          </Popover>
        ) : null}
      </div>
      {hints}
    </div>
  );
}
