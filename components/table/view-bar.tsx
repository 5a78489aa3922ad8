"use client";

import type { RegisterState } from "@/components/table/use-register";
import { ViewMenu } from "@/components/table/view-menu";
import { isBoardable } from "@/domain/table/column";

/** Which view of the register this is, and whether it is a table or a board. */
export function ViewBar({ register }: { register: RegisterState }) {
  const { columns, address } = register;
  const { board } = address.view;
  const lanes = columns.filter(isBoardable);
  const button = "min-h-[36px] px-3 font-medium text-note wide:min-h-[27px]";
  return (
    <div data-print="hide" className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 pb-3">
      <ViewMenu register={register} />
      {lanes[0] ? (
        <div className="flex items-center gap-2">
          {board ? (
            <label className="flex items-center gap-1.5 text-ink-2 text-note">
              Lanes by
              <select
                value={board}
                onChange={(event) => address.set({ board: event.target.value })}
                className="h-[36px] rounded-control border border-rule bg-sheet px-1.5 text-ink text-note wide:h-[29px]"
              >
                {lanes.map(({ key, label }) => (
                  <option key={key} value={key}>
                    {label}
                  </option>
                ))}
              </select>
            </label>
          ) : null}
          <fieldset className="flex rounded-control border border-rule">
            <legend className="sr-only">Shown as</legend>
            <button
              type="button"
              aria-pressed={!board}
              className={`${button} rounded-l-control ${board ? "text-ink-2 hover:text-ink" : "bg-wash"}`}
              onClick={() => address.set({ board: null })}
            >
              Table
            </button>
            <button
              type="button"
              aria-pressed={Boolean(board)}
              className={`${button} rounded-r-control border-rule border-l ${board ? "bg-wash" : "text-ink-2 hover:text-ink"}`}
              onClick={() => address.set({ board: board ?? lanes[0]?.key ?? null })}
            >
              Board
            </button>
          </fieldset>
        </div>
      ) : null}
    </div>
  );
}
