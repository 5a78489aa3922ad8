"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { BulkDialog } from "@/components/table/bulk/bulk-dialog";
import { copyRows, exportHref } from "@/components/table/export-list";
import type { RegisterState } from "@/components/table/use-register";
import type { Selection } from "@/components/table/use-selection";
import { Button, LinkButton } from "@/components/ui/button";
import { formatCount } from "@/components/ui/format";

/** What may be done with marked rows; on the page all marked, every row that matches may be. */
export function BulkBar({ register, selection }: { register: RegisterState; selection: Selection }) {
  const { declaration, rows, mayEdit, locale, columns } = register;
  const queries = useQueryClient();
  const [changing, setChanging] = useState(false);
  const { selected, matching, markMatching, clear } = selection;
  const total = register.groups?.total ?? register.total ?? 0;
  const isWholePage = rows.length > 0 && rows.every(({ id }) => selected.has(id));
  const mayAll = !matching && isWholePage && total > selected.size;
  const ids = matching ? undefined : [...selected];
  const count = matching ? total : selected.size;
  const word = count === 1 ? declaration.one : declaration.many;
  const small = "border-paper! bg-ink! text-paper! hover:opacity-80";
  return (
    <>
      <div
        role="toolbar"
        aria-label="Selected rows"
        data-print="hide"
        className="sticky bottom-[72px] z-10 mt-2 flex flex-wrap items-center gap-2 rounded-control bg-ink px-4 py-2 text-paper desk:bottom-4"
      >
        <p className="mr-auto font-serif text-lead">
          {formatCount(count, locale)} {matching ? `${word} that match` : "selected"}
          {mayAll ? (
            <button type="button" className="ml-3 font-sans text-table underline" onClick={markMatching}>
              Select all {formatCount(total, locale)} that match
            </button>
          ) : null}
        </p>
        {mayEdit && columns.some(({ bulk }) => bulk) ? (
          <Button size="small" onClick={() => setChanging(true)}>
            Change…
          </Button>
        ) : null}
        <LinkButton size="small" className={small} href={exportHref(register, "xlsx", ids)} download>
          Excel
        </LinkButton>
        <LinkButton size="small" className={small} href={exportHref(register, "csv", ids)} download>
          CSV
        </LinkButton>
        <Button size="small" className={small} onClick={() => void copyRows(queries, register, ids)}>
          Copy
        </Button>
        <Button size="small" className={small} onClick={clear}>
          Clear
        </Button>
      </div>
      {changing ? (
        <BulkDialog
          register={register}
          ids={ids}
          count={count}
          onClose={() => setChanging(false)}
          onDone={() => {
            setChanging(false);
            clear();
          }}
        />
      ) : null}
    </>
  );
}
