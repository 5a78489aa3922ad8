"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "@/components/providers/trpc";
import { useShell } from "@/components/providers/use-shell";
import type { PolicyData } from "@/components/risk/shape";
import { Button } from "@/components/ui/button";
import { formatDate, formatMoney } from "@/components/ui/format";
import { useAt } from "@/components/ui/org-link";
import { Section } from "@/components/ui/section";
import { Skeleton } from "@/components/ui/skeleton";
import { ErrorState } from "@/components/ui/states";
import { AUTHORITY_LABELS, type AuthorityRole } from "@/domain/risk/authority";
import { ESCALATION_LABELS, type EscalationKey } from "@/domain/risk/escalation-rule";
import { printNumber, withUnit } from "@/domain/shared/number";

const FIRST = 6;

function rowName(policy: PolicyData, part: string, row: string | null): string {
  if (part === "exposure" || row === null) return "Exposure";
  if (part === "rule") return ESCALATION_LABELS[row as EscalationKey] ?? row;
  if (part === "authority") return `Authority over ${row}`;
  return policy.categories.find(({ category }) => category === row)?.name ?? row;
}

function words(policy: PolicyData, field: string, value: unknown): string {
  if (value === null || value === undefined || value === "") return "nothing";
  if (field === "limit") return formatMoney(Number(value), policy.currency);
  if (field === "chance") return withUnit(printNumber(Number(value) * 100, { digits: [0, 1] }), "%");
  if (field === "role") return AUTHORITY_LABELS[value as AuthorityRole] ?? String(value);
  if (typeof value === "boolean") return value ? "on" : "off";
  if (typeof value === "object")
    return Object.entries(value)
      .map(([key, each]) => `${key} ${String(each)}`)
      .join(", ");
  return String(value);
}

/** How it came to be what it is: who set what, from which value. */
export function PolicyChanges({ org, policy }: { org: string; policy: PolicyData }) {
  const trpc = useTRPC();
  const at = useAt() ?? undefined;
  const [all, setAll] = useState(false);
  const { org: organisation } = useShell(org);
  const query = useQuery(trpc.appetite.changes.queryOptions({ org, at }));
  const made = (query.data ?? []).filter(({ fields }) => fields !== null);
  return (
    <Section
      id="changes"
      name="Recorded changes"
      sentence={query.data && made.length === 0 ? "Nothing was changed since it was set up." : undefined}
    >
      {query.isError ? <ErrorState message={query.error.message} onRetry={() => void query.refetch()} /> : null}
      {query.isPending ? <Skeleton className="my-4 w-3/4" /> : null}
      <ol>
        {(all ? made : made.slice(0, FIRST)).map(({ key, part, row, at: when, by, fields }) => (
          <li
            key={key}
            className="grid gap-x-4 border-rule-2 border-b py-2 text-table last:border-b-0 wide:grid-cols-[150px_140px_minmax(0,1fr)]"
          >
            <span className="text-ink-2">{formatDate(when, "instant", { timeZone: organisation?.timeZone })}</span>
            <span className="wrap-anywhere text-ink-2">{by}</span>
            <span className="wrap-anywhere">
              {rowName(policy, part, row)}:{" "}
              {(fields ?? [])
                .map(({ field, from, to }) => `${field} ${words(policy, field, from)} → ${words(policy, field, to)}`)
                .join("; ")}
            </span>
          </li>
        ))}
      </ol>
      {!all && made.length > FIRST ? (
        <Button size="small" className="mt-2" onClick={() => setAll(true)}>
          All {made.length}
        </Button>
      ) : null}
    </Section>
  );
}
