"use client";

import dynamic from "next/dynamic";
import { Fragment, type ReactNode } from "react";
import { isFaceted } from "@/components/table/faceted";
import { useNames } from "@/components/table/names";
import type { RegisterState } from "@/components/table/use-register";
import { Popover } from "@/components/ui/popover";
import { conjuncts, EVERYTHING, type Filter, isCondition, withPlainValues } from "@/domain/table/filter";
import { filterSentence } from "@/domain/table/filter-sentence";

const FacetPanel = dynamic(() => import("@/components/table/facet-panel").then((loaded) => loaded.FacetPanel), {
  ssr: false,
});
const AddCondition = dynamic(() => import("@/components/table/add-condition").then((loaded) => loaded.AddCondition), {
  ssr: false,
});

const CHIP =
  "inline-flex min-h-[36px] max-w-full items-center rounded-control border border-rule bg-sheet text-note wide:min-h-[30px]";

function Chip({ remove, onRemove, children }: { remove: string; onRemove: () => void; children: ReactNode }) {
  return (
    <span className={CHIP}>
      {children}
      <button
        type="button"
        aria-label={remove}
        onClick={onRemove}
        className="min-h-6 min-w-7 text-ink-2 hover:text-ink"
      >
        ×
      </button>
    </span>
  );
}

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
  const chips: { key: string; node: ReactNode }[] = parts.map((part, index) => {
    const words = filterSentence({ all: [part] }, columns, nameOf);
    const column = isCondition(part) ? columns.find(({ key }) => key === part.column) : undefined;
    const remove = column ? `Remove the condition on ${column.label.toLowerCase()}` : `Remove: ${words}`;
    const label = <Words key="words" text={words} lead={column?.label} />;
    const isQuick = isCondition(part) && part.op === "is" && column && isFaceted(column);
    return {
      key: `${index} ${isCondition(part) ? `${part.column} ${part.op}` : "group"}`,
      node: (
        <Chip remove={remove} onRemove={() => without(part)}>
          {isQuick ? (
            <Popover label={`${column.label}: change this condition`} trigger={label} triggerClass={WORDS}>
              {() => (
                <FacetPanel
                  register={register}
                  column={column}
                  values={part.values}
                  onChange={(values) => address.set({ filter: withPlainValues(filter, part.column, values) })}
                />
              )}
            </Popover>
          ) : (
            <button type="button" className={WORDS} onClick={() => onBuild()}>
              {label}
              <span className="sr-only">, change in the filter builder</span>
            </button>
          )}
        </Chip>
      ),
    };
  });
  if (archived !== "no") {
    chips.push({
      key: "archived",
      node: (
        <Chip remove="Remove the condition on archived" onRemove={() => address.set({ archived: "no" })}>
          <span className="py-1 pl-2.5 font-semibold">{archived === "only" ? "Archived" : "Archived or not"}</span>
        </Chip>
      ),
    });
  }
  return (
    <div className="flex min-h-[33px] flex-wrap items-center gap-2">
      <span className="font-serif text-ink-2 text-lead">
        Show {declaration.many}
        {chips.length > 0 ? " where" : ""}
      </span>
      {chips.map(({ key, node }, index) => (
        <Fragment key={key}>
          {index > 0 ? <span className="font-serif text-ink-2 text-lead">and</span> : null}
          {node}
        </Fragment>
      ))}
      <Popover
        label="Add a condition"
        trigger="+ condition"
        triggerClass="min-h-[36px] px-1.5 text-ink-2 text-note hover:text-ink wide:min-h-[30px]"
      >
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

const WORDS = "min-w-0 py-1 pl-2.5 text-left";

/** The name of the column plain, what is said of it strong. */
function Words({ text, lead }: { text: string; lead: string | undefined }) {
  if (!lead || !text.startsWith(lead)) return <span>{text}</span>;
  const rest = text.slice(lead.length);
  const verb =
    /^ (is not empty|is empty|is overdue|is not|is on or after|is on or before|is on|is|for|contains|does not contain)(?= |$)/.exec(
      rest,
    )?.[0];
  return (
    <span>
      {lead}
      {verb ?? ""} <span className="font-semibold">{rest.slice((verb ?? "").length).trim()}</span>
    </span>
  );
}
