"use client";

import { parseAsInteger, parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { AUDIT_WHAT, type AuditPage, auditPage } from "@/domain/audit/input";

const PARSERS = {
  what: parseAsStringLiteral(AUDIT_WHAT),
  who: parseAsString,
  from: parseAsString,
  to: parseAsString,
  page: parseAsInteger.withDefault(1),
};

const EVERYTHING: AuditPage = auditPage.parse({});

/** The filter of the log stands in the address; one that no page could be asked for with shows everything, as on the server. */
export function useAuditFilter() {
  const [asked, setFilter] = useQueryStates(PARSERS, { history: "replace", scroll: false });
  const given = Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== null && value !== ""));
  const filter = auditPage.catch(EVERYTHING).parse(given);
  const isFiltered = filter.what !== "everything" || Boolean(filter.who || filter.from || filter.to);
  return { filter, isFiltered, setFilter };
}
