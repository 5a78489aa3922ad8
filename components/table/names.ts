"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import type { RegisterState } from "@/components/table/use-register";
import type { ValueCount } from "@/domain/table/answer";
import { ME, NOT_STATED } from "@/domain/table/column";
import { conditionsOf } from "@/domain/table/filter";
import type { NameOf } from "@/domain/table/filter-sentence";
import { isUuidText } from "@/domain/table/value";

const known = new Map<string, string>();

/** Names of people and records once seen beside their ids. */
export function rememberNames(column: string, values: readonly ValueCount[]): void {
  for (const { value, label } of values) known.set(`${column} ${value}`, label);
}

/** The names behind the ids of a filter; those not seen yet are looked up among the rows they leave. */
export function useNames(register: RegisterState): NameOf {
  const { api, org, at, address, columns } = register;
  const queries = useQueryClient();
  const unnamed = conditionsOf(address.view.filter).flatMap(({ column: key, values }) => {
    const column = columns.find((each) => each.key === key);
    if (column?.kind !== "person" && column?.kind !== "reference") return [];
    return values
      .filter((value) => isUuidText(value) && !known.has(`${key} ${value}`))
      .map((value) => ({ key, value }));
  });
  useQuery({
    queryKey: ["names", org, at, unnamed],
    enabled: unnamed.length > 0,
    queryFn: async () => {
      const asked = unnamed.map(async ({ key, value }) => {
        const is = { column: key, op: "is" as const, values: [value] };
        // Twice in a group of "any": a plain condition on the column asked for would be left out.
        const scope = { filter: { any: [is, is] }, archived: "all" as const };
        rememberNames(key, await queries.fetchQuery(api.values.queryOptions({ org, at, ...scope, column: key })));
      });
      await Promise.all(asked);
      return known.size;
    },
  });
  return ({ key, kind }, value) => {
    if (value === ME || value === NOT_STATED) return undefined;
    const name = known.get(`${key} ${value}`);
    return name ?? (isUuidText(value) ? (kind === "person" ? "somebody" : "another record") : undefined);
  };
}
