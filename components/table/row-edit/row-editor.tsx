"use client";

import { useQuery } from "@tanstack/react-query";
import { useRef } from "react";
import type { RowBase } from "@/components/table/register";
import { RowForm } from "@/components/table/row-edit/row-form";
import type { Editing } from "@/components/table/row-edit/use-row-edit";
import type { RegisterState } from "@/components/table/use-register";
import { PopoverPanel } from "@/components/ui/popover-panel";
import { isSetInRow } from "@/domain/table/column";
import { EVERYTHING } from "@/domain/table/filter";

export type RowEditorOf = typeof RowEditor;

/** One value of one row, set where it stands. The row is read anew as it opens: what is edited is what is recorded. */
export function RowEditor<Row extends RowBase>({
  register,
  editing,
  name,
  onClose,
  onBelow,
}: {
  register: RegisterState<Row>;
  editing: Editing;
  name: string;
  onClose: () => void;
  onBelow: (column: string) => void;
}) {
  const { org, api, columns } = register;
  const anchor = useRef(editing.anchor);
  const editable = columns.filter(isSetInRow);
  const asked = api.rows.queryOptions(
    {
      ...{ org, ids: [editing.id], q: "", filter: EVERYTHING, archived: "all", sort: [] },
      columns: editable.map(({ key }) => key),
    },
    { staleTime: 0, gcTime: 0, refetchOnMount: "always" },
  );
  const { data, error } = useQuery(asked);
  const row = data?.rows[0];
  return (
    <PopoverPanel
      id="row-editor"
      label={`Edit ${name}`}
      anchor={anchor}
      align="start"
      side="bottom"
      role="dialog"
      whole
      onClose={onClose}
    >
      <div className="grid w-[min(340px,calc(100vw-48px))] gap-3 p-3.5">
        <p className="truncate font-medium text-note" title={name}>
          {name}
        </p>
        {row ? (
          <RowForm
            register={register}
            columns={editable}
            start={editing.column}
            row={row}
            name={name}
            onDone={onClose}
            onBelow={onBelow}
          />
        ) : (
          <p role={error || data ? "alert" : "status"} className="text-ink-2 text-note">
            {error?.message ?? (data ? "It no longer exists, or you may not see it." : "Reading what is recorded …")}
          </p>
        )}
      </div>
    </PopoverPanel>
  );
}
