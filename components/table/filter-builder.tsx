"use client";

import { useEffect, useRef, useState } from "react";
import { added, asGroup, begun } from "@/components/table/filter-edit";
import { FilterGroup } from "@/components/table/filter-group";
import { useNames } from "@/components/table/names";
import type { RegisterState } from "@/components/table/use-register";
import { Button } from "@/components/ui/button";
import { formatCount } from "@/components/ui/format";
import { isFilterable } from "@/domain/table/column";
import {
  type AllOf,
  type AnyOf,
  conditionFault,
  EVERYTHING,
  type Filter,
  keeping,
  pruned,
} from "@/domain/table/filter";
import { filterSentence } from "@/domain/table/filter-sentence";
import { filterText } from "@/domain/table/filter-text";
import { USUAL_VIEW } from "@/domain/table/view";
import { paramsOf, readerOf, viewFromParams } from "@/domain/table/view-params";

const TYPING_PAUSE_MS = 300;

/** Conditions in groups of "and" and "or". What can be understood holds at once; what cannot says why beside it. */
export function FilterBuilder({
  register,
  start,
  counts,
  onClose,
}: {
  register: RegisterState;
  /** The column to begin a condition on; `times` counts how often that was asked for. */
  start: { column: string | undefined; times: number };
  counts: { total: number; all: number } | null;
  onClose: () => void;
}) {
  const { declaration, columns, address, locale } = register;
  const nameOf = useNames(register);
  const section = useRef<HTMLElement>(null);
  const [draft, setDraft] = useState<AllOf | AnyOf>(() => asGroup(address.view.filter));
  /** As an address would give it back, so that its own echo is told from somebody else's change. */
  const written = (filter: Filter) =>
    filterText(viewFromParams(readerOf(paramsOf({ ...USUAL_VIEW, filter })), declaration).filter);
  const held = written(address.view.filter);
  const sent = useRef(held);
  useEffect(() => {
    if (held === sent.current) return;
    sent.current = held;
    setDraft(asGroup(address.view.filter));
  }, [held, address.view.filter]);

  const meant = pruned(keeping(draft, (condition) => conditionFault(condition, columns) === null)) ?? EVERYTHING;
  const meantText = written(meant);
  useEffect(() => {
    if (meantText === sent.current) return;
    const timer = setTimeout(() => {
      sent.current = meantText;
      address.set({ filter: meant });
    }, TYPING_PAUSE_MS);
    return () => clearTimeout(timer);
  });

  const [focusing, setFocusing] = useState(0);
  const begunFor = useRef(0);
  useEffect(() => {
    if (begunFor.current === start.times) return;
    begunFor.current = start.times;
    const column = columns.find(({ key }) => key === start.column) ?? undefined;
    const first = columns.find(isFilterable);
    setDraft((was) => {
      const isBlank = ("all" in was ? was.all : was.any).length === 0;
      const from = column ?? (isBlank ? first : undefined);
      return from ? added(was, [], begun(from)) : was;
    });
    setFocusing(start.times);
  }, [start, columns]);
  useEffect(() => {
    if (focusing === 0) return;
    // The last condition is the one just begun.
    [...(section.current?.querySelectorAll<HTMLElement>("[data-column-choice]") ?? [])].at(-1)?.focus();
  }, [focusing]);

  const sentence = filterSentence(meant, columns, nameOf);
  return (
    <section
      ref={section}
      aria-label="Filter builder"
      data-print="hide"
      className="mb-3 rounded-control border border-rule bg-sheet p-3"
      onKeyDown={(event) => {
        if (event.key === "Escape" && !event.defaultPrevented) onClose();
      }}
    >
      <FilterGroup register={register} group={draft} path={[]} whole={draft} onWhole={setDraft} />
      <div className="mt-3 flex flex-wrap items-baseline justify-between gap-x-6 gap-y-2 border-rule border-t pt-2.5">
        <p className="min-w-0 flex-1 font-serif text-meaning" aria-live="polite">
          Show {declaration.many}
          {sentence ? ` where ${sentence}` : ""}
          {counts ? `: ${formatCount(counts.total, locale)} of ${formatCount(counts.all, locale)}.` : "."}
        </p>
        <div className="flex gap-2">
          <Button size="small" tone="quiet" onClick={() => setDraft(EVERYTHING)}>
            Clear all
          </Button>
          <Button size="small" onClick={onClose}>
            Close
          </Button>
        </div>
      </div>
    </section>
  );
}
