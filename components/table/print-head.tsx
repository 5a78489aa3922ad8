"use client";

import { useNames } from "@/components/table/names";
import type { RegisterState } from "@/components/table/use-register";
import { formatCount, formatDate } from "@/components/ui/format";
import { filterSentence } from "@/domain/table/filter-sentence";

/** On paper alone: what the list shows, of how many, and as of when. */
export function PrintHead({
  register,
  counts,
}: {
  register: RegisterState;
  counts: { total: number; all: number } | null;
}) {
  const { declaration, columns, address, at, rows, locale } = register;
  const { q, filter, archived } = address.view;
  const sentence = filterSentence(filter, columns, useNames(register));
  const clauses = [
    q ? `found by “${q}”` : "",
    sentence ? `where ${sentence}` : "",
    archived === "only" ? "archived" : archived === "all" ? "archived or not" : "",
  ].filter(Boolean);
  const isPart = counts !== null && rows.length > 0 && rows.length < counts.total;
  return (
    <p className="hidden pb-2 font-serif text-lead print:block">
      {clauses.length > 0 ? `${declaration.many} ${clauses.join(", ")}. ` : `All ${declaration.many}. `}
      {isPart ? `${formatCount(rows.length, locale)} of ${formatCount(counts.total, locale)} are on this paper. ` : ""}
      {at ? `As recorded on ${formatDate(at, "long")}.` : ""}
    </p>
  );
}
