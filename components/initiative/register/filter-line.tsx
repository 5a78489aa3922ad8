"use client";

import { useQuery } from "@tanstack/react-query";
import { Fragment, type ReactNode, useState } from "react";
import { FacetPanel } from "@/components/initiative/register/facet-panel";
import type { InitiativeFilterState } from "@/components/initiative/register/use-filter";
import { useTRPC } from "@/components/providers/trpc";
import { formatDate } from "@/components/ui/format";
import { useAt } from "@/components/ui/org-link";
import { Popover } from "@/components/ui/popover";
import { INITIATIVE_STAGE_LABELS, INITIATIVE_TYPE_LABELS } from "@/domain/initiative/choice";
import type { InitiativeFilter } from "@/domain/initiative/register";
import {
  ATTENTION_LABELS,
  FILTER_KEYS,
  FILTER_LABELS,
  type FilterKey,
  NOT_STATED,
} from "@/domain/initiative/register-choice";

type Named = (id: string) => string | undefined;

function valueLabel(key: FilterKey, value: string, named: Named): string {
  if (value === NOT_STATED)
    return key === "owner" ? "nobody" : key === "tier" ? "unrated" : key === "program" ? "none" : "not stated";
  if (key === "stage") return INITIATIVE_STAGE_LABELS[value as keyof typeof INITIATIVE_STAGE_LABELS];
  if (key === "type") return INITIATIVE_TYPE_LABELS[value as keyof typeof INITIATIVE_TYPE_LABELS];
  if (key === "attention") return ATTENTION_LABELS[value as keyof typeof ATTENTION_LABELS];
  return named(value) ?? value;
}

const CHIP =
  "inline-flex min-h-[36px] items-center rounded-control border border-rule bg-sheet text-note wide:min-h-[30px]";

function Chip({
  label,
  remove,
  onRemove,
  children,
}: {
  label: ReactNode;
  remove: string;
  onRemove: () => void;
  children?: ReactNode;
}) {
  return (
    <span className={CHIP}>
      {children ?? <span className="py-1 pl-2.5">{label}</span>}
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

function words(values: readonly string[]): ReactNode {
  return values.map((value, index) => (
    <Fragment key={value}>
      {index > 0 ? (index === values.length - 1 ? " or " : ", ") : null}
      <span className="font-semibold">{value}</span>
    </Fragment>
  ));
}

const MOST_NAMED = 4;

/** "Show initiatives where …": each condition can be changed or taken away; together they are the address. */
export function FilterLine({ org, state }: { org: string; state: InitiativeFilterState }) {
  const { request: filter, setValues, setSingle, clear } = state;
  const trpc = useTRPC();
  const at = useAt() ?? undefined;
  const needsNames = filter.owner.length > 0 || filter.program.length > 0;
  const { data: choices } = useQuery({ ...trpc.initiative.choices.queryOptions({ org, at }), enabled: needsNames });
  const named: Named = (id) =>
    choices?.members.find((member) => member.id === id)?.name ??
    choices?.programs.find((program) => program.id === id)?.name;
  const active = FILTER_KEYS.filter((key) => filter[key].length > 0);
  const chips: { key: string; node: ReactNode }[] = active.map((key) => {
    const values: string[] = filter[key].map((value) => valueLabel(key, value, named));
    const shown =
      values.length > MOST_NAMED
        ? [...values.slice(0, MOST_NAMED - 1), `${values.length - MOST_NAMED + 1} more`]
        : values;
    const label = (
      <>
        {FILTER_LABELS[key]} {key === "attention" ? "" : "is "}
        {words(shown)}
      </>
    );
    return {
      key,
      node: (
        <Chip
          label={label}
          remove={`Remove the condition on ${FILTER_LABELS[key].toLowerCase()}`}
          onRemove={() => setValues(key, [])}
        >
          <Popover
            label={`${FILTER_LABELS[key]}: change this condition`}
            trigger={<span className="text-left">{label}</span>}
            triggerClass="py-1 pl-2.5"
          >
            {() => <FacetPanel org={org} facet={key} filter={filter} onChange={(next) => setValues(key, next)} />}
          </Popover>
        </Chip>
      ),
    };
  });
  const single = (key: "restricted" | "archived" | "changed", label: ReactNode) =>
    chips.push({
      key,
      node: (
        <Chip
          label={label}
          remove={`Remove the condition on ${FILTER_LABELS[key].toLowerCase()}`}
          onRemove={() => setSingle(key, null)}
        />
      ),
    });
  if (filter.restricted)
    single(
      "restricted",
      <span className="font-semibold">{filter.restricted === "yes" ? "Restricted" : "Not restricted"}</span>,
    );
  if (filter.archived !== "no")
    single(
      "archived",
      <span className="font-semibold">{filter.archived === "only" ? "Archived" : "Archived or not"}</span>,
    );
  if (filter.changed)
    single(
      "changed",
      <>
        Changed since <span className="font-semibold">{formatDate(filter.changed)}</span>
      </>,
    );
  return (
    <div className="flex flex-wrap items-center gap-2">
      <span className="font-serif text-lead text-ink-2">Show initiatives{chips.length > 0 ? " where" : ""}</span>
      {chips.map(({ key, node }, index) => (
        <Fragment key={key}>
          {index > 0 ? <span className="font-serif text-lead text-ink-2">and</span> : null}
          {node}
        </Fragment>
      ))}
      <Popover
        label="Add a condition"
        trigger="+ condition"
        triggerClass="min-h-[36px] px-1.5 text-ink-2 text-note hover:text-ink wide:min-h-[30px]"
      >
        {(close) => <AddCondition org={org} filter={filter} state={state} close={close} />}
      </Popover>
      {chips.length > 1 ? (
        <button type="button" className="min-h-[30px] px-1 text-accent text-note hover:underline" onClick={clear}>
          Reset
        </button>
      ) : null}
    </div>
  );
}

const ITEM =
  "flex min-h-[36px] w-full items-center justify-between rounded-small px-2.5 text-left text-table hover:bg-wash wide:min-h-[30px]";

function AddCondition({
  org,
  filter,
  state,
  close,
}: {
  org: string;
  filter: InitiativeFilter;
  state: InitiativeFilterState;
  close: () => void;
}) {
  const [facet, setFacet] = useState<FilterKey | null>(null);
  if (facet) {
    return (
      <div>
        <button
          type="button"
          className="min-h-[36px] px-3 pt-2 font-semibold text-note hover:underline"
          onClick={() => setFacet(null)}
        >
          ‹ {FILTER_LABELS[facet]}
        </button>
        <FacetPanel org={org} facet={facet} filter={filter} onChange={(values) => state.setValues(facet, values)} />
      </div>
    );
  }
  const set = (key: "restricted" | "archived", value: string) => () => {
    state.setSingle(key, value);
    close();
  };
  return (
    <div className="w-[230px] p-1">
      {FILTER_KEYS.map((key) => (
        <button key={key} type="button" className={ITEM} onClick={() => setFacet(key)}>
          {FILTER_LABELS[key]}
          <span aria-hidden="true" className="text-ink-3">
            ›
          </span>
        </button>
      ))}
      <hr className="my-1 border-rule" />
      <label className={ITEM}>
        Changed since
        <input
          type="date"
          className="rounded-small border border-rule bg-sheet px-1 text-note"
          value={filter.changed ?? ""}
          onChange={(event) => state.setSingle("changed", event.target.value || null)}
        />
      </label>
      <button type="button" className={ITEM} onClick={set("restricted", "yes")}>
        Restricted
      </button>
      <button type="button" className={ITEM} onClick={set("archived", "only")}>
        Archived
      </button>
    </div>
  );
}
