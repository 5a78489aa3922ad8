"use client";

import { type ReactNode, type Ref, useEffect, useRef, useState } from "react";
import { type Column, shownColumns, toggleColumn } from "@/components/table/column";
import type { RegisterUrl } from "@/components/table/use-register-url";
import { Checkbox } from "@/components/ui/checkbox";
import { Popover } from "@/components/ui/popover";

const TYPING_PAUSE_MS = 150;

/** Typing searches after a short pause; what stands in the address comes back when one goes back. */
export function SearchInput({
  url,
  label,
  inputRef,
}: {
  url: RegisterUrl;
  label: string;
  inputRef: Ref<HTMLInputElement>;
}) {
  const [text, setText] = useState(url.q);
  const committed = useRef(url.q);
  useEffect(() => {
    if (url.q === committed.current) return;
    committed.current = url.q;
    setText(url.q);
  }, [url.q]);
  useEffect(() => {
    if (text === committed.current) return;
    const timer = setTimeout(() => {
      committed.current = text;
      url.setQuery(text);
    }, TYPING_PAUSE_MS);
    return () => clearTimeout(timer);
  });
  return (
    <input
      ref={inputRef}
      type="search"
      aria-label={label}
      placeholder={label}
      value={text}
      onChange={(event) => setText(event.target.value)}
      onKeyDown={(event) => {
        if (event.key === "Escape") event.currentTarget.blur();
      }}
      className="h-[44px] w-full rounded-control border border-rule bg-sheet px-2.5 text-body placeholder:text-ink-3 wide:h-[33px] wide:w-[260px] wide:text-table"
    />
  );
}

export function ColumnChooser<Row>({ columns, url }: { columns: readonly Column<Row>[]; url: RegisterUrl }) {
  const shown = new Set(shownColumns(columns, url.cols).map((column) => column.key));
  return (
    <Popover
      label="choose columns"
      triggerClass="hidden min-h-6 text-note hover:text-ink wide:inline"
      trigger={
        <span className="text-ink-2">
          Columns <span className="font-semibold text-ink tabular">{shown.size}</span> of {columns.length}{" "}
          <span aria-hidden="true">▾</span>
        </span>
      }
    >
      {() => (
        <fieldset className="grid gap-x-4 p-3 wide:w-[360px] wide:grid-cols-2">
          <legend className="sr-only">Columns</legend>
          {columns.map((column) => (
            <Checkbox
              key={column.key}
              checked={shown.has(column.key)}
              disabled={column.fixed}
              onChange={() => url.setColumns(toggleColumn(columns, url.cols, column.key))}
            >
              {column.label}
            </Checkbox>
          ))}
        </fieldset>
      )}
    </Popover>
  );
}

/** The line under the ink rule: how many, in which order, which columns. */
export function CountLine({ children, hints }: { children: ReactNode; hints: ReactNode }) {
  return (
    <div className="flex min-h-[34px] items-center justify-between gap-6 border-ink border-t py-1.5 text-ink-2 text-note">
      <div className="flex flex-wrap items-center gap-x-6 gap-y-1">{children}</div>
      {hints}
    </div>
  );
}
