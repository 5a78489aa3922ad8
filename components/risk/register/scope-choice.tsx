"use client";

import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "@/components/providers/trpc";
import { placeFilter } from "@/components/risk/register/asked";
import type { RegisterState } from "@/components/table/use-register";
import { Menu } from "@/components/ui/menu";
import { conditionsOf, plainValues, withPlainValues } from "@/domain/table/filter";

/** Whose risks the whole page speaks of. It stands in the address as a filter of the register does. */
export function ScopeChoice({ org, register }: { org: string; register: Pick<RegisterState, "address"> }) {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.risk.choices.queryOptions({ org }));
  const { view, set } = register.address;
  const programs = data?.programs ?? [];
  const [chosen] = plainValues(view.filter, "program");
  const others = conditionsOf(placeFilter(view.filter)).some(({ column }) => column !== "program");
  const program = programs.find(({ id }) => id === chosen);
  const label = program?.name ?? (chosen || others ? "A part of the portfolio, as filtered below" : "Whole portfolio");
  const choose = (ids: readonly string[]) => set({ filter: withPlainValues(view.filter, "program", ids) });
  if (programs.length === 0) return <span>{label}</span>;
  return (
    <Menu
      label="whose risks"
      align="start"
      triggerClass="min-h-6 text-ink-2 hover:text-ink"
      trigger={<span>{label} ▾</span>}
      items={[
        { kind: "choice", label: "Whole portfolio", checked: !chosen, onSelect: () => choose([]) },
        ...programs.map(({ id, name }) => ({
          kind: "choice" as const,
          label: name,
          checked: id === chosen,
          onSelect: () => choose([id]),
        })),
      ]}
    />
  );
}
