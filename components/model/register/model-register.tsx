"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { formatPointDate } from "@/components/chart/point-date";
import { modelColumns } from "@/components/model/register/columns";
import { ModelFilters, useModelFilter } from "@/components/model/register/model-filters";
import type { ModelListRow } from "@/components/model/shape";
import { useMay, useShell } from "@/components/organisation/use-shell";
import { useTRPC } from "@/components/providers/trpc";
import { Register } from "@/components/table/register";
import { LinkButton } from "@/components/ui/button";
import { Headline } from "@/components/ui/headline";
import { useAt } from "@/components/ui/org-link";
import { EmptyState } from "@/components/ui/states";
import { Status, StatusLegend } from "@/components/ui/status";
import { MODEL_HEALTH_TEXT } from "@/domain/metric/health";
import { pointSentence } from "@/domain/model/point";
import { MODEL_PAGE } from "@/domain/model/register-choice";
import { isModelFiltered } from "@/domain/model/register-params";
import { registerHeadline, registerLead } from "@/domain/model/register-sentence";
import { healthStatus } from "@/domain/overview/live";
import { endOfDay } from "@/domain/shared/day";

type Where = { locale: string | undefined; timeZone: string };

const NONE = { critical: 0, warning: 0, noData: 0 };

/** Every model the connections found or people entered: what they come to in a sentence, then each, worst first. */
export function ModelRegister({ org, now }: { org: string; now: number }) {
  const trpc = useTRPC();
  const at = useAt() ?? undefined;
  const may = useMay(org);
  const { org: organisation } = useShell(org);
  const filter = useModelFilter();
  const { request } = filter;
  const query = useQuery({
    ...trpc.model.list.queryOptions({ org, at, ...request }),
    placeholderData: keepPreviousData,
  });
  const isNarrowed = isModelFiltered(request) || request.q !== "";
  const everything = useQuery({
    ...trpc.model.list.queryOptions({ org, at, days: 7, pageSize: 1 }),
    enabled: isNarrowed,
    placeholderData: keepPreviousData,
  });
  const { data: shell } = useQuery({
    ...trpc.organisation.shell.queryOptions({ org, at }),
    placeholderData: keepPreviousData,
  });
  const where = { locale: organisation?.locale, timeZone: organisation?.timeZone ?? "UTC" };
  const when = { asOf: at ? endOfDay(at, where.timeZone) : new Date(now), timeZone: where.timeZone };
  const rows = query.data?.rows ?? [];
  const total = query.data?.total ?? 0;
  const all = isNarrowed ? (everything.data?.total ?? total) : total;
  const { critical, warning, noData } = shell?.models ?? NONE;
  // Counted from the rows where all of them stand on one page; beyond it the headline speaks of limits alone.
  const isWhole = !isNarrowed && rows.length === total;
  const unmeasured = isWhole ? rows.filter((row) => row.status === "live" && row.health === "not_measured").length : 0;
  const totals = { live: shell?.counts.models ?? 0, outside: critical + warning, noData, unmeasured };
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
      <Headline
        title={query.data && shell ? registerHeadline(totals, all) : "Models"}
        lead={request.page === 1 ? (registerLead(rows, when) ?? undefined) : undefined}
        actions={may("connection:read") ? <LinkButton href={`/${org}/connections`}>Connections</LinkButton> : null}
      />
      <Register
        noun={{ one: "model", many: "models" }}
        columns={modelColumns(org, where)}
        rows={rows}
        rowKey={(row) => row.id}
        rowName={(row) => row.name}
        rowHref={(row) => `/${org}/models/${row.id}`}
        total={total}
        totalAll={query.data ? all : undefined}
        pageSize={MODEL_PAGE}
        defaultSort={{ key: "state", descending: false }}
        state={query.isError ? "error" : query.isPending || query.isPlaceholderData ? "loading" : "ready"}
        error={query.error ? { message: query.error.message } : undefined}
        onRetry={() => void query.refetch()}
        filtered={isModelFiltered(request)}
        onClearFilters={filter.clear}
        filters={<ModelFilters filter={filter} />}
        reason={(row) => <Reason row={row} where={where} />}
        legend={<StatusLegend words="limit" />}
        empty={
          <EmptyState
            title="No model is known yet"
            action={
              may("connection:manage") ? (
                <LinkButton href={`/${org}/connections/new`} tone="primary">
                  Connect a platform
                </LinkButton>
              ) : undefined
            }
          >
            {at
              ? "On this date no model was known."
              : "Models appear by themselves as soon as a connection finds them on a model server or in MLflow."}
          </EmptyState>
        }
      />
    </div>
  );
}

/** The focused model's state, and its main measure in words. */
function Reason({ row, where }: { row: ModelListRow; where: Where }) {
  const { health, since, measure, unit, now, direction, warning, critical } = row;
  return (
    <>
      <span className="font-semibold">{row.name}</span>
      <Status status={healthStatus(health)}>
        {MODEL_HEALTH_TEXT[health]}
        {since ? ` since ${formatPointDate(since, "day", where)}` : ""}
      </Status>
      <span>
        {measure && now !== null
          ? pointSentence({ value: now }, { metric: "", dims: {}, label: measure, unit, direction, warning, critical })
          : "Nothing is measured of it yet."}
      </span>
    </>
  );
}
