"use client";

import { useRef } from "react";
import { ConditionRow } from "@/components/table/condition-row";
import { added, begun, type Path, replaced, turned } from "@/components/table/filter-edit";
import type { RegisterState } from "@/components/table/use-register";
import { Button } from "@/components/ui/button";
import { isFilterable } from "@/domain/table/column";
import { type AllOf, type AnyOf, DEEPEST, isCondition, partsOf } from "@/domain/table/filter";

type Whole = AllOf | AnyOf;

/** The parts of one group under each other, the word between them changed for all at once. */
export function FilterGroup({
  register,
  group,
  path,
  whole,
  onWhole,
}: {
  register: RegisterState;
  group: Whole;
  path: Path;
  whole: Whole;
  onWhole: (next: Whole) => void;
}) {
  const parts = partsOf(group);
  const joins = "all" in group ? "and" : "or";
  const first = register.columns.find(isFilterable);
  const box = useRef<HTMLFieldSetElement>(null);
  /** The focus follows what was done: to the condition begun, or back to where another may begin. */
  const change = (next: Whole, isAdded: boolean) => {
    onWhole(next);
    requestAnimationFrame(() => {
      const choices = [...(box.current?.querySelectorAll<HTMLElement>("[data-column-choice]") ?? [])];
      const adding = [...(box.current?.querySelectorAll<HTMLElement>("[data-begin]") ?? [])];
      (isAdded ? choices : adding).at(-1)?.focus();
    });
  };
  const swap = () => onWhole(path.length === 0 ? turned(whole) : replaced(whole, path, turned(group)));
  const name = path.length === 0 ? "Conditions" : `Group ${path.map((place) => place + 1).join(".")}`;
  return (
    <fieldset ref={box} className={path.length > 0 ? "min-w-0 flex-1 border-rule border-l pl-3" : "min-w-0"}>
      <legend className="sr-only">{name}</legend>
      <ul className="grid gap-2">
        {parts.map((part, index) => {
          const here = [...path, index];
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: a part of a filter is what stands at its place
            <li key={index} className="flex items-start gap-2">
              <span className="flex min-h-[36px] w-[52px] shrink-0 items-center text-ink-2 text-note wide:min-h-[33px]">
                {index === 0 ? (
                  path.length === 0 ? (
                    "where"
                  ) : (
                    ""
                  )
                ) : index === 1 ? (
                  <select
                    aria-label={`${name}: how they are joined`}
                    value={joins}
                    onChange={swap}
                    className="h-[33px] w-full rounded-control border border-rule bg-sheet px-1 text-ink"
                  >
                    <option value="and">and</option>
                    <option value="or">or</option>
                  </select>
                ) : (
                  joins
                )}
              </span>
              {isCondition(part) ? (
                <ConditionRow
                  register={register}
                  condition={part}
                  onChange={(next) => onWhole(replaced(whole, here, next))}
                  onRemove={() => change(replaced(whole, here, null), false)}
                />
              ) : (
                <FilterGroup register={register} group={part} path={here} whole={whole} onWhole={onWhole} />
              )}
            </li>
          );
        })}
      </ul>
      <div className="mt-2 flex gap-1 pl-[60px]">
        {first ? (
          <Button size="small" tone="quiet" data-begin onClick={() => change(added(whole, path, begun(first)), true)}>
            + condition
          </Button>
        ) : null}
        {first && path.length < DEEPEST - 1 ? (
          <Button
            size="small"
            tone="quiet"
            onClick={() =>
              change(
                added(
                  whole,
                  path,
                  "all" in group ? { any: [begun(first), begun(first)] } : { all: [begun(first), begun(first)] },
                ),
                true,
              )
            }
          >
            + group
          </Button>
        ) : null}
        {path.length > 0 ? (
          <Button
            size="small"
            tone="quiet"
            aria-label={`Remove ${name.toLowerCase()}`}
            onClick={() => onWhole(replaced(whole, path, null))}
          >
            Remove group
          </Button>
        ) : null}
      </div>
    </fieldset>
  );
}
