"use client";

import { parseAsInteger, parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { ROLES } from "@/domain/access/permission";
import { MEMBER_STATES } from "@/domain/member/input";

const PARSERS = {
  q: parseAsString.withDefault(""),
  role: parseAsStringLiteral(ROLES),
  state: parseAsStringLiteral(MEMBER_STATES),
  page: parseAsInteger.withDefault(1),
};

/** The filter of the members stands in the address: a link shows another person the same. */
export function useMemberFilter() {
  const [{ q, role, state, page }, set] = useQueryStates(PARSERS, { history: "replace", scroll: false });
  return {
    filter: { q, role: role ?? undefined, state: state ?? undefined, page },
    isFiltered: q !== "" || role !== null || state !== null,
    setFilter: set,
  };
}
