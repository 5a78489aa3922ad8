"use client";

import type { RegisterState } from "@/components/table/use-register";
import { isGroupable } from "@/domain/table/column";

const ITEM = "flex min-h-[36px] w-full items-center gap-2 px-2.5 text-table hover:bg-wash wide:min-h-[28px]";

/** By which column rows are grouped, and whether the groups show their rows. */
export function GroupPanel({ register, close }: { register: RegisterState; close: () => void }) {
  const { columns, address, groups, folded, fold } = register;
  const { group } = address.view;
  const choose = (key: string | null) => {
    address.set({ group: key });
    close();
  };
  const values = groups?.groups.map(({ value }) => value) ?? [];
  return (
    <div className="w-[230px] p-1">
      <fieldset>
        <legend className="px-2.5 pt-1.5 pb-0.5 text-ink-2 text-label">Group rows by</legend>
        {[null, ...columns.filter(isGroupable)].map((column) => (
          <label key={column?.key ?? "none"} className={ITEM}>
            <input
              type="radio"
              name="group"
              className="accent-ink"
              checked={group === (column?.key ?? null)}
              onChange={() => choose(column?.key ?? null)}
            />
            {column?.label ?? "Nothing"}
          </label>
        ))}
      </fieldset>
      {values.length > 0 ? (
        <>
          <hr className="my-1 border-rule" />
          <button type="button" className={ITEM} onClick={() => fold(values, true)}>
            Fold all groups
          </button>
          <button type="button" className={ITEM} disabled={folded.size === 0} onClick={() => fold(values, false)}>
            Unfold all groups
          </button>
        </>
      ) : null}
    </div>
  );
}
