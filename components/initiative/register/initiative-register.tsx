"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { initiativeColumns } from "@/components/initiative/register/columns";
import { FilterLine } from "@/components/initiative/register/filter-line";
import { useInitiativeFilter } from "@/components/initiative/register/use-filter";
import type { InitiativeRow } from "@/components/initiative/shape";
import { useMay } from "@/components/organisation/use-shell";
import { useTRPC } from "@/components/providers/trpc";
import { Register } from "@/components/table/register";
import { useShortcuts } from "@/components/table/shortcuts";
import { Button, LinkButton } from "@/components/ui/button";
import { Headline } from "@/components/ui/headline";
import { Kbd } from "@/components/ui/kbd";
import { useAt } from "@/components/ui/org-link";
import { EmptyState } from "@/components/ui/states";
import { StatusGlyph, StatusLegend, statusWord } from "@/components/ui/status";
import { PAGE_SIZE } from "@/domain/initiative/register-choice";
import { isNarrowed, paramsOf } from "@/domain/initiative/register-params";
import { registerHeadline, registerLead, retiredOf } from "@/domain/initiative/sentence";
import { dayOf, endOfDay } from "@/domain/shared/day";
import { counted } from "@/domain/shared/sentence";

const WORST_NAMED = 2;

function Reasons({ row }: { row: InitiativeRow }) {
  const { reasons } = row.attention;
  return (
    <>
      <span className="font-semibold">{row.title}</span>
      {reasons.length === 0 ? (
        <span className="inline-flex items-baseline gap-1.5 text-ink-2">
          <StatusGlyph status="good" /> {row.archivedAt ? "archived" : statusWord("good")}
        </span>
      ) : (
        reasons.map(({ words, standing }) => (
          <span key={words} className="inline-flex items-baseline gap-1.5">
            <StatusGlyph status={standing} /> {words}
          </span>
        ))
      )}
    </>
  );
}

/** The register of initiatives: what they come to in a sentence, then each of them. */
export function InitiativeRegister({ org, timeZone, now }: { org: string; timeZone: string; now: number }) {
  const trpc = useTRPC();
  const at = useAt() ?? undefined;
  const may = useMay(org);
  const state = useInitiativeFilter();
  const { sort, page, fields, ...filter } = state.request;
  const query = useQuery({
    ...trpc.initiative.list.queryOptions({ org, at, ...state.request }),
    placeholderData: keepPreviousData,
  });
  const summary = useQuery({
    ...trpc.initiative.summary.queryOptions({ org, at, ...filter, worst: WORST_NAMED }),
    placeholderData: keepPreviousData,
  });
  const customFields = useQuery(trpc.customField.list.queryOptions({ org, at }));

  const router = useRouter();
  const mayCreate = may("initiative:create");
  useShortcuts(mayCreate ? { n: () => router.push(`/${org}/initiatives/new`) } : {});

  const instant = at ? endOfDay(at, timeZone) : new Date(now);
  const columns = initiativeColumns({ today: dayOf(instant, timeZone), at: instant, fields: customFields.data ?? [] });
  const narrowed = isNarrowed(filter);
  const exportHref = (ids?: string[]) => {
    const params = ids ? new URLSearchParams({ ids: ids.join(","), archived: "all" }) : paramsOf(filter);
    params.set("org", org);
    if (at) params.set("at", at);
    if (sort) params.set("sort", `${sort.descending ? "-" : ""}${sort.key}`);
    return `/api/export?${params}`;
  };
  const notOnTrack = (summary.data?.cells ?? []).filter(({ standing }) => standing !== "good");
  const needing = notOnTrack.reduce((sum, { count }) => sum + count, 0);
  const models = summary.data ? summary.data.reasons.model_critical + summary.data.reasons.model_warning : 0;
  const past = summary.data?.reasons.target_past ?? 0;
  const total = query.data?.total ?? 0;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
      <Headline
        title={summary.data ? registerHeadline(summary.data.cells, narrowed) : "Initiatives"}
        lead={
          summary.data
            ? registerLead(summary.data.reasons, summary.data.worst, narrowed ? 0 : retiredOf(summary.data.cells)) ||
              undefined
            : undefined
        }
        actions={
          <>
            {may("program:edit") ? <LinkButton href={`/${org}/initiatives/programs`}>Programs</LinkButton> : null}
            <LinkButton href={exportHref()} download>
              Export CSV
            </LinkButton>
            {mayCreate ? (
              <LinkButton href={`/${org}/initiatives/new`} tone="primary" aria-keyshortcuts="N">
                New initiative <Kbd className="hidden border-current! text-inherit! desk:inline-flex">N</Kbd>
              </LinkButton>
            ) : null}
          </>
        }
      />
      <Register
        noun={{ one: "initiative", many: "initiatives" }}
        columns={columns}
        rows={query.data?.rows ?? []}
        rowKey={(row) => row.id}
        rowName={(row) => row.title}
        rowHref={(row) => `/${org}/initiatives/${row.id}`}
        total={total}
        totalAll={query.data ? Math.max(query.data.all, total) : undefined}
        pageSize={PAGE_SIZE}
        defaultSort={filter.q ? { key: "relevance", descending: true } : { key: "code", descending: false }}
        state={query.isError ? "error" : query.isPending || query.isPlaceholderData ? "loading" : "ready"}
        error={query.error ? { message: query.error.message } : undefined}
        onRetry={() => void query.refetch()}
        filtered={narrowed}
        onClearFilters={state.clear}
        filters={<FilterLine org={org} state={state} />}
        totals={
          total > 0 && summary.data
            ? {
                label: `Total of ${total.toLocaleString("en-US")}, and how many are not on track`,
                cells: { attention: needing, model: models, target: past > 0 ? `${past} past` : "none past" },
              }
            : undefined
        }
        reason={(row) => <Reasons row={row} />}
        legend={<StatusLegend />}
        bulk={(selected, clear) => (
          <>
            <LinkButton size="small" href={exportHref(selected)} download>
              Export {counted(selected.length, "initiative")}
            </LinkButton>
            <Button size="small" onClick={clear}>
              Clear
            </Button>
          </>
        )}
        empty={
          <EmptyState
            title="No initiative is recorded yet"
            action={
              mayCreate ? (
                <>
                  <LinkButton href={`/${org}/initiatives/new`} tone="primary">
                    New initiative
                  </LinkButton>
                  {may("import:run") ? <LinkButton href={`/${org}/imports`}>Import a CSV file</LinkButton> : null}
                </>
              ) : undefined
            }
          >
            {at
              ? "On this date the register was empty."
              : "Enter the first initiative, or import the list you keep today."}
          </EmptyState>
        }
      />
    </div>
  );
}
