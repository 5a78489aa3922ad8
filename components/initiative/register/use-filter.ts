"use client";

import { useSearchParams } from "next/navigation";
import { parseAsNativeArrayOf, parseAsString, useQueryStates } from "nuqs";
import { useMemo } from "react";
import { FILTER_KEYS, type FilterKey } from "@/domain/initiative/register-choice";
import { readerOf, registerRequest } from "@/domain/initiative/register-params";

const list = parseAsNativeArrayOf(parseAsString);
const parsers = {
  stage: list,
  tier: list,
  type: list,
  unit: list,
  owner: list,
  program: list,
  tag: list,
  attention: list,
  restricted: parseAsString,
  archived: parseAsString,
  changed: parseAsString,
  page: parseAsString,
};

type Single = "restricted" | "archived" | "changed";

/** The register's conditions, held by the address. What is asked for is read from it just as on the server. */
export function useInitiativeFilter() {
  const search = useSearchParams();
  const request = useMemo(() => registerRequest(readerOf(new URLSearchParams(search))), [search]);
  const [, set] = useQueryStates(parsers, { history: "push", scroll: false });
  const quietly = (done: Promise<unknown>) => void done.catch(() => undefined); // the router reports a failed navigation
  return {
    request,
    setValues: (key: FilterKey, values: string[]) =>
      quietly(set({ [key]: values.length > 0 ? values : null, page: null })),
    setSingle: (key: Single, value: string | null) => quietly(set({ [key]: value, page: null })),
    clear: () =>
      quietly(
        set({
          ...Object.fromEntries(FILTER_KEYS.map((key) => [key, null])),
          restricted: null,
          archived: null,
          changed: null,
          page: null,
        }),
      ),
  };
}
export type InitiativeFilterState = ReturnType<typeof useInitiativeFilter>;
