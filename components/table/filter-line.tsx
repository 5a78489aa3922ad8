"use client";

import dynamic from "next/dynamic";
import type { ReactNode } from "react";
import { isFaceted } from "@/components/table/faceted";
import { useNames } from "@/components/table/names";
import type { RegisterState } from "@/components/table/use-register";
import { Popover } from "@/components/ui/popover";
import { isFilterable } from "@/domain/table/column";
import { conditionsOf, conjuncts, EVERYTHING, type Filter, isCondition, withPlainValues } from "@/domain/table/filter";
import { filterSentence } from "@/domain/table/filter-sentence";

const FacetPanel = dynamic(() => import("@/components/table/facet-panel").then((loaded) => loaded.FacetPanel), {
  ssr: false,
});
const AddCondition = dynamic(() => import("@/components/table/add-condition").then((loaded) => loaded.AddCondition), {
  ssr: false,
});

/** Choices offered before anybody asks for a condition. */
const MOST_QUICK = 3;

const CHIP =
  "inline-flex min-h-[36px] max-w-full items-center rounded-control border border-rule bg-sheet text-note wide:min-h-[30px]";
const WORDS = "min-w-0 py-1 pl-2.5 text-left";
const QUIET = "min-h-[36px] px-1.5 text-ink-2 text-note hover:text-ink wide:min-h-[30px]";

/**
 * A condition that holds, or a choice that might. One kind of element for both, so that a panel stays open when its first
 * value is ticked or its last one taken away.
 */
function Chip({
  isSecond,
  remove,
  children,
}: {
  isSecond: boolean;
  remove?: Removal | undefined;
  children: ReactNode;
}) {
  return (
    <span className={remove ? "contents" : "hidden wide:contents"}>
      {isSecond ? <span className="font-serif text-ink-2 text-lead">and</span> : null}
      <span className={remove ? CHIP : undefined}>
        {children}
        {remove ? (
          <button
            type="button"
            aria-label={remove.label}
            onClick={remove.act}
            className="min-h-6 min-w-7 text-ink-2 hover:text-ink"
          >
            ×
          </button>
        ) : null}
      </span>
    </span>
  );
}
type Removal = { label: string; act: () => void };

/** "Show initiatives where …": each condition can be changed or taken away; together they are the address. */
export function FilterLine({
  register,
  onBuild,
}: {
  register: RegisterState;
  /** Opens the builder, for a condition on this column when one is named. */
  onBuild: (column?: string) => void;
}) {
  const { declaration, columns, address } = register;
  const { filter, archived } = address.view;
  const nameOf = useNames(register);
  const parts = conjuncts(filter);
  const without = (part: Filter) => address.set({ filter: { all: parts.filter((each) => each !== part) } });
  const facet = (key: string, values: readonly string[]) => {
    const column = columns.find((each) => each.key === key);
    return column ? (
      <FacetPanel
        register={register}
        column={column}
        values={values}
        onChange={(next) => address.set({ filter: withPlainValues(filter, key, next) })}
      />
    ) : null;
  };
  const chips = parts.map((part, index) => {
    const words = filterSentence({ all: [part] }, columns, nameOf);
    const column = isCondition(part) ? columns.find(({ key }) => key === part.column) : undefined;
    const isQuick = isCondition(part) && part.op === "is" && column && isFaceted(column);
    const remove = {
      label: column ? `Remove the condition on ${column.label.toLowerCase()}` : `Remove: ${words}`,
      act: () => without(part),
    };
    return (
      <Chip key={isQuick ? column.key : `${index}`} isSecond={index > 0} remove={remove}>
        {isQuick ? (
          <Popover
            label={`${column.label}: change this condition`}
            trigger={<Words text={words} lead={column.label} />}
            triggerClass={WORDS}
          >
            {() => facet(column.key, part.values)}
          </Popover>
        ) : (
          <button type="button" className={WORDS} onClick={() => onBuild()}>
            <Words text={words} lead={column?.label} />
            <span className="sr-only">, change in the filter builder</span>
          </button>
        )}
      </Chip>
    );
  });
  if (archived !== "no") {
    const remove = { label: "Remove the condition on archived", act: () => address.set({ archived: "no" }) };
    chips.push(
      <Chip key="archived" isSecond={chips.length > 0} remove={remove}>
        <span className="py-1 pl-2.5 font-semibold">{archived === "only" ? "Archived" : "Archived or not"}</span>
      </Chip>,
    );
  }
  const asked = conditionsOf(filter).map(({ column }) => column);
  const quick = columns
    .filter((column) => column.kind === "choice" && isFilterable(column))
    .slice(0, MOST_QUICK)
    .filter(({ key }) => !asked.includes(key))
    .map((column) => (
      <Chip key={column.key} isSecond={false}>
        <Popover
          label={`filter by ${column.label.toLowerCase()}`}
          triggerClass={QUIET}
          trigger={
            <span>
              {column.label} <span aria-hidden="true">▾</span>
            </span>
          }
        >
          {() => facet(column.key, [])}
        </Popover>
      </Chip>
    ));
  return (
    <div className="flex min-h-[33px] flex-wrap items-center gap-2">
      <span className="font-serif text-ink-2 text-lead">
        Show {declaration.many}
        {chips.length > 0 ? " where" : ""}
      </span>
      {[...chips, ...quick]}
      <Popover label="Add a condition" trigger="+ condition" triggerClass={QUIET}>
        {(close) => <AddCondition register={register} close={close} onBuild={onBuild} />}
      </Popover>
      {chips.length > 1 ? (
        <button
          type="button"
          className="min-h-[30px] px-1 text-accent text-note hover:underline"
          onClick={() => address.set({ filter: EVERYTHING, archived: "no" })}
        >
          Clear
        </button>
      ) : null}
    </div>
  );
}

const VERBS =
  /^ (is not empty|is empty|is overdue|is not|is on or after|is on or before|is on|is|for|contains|does not contain)(?= |$)/;

/** The name of the column plain, what is said of it strong. */
function Words({ text, lead }: { text: string; lead: string | undefined }) {
  if (!lead || !text.startsWith(lead)) return <span>{text}</span>;
  const rest = text.slice(lead.length);
  const verb = VERBS.exec(rest)?.[0] ?? "";
  return (
    <span>
      {lead}
      {verb} <span className="font-semibold">{rest.slice(verb.length).trim()}</span>
    </span>
  );
}
