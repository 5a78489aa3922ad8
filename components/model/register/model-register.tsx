"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { formatPointDate } from "@/components/chart/point-date";
import { modelDrawings } from "@/components/model/register/drawings";
import type { ModelRow } from "@/components/model/shape";
import { useTRPC } from "@/components/providers/trpc";
import { useMay } from "@/components/providers/use-shell";
import { Register } from "@/components/table/register";
import { useRegister } from "@/components/table/use-register";
import { LinkButton } from "@/components/ui/button";
import { Headline } from "@/components/ui/headline";
import { EmptyState } from "@/components/ui/states";
import { Status, StatusLegend } from "@/components/ui/status";
import { MODEL_HEALTH_TEXT } from "@/domain/metric/health";
import { MODEL_REGISTER } from "@/domain/model/columns";
import { pointSentence } from "@/domain/model/point";
import { registerHeadline, registerLead } from "@/domain/model/register-sentence";
import { healthStatus } from "@/domain/overview/live";
import { endOfDay } from "@/domain/shared/day";

type Where = { locale: string | undefined; timeZone: string };

const OFFERED = 20;
const NONE = { critical: 0, warning: 0, noData: 0 };

/** Every model the connections found or people entered: what they come to in a sentence, then each, worst first. */
export function ModelRegister({ org, now }: { org: string; now: number }) {
  const trpc = useTRPC();
  const may = useMay(org);
  const offers = {
    initiative: (q: string) =>
      trpc.initiative.rows.queryOptions(
        { org, q, pageSize: OFFERED },
        { select: ({ rows }) => rows.map(({ id, code, title }) => ({ value: id, label: `${code} ${title}` })) },
      ),
  };
  const register = useRegister({ org, declaration: MODEL_REGISTER, edit: "model:edit", offers });
  const { at, timeZone, locale, address, rows, all } = register;
  const { data: shell } = useQuery({
    ...trpc.organisation.shell.queryOptions({ org, at }),
    placeholderData: keepPreviousData,
  });
  const where = { locale, timeZone };
  const drawings = useMemo(() => modelDrawings(org, { locale, timeZone }), [org, locale, timeZone]);
  const when = { asOf: at ? endOfDay(at, timeZone) : new Date(now), timeZone };
  const { critical, warning, noData } = shell?.models ?? NONE;
  // Counted from the rows where all of them stand on one page; beyond it the headline speaks of limits alone.
  const isWhole = !register.narrowed && rows.length === register.total;
  const unmeasured = isWhole ? rows.filter((row) => row.status === "live" && row.health === "not_measured").length : 0;
  const totals = { live: shell?.counts.models ?? 0, outside: critical + warning, noData, unmeasured };
  const isWorstFirst = address.page === 1 && address.view.sort.length === 0 && !address.view.group;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
      <Headline
        title={all !== undefined && shell ? registerHeadline(totals, all) : "Models"}
        lead={isWorstFirst ? (registerLead(rows, when) ?? undefined) : undefined}
        actions={may("connection:read") ? <LinkButton href={`/${org}/connections`}>Connections</LinkButton> : null}
      />
      <Register
        register={register}
        drawings={drawings}
        rowName={(row) => row.name}
        rowHref={(row) => `/${org}/models/${row.id}`}
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
function Reason({ row, where }: { row: ModelRow; where: Where }) {
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
