"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { AuditFilterLine } from "@/components/audit/audit-filter-line";
import { AuditTable } from "@/components/audit/audit-table";
import { useAuditFilter } from "@/components/audit/use-audit-filter";
import { SettingsPage } from "@/components/organisation/settings-page";
import { useTRPC } from "@/components/providers/trpc";
import { Button, LinkButton } from "@/components/ui/button";
import { Pager } from "@/components/ui/pager";
import { Section } from "@/components/ui/section";
import { TableSkeleton } from "@/components/ui/skeleton";
import { EmptyState, ErrorState } from "@/components/ui/states";
import { AUDIT_REACH } from "@/domain/audit/input";
import { auditHeadline } from "@/domain/audit/sentence";

/** Who did what when from where, for administrators and auditors. */
export function AuditPage({ org, at }: { org: string; at?: string }) {
  const trpc = useTRPC();
  const { filter, isFiltered, setFilter } = useAuditFilter();
  const log = useQuery({
    ...trpc.audit.list.queryOptions({ org, at, ...filter }),
    placeholderData: keepPreviousData,
  });
  const people = useQuery(trpc.audit.people.queryOptions({ org }));
  const shown = log.data;
  const { page, ...narrowed } = filter;
  const asked = Object.entries({ org, ...narrowed, at }).filter(([, value]) => value);
  const href = `/api/audit?${new URLSearchParams(asked.map(([key, value]) => [key, String(value)]))}`;
  const seed = shown?.isSample
    ? " This is a sample: its seed set the instants of its past, and each such line says so."
    : "";
  return (
    <SettingsPage
      org={org}
      title={shown ? auditHeadline(shown.total, isFiltered) : "Who did what, when and from where."}
      lead={`Nobody can edit or remove a line of what was recorded, the application least of all.${seed}`}
      actions={
        <LinkButton href={href} download>
          Export CSV
        </LinkButton>
      }
    >
      <div>
        <AuditFilterLine filter={filter} isFiltered={isFiltered} people={people.data ?? []} setFilter={setFilter} />
        <Section id="log" name="Audit log" aside="the latest first">
          {log.error && !shown ? (
            <ErrorState message={log.error.message} onRetry={() => void log.refetch()} />
          ) : !shown ? (
            <TableSkeleton rows={12} />
          ) : shown.rows.length === 0 ? (
            <EmptyState
              title="Nothing in these days"
              action={<Button onClick={() => setFilter(null)}>Show everything</Button>}
            >
              Take a filter away or choose other days.
            </EmptyState>
          ) : (
            <>
              <AuditTable org={org} rows={shown.rows} />
              <Pager
                page={page}
                pageSize={shown.pageSize}
                total={Math.min(shown.total, AUDIT_REACH)}
                onPage={(next) => setFilter({ page: next })}
              >
                {shown.total > AUDIT_REACH
                  ? `the latest of ${shown.total.toLocaleString("en")}: choose days or export for the others`
                  : null}
              </Pager>
            </>
          )}
        </Section>
      </div>
    </SettingsPage>
  );
}
