"use client";

import { type AddressChange, pageIn, useAddress } from "@/components/providers/address";
import { type AuditPage, auditPage } from "@/domain/audit/input";

const NAMES = ["what", "who", "from", "to"] as const;

const EVERYTHING: AuditPage = auditPage.parse({});

/** The filter of the log stands in the address; one that no page could be asked for with shows everything, as on the server. */
export function useAuditFilter() {
  const { search, change } = useAddress();
  const asked = NAMES.map((name) => [name, search.get(name)] as const).filter(([, value]) => value);
  const given = { ...Object.fromEntries(asked), page: pageIn(search) };
  const filter = auditPage.catch(EVERYTHING).parse(given);
  const isFiltered = filter.what !== "everything" || Boolean(filter.who || filter.from || filter.to);
  const setFilter = (patch: AddressChange | null): void =>
    change(patch ?? { what: null, who: null, from: null, to: null, page: null });
  return { filter, isFiltered, setFilter };
}
