"use client";

import { moved } from "@/components/table/sort-step";
import type { RegisterState } from "@/components/table/use-register";
import { Button } from "@/components/ui/button";
import { Select } from "@/components/ui/field";
import { isSortable, RELEVANCE, type RegisterColumn, type Sort } from "@/domain/table/column";
import { MOST_SORTS, sortOf } from "@/domain/table/view";

/** What up and down mean for a column. */
function directions(column: RegisterColumn | undefined): readonly [string, string] {
  switch (column?.kind) {
    case "number":
      return ["smallest first", "largest first"];
    case "date":
    case "instant":
      return ["earliest first", "latest first"];
    case "text":
    case "person":
    case "reference":
      return ["A to Z", "Z to A"];
    default:
      return ["first to last", "last to first"];
  }
}

/** Several keys, the first counting most. */
export function SortPanel({ register }: { register: RegisterState }) {
  const { columns, address, declaration } = register;
  const { view } = address;
  const sorts = sortOf(view, declaration).filter(({ key }) => key !== RELEVANCE);
  const sortable = columns.filter(isSortable);
  const set = (next: readonly Sort[]) => address.set({ sort: next });
  const free = sortable.filter(({ key }) => !sorts.some((sort) => sort.key === key));
  return (
    <div className="w-[min(400px,calc(100vw-40px))] p-3">
      <ol className="grid gap-2" aria-label="Sorted by">
        {sorts.map((sort, index) => {
          const column = columns.find(({ key }) => key === sort.key);
          const [up, down] = directions(column);
          const name = column?.label ?? "a field";
          const replace = (next: Sort) => set(sorts.map((each) => (each === sort ? next : each)));
          return (
            <li key={sort.key} className="flex items-center gap-1.5">
              <div className="min-w-0 flex-1">
                <Select
                  aria-label={index === 0 ? "Sort by" : "Then by"}
                  value={sort.key}
                  onChange={(event) => replace({ ...sort, key: event.target.value })}
                >
                  {sortable
                    .filter(({ key }) => key === sort.key || free.some((each) => each.key === key))
                    .map(({ key, label }) => (
                      <option key={key} value={key}>
                        {label}
                      </option>
                    ))}
                </Select>
              </div>
              <div className="w-[130px]">
                <Select
                  aria-label={`Order of ${name}`}
                  value={sort.descending ? "down" : "up"}
                  onChange={(event) => replace({ ...sort, descending: event.target.value === "down" })}
                >
                  <option value="up">{up}</option>
                  <option value="down">{down}</option>
                </Select>
              </div>
              <Button
                size="small"
                tone="quiet"
                aria-label={`Sort by ${name} earlier`}
                disabled={index === 0}
                onClick={() => set(moved(sorts, index, index - 1))}
              >
                ↑
              </Button>
              <Button
                size="small"
                tone="quiet"
                aria-label={`Do not sort by ${name}`}
                disabled={sorts.length === 1 && view.sort.length === 0}
                onClick={() => set(sorts.filter((each) => each !== sort))}
              >
                ×
              </Button>
            </li>
          );
        })}
      </ol>
      <div className="mt-2 flex items-center justify-between gap-2">
        {sorts.length < MOST_SORTS && free.length > 0 ? (
          <Select
            aria-label="Add a sort"
            value=""
            className="w-[170px]"
            onChange={(event) => {
              const column = free.find(({ key }) => key === event.target.value);
              if (column) set([...sorts, { key: column.key, descending: column.descendingFirst ?? false }]);
            }}
          >
            <option value="">{sorts.length > 0 ? "Then by …" : "Sort by …"}</option>
            {free.map(({ key, label }) => (
              <option key={key} value={key}>
                {label}
              </option>
            ))}
          </Select>
        ) : (
          <span />
        )}
        <Button size="small" tone="quiet" disabled={view.sort.length === 0} onClick={() => set([])}>
          Usual order
        </Button>
      </div>
      <p className="mt-2 text-ink-2 text-note">Shift and a click on a head sorts by it after the others.</p>
    </div>
  );
}
