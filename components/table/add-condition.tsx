"use client";

import { useState } from "react";
import { FacetPanel } from "@/components/table/facet-panel";
import { isFaceted } from "@/components/table/faceted";
import type { RegisterState } from "@/components/table/use-register";
import { isFilterable, type RegisterColumn } from "@/domain/table/column";
import { plainValues, withPlainValues } from "@/domain/table/filter";

const ITEM =
  "flex min-h-[36px] w-full items-center justify-between rounded-small px-2.5 text-left text-table hover:bg-wash wide:min-h-[28px]";

/** The columns one may ask of: values to tick for most, the builder for numbers, dates and everything else. */
export function AddCondition({
  register,
  close,
  onBuild,
}: {
  register: RegisterState;
  close: () => void;
  onBuild: (column?: string) => void;
}) {
  const { columns, address, declaration } = register;
  const [column, setColumn] = useState<RegisterColumn | null>(null);
  const { filter } = address.view;
  if (column) {
    return (
      <div>
        <button
          type="button"
          className="min-h-[36px] px-3 pt-2 font-semibold text-note hover:underline"
          onClick={() => setColumn(null)}
        >
          ‹ {column.label}
        </button>
        <FacetPanel
          register={register}
          column={column}
          values={plainValues(filter, column.key)}
          onChange={(values) => address.set({ filter: withPlainValues(filter, column.key, values) })}
        />
      </div>
    );
  }
  const build = (key?: string) => {
    close();
    onBuild(key);
  };
  return (
    <div className="w-[240px] p-1">
      <button type="button" className={`${ITEM} font-semibold`} onClick={() => build()}>
        Filter builder
        <span className="font-normal text-ink-2 text-note">and, or, dates</span>
      </button>
      <hr className="my-1 border-rule" />
      {columns.filter(isFilterable).map((each) => (
        <button
          key={each.key}
          type="button"
          className={ITEM}
          onClick={() => (isFaceted(each) ? setColumn(each) : build(each.key))}
        >
          {each.label}
          <span aria-hidden="true" className="text-ink-3">
            {isFaceted(each) ? "›" : "…"}
          </span>
        </button>
      ))}
      {declaration.archives ? (
        <button
          type="button"
          className={ITEM}
          onClick={() => {
            address.set({ archived: "only" });
            close();
          }}
        >
          Archived
        </button>
      ) : null}
    </div>
  );
}
