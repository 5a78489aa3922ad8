"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useMemo, useState } from "react";
import { useAddress } from "@/components/providers/address";
import { useTRPC } from "@/components/providers/trpc";
import { useMay } from "@/components/providers/use-shell";
import { ExposurePanel } from "@/components/risk/exceedance/exposure-panel";
import { usePlayed } from "@/components/risk/exceedance/use-played";
import type { Cell } from "@/components/risk/heat-map/heat-grid";
import { questionsOf, risksAsked } from "@/components/risk/register/asked";
import { AsksSection } from "@/components/risk/register/asks-section";
import { ConcentrationSection } from "@/components/risk/register/concentration-section";
import { chainOf, riskDrawings } from "@/components/risk/register/drawings";
import { closingText, risksHeadline, risksLead, unstatedText } from "@/components/risk/register/headline";
import { MapSection } from "@/components/risk/register/map-section";
import { ScopeChoice } from "@/components/risk/register/scope-choice";
import { ScoreLegend } from "@/components/risk/register/score-legend";
import type { RiskRow } from "@/components/risk/register/shape";
import { TrendSection } from "@/components/risk/register/trend-section";
import { useRiskCourses } from "@/components/risk/register/use-risk-courses";
import { Register } from "@/components/table/register";
import type { CellEdits } from "@/components/table/row-edit/use-row-edit";
import { useShortcuts } from "@/components/table/shortcuts";
import { useRegister } from "@/components/table/use-register";
import { Button, LinkButton } from "@/components/ui/button";
import { Headline } from "@/components/ui/headline";
import { Kbd } from "@/components/ui/kbd";
import { SectionSkeleton } from "@/components/ui/skeleton";
import { EmptyState, ErrorState } from "@/components/ui/states";
import { RISK_REGISTER } from "@/domain/risk/columns";
import { dayOf, endOfDay } from "@/domain/shared/day";
import { type Filter, withPlainValues } from "@/domain/table/filter";

const AssessDialog = dynamic(
  () => import("@/components/risk/assess/assess-dialog").then((loaded) => loaded.AssessDialog),
  { ssr: false },
);
const QuickAddDialog = dynamic(
  () => import("@/components/risk/quick-add/quick-add-dialog").then((loaded) => loaded.QuickAddDialog),
  { ssr: false },
);

/** Risks: what they may cost in a sentence, where they stand, what moved, and each of them. */
export function RiskRegister({ org, now }: { org: string; now: number }) {
  const trpc = useTRPC();
  const may = useMay(org);
  const { search, change } = useAddress();
  const register = useRegister({
    org,
    declaration: RISK_REGISTER,
    edit: "risk:edit",
    offers: {
      program: () =>
        trpc.program.list.queryOptions(
          { org },
          { select: (programs) => programs.map(({ id, name }) => ({ value: id, label: name })) },
        ),
    },
  });
  const { at, timeZone, locale, address } = register;
  const instant = at ? endOfDay(at, timeZone) : new Date(now);
  const today = dayOf(instant, timeZone);
  const asked = risksAsked(search, at, today);
  const questions = questionsOf(org, address.view, asked);
  const kept = { placeholderData: keepPreviousData };
  const map = useQuery({ ...trpc.risk.map.queryOptions(questions.map), ...kept });
  const exposure = useQuery({ ...trpc.risk.exposure.queryOptions(questions.exposure), ...kept });
  const moved = useQuery({ ...trpc.risk.moved.queryOptions(questions.moved), ...kept });
  const asks = useQuery({ ...trpc.risk.asks.queryOptions(questions.asks), ...kept });
  const trend = useQuery({ ...trpc.risk.trend.queryOptions(questions.trend), ...kept });
  const { now: whole, before, limit = null, seed = "" } = exposure.data ?? {};
  const played = usePlayed(whole ?? null, before ?? null, { seed, limit });
  const courses = useRiskCourses(register);
  const mayAdd = may("risk:edit");
  const isAdding = mayAdd && search.get("add") !== null;
  const add = () => change({ add: "1" });
  useShortcuts(mayAdd ? { n: add } : {});

  const filtersOf = ({ likelihood, impact }: Cell) =>
    [
      ["status", "open"],
      ["likelihood", String(likelihood + 1)],
      ["impact", String(impact + 1)],
    ] as const;
  const cellHref = (cell: Cell) => {
    const params = new URLSearchParams(search);
    for (const [name, value] of filtersOf(cell)) params.set(name, value);
    return `/${org}/risks?${params}#register`;
  };
  const showCell = (cell: Cell) => {
    const { filter } = address.view;
    address.set({
      filter: filtersOf(cell).reduce<Filter>((all, [column, value]) => withPlainValues(all, column, [value]), filter),
    });
    document.getElementById("register")?.scrollIntoView({ block: "start" });
  };
  const named = useMemo(
    () =>
      new Map(
        (map.data?.marks ?? []).map(
          ({ id, code, title }) => [id, { code, title, href: `/${org}/risks/${id}` }] as const,
        ),
      ),
    [map.data, org],
  );
  const matrix = map.data?.matrix.definition;
  const currency = exposure.data?.currency ?? "USD";
  const figures = exposure.data?.now.figures;
  const [assessed, setAssessed] = useState<string | null>(null);
  const edits: CellEdits<RiskRow> = { score: ({ id }) => setAssessed(id), expected: "probability" };
  const spoken = { since: moved.data?.since ?? instant, now: instant, timeZone };
  const isGrouped = address.view.group !== null;
  const { rows } = register;
  const drawings = useMemo(
    () =>
      riskDrawings({
        ...{ today, currency, locale, courses, matrix },
        amounts: isGrouped ? null : rows.map(({ expectedValue }) => expectedValue ?? 0),
      }),
    [today, currency, locale, courses, matrix, isGrouped, rows],
  );
  const failed = map.error ?? exposure.error;
  const nothing = figures?.open === 0 && register.all === 0;
  const empty = (
    <EmptyState
      title="No risk is recorded yet"
      action={
        mayAdd ? (
          <Button tone="primary" onClick={add}>
            Add a risk
          </Button>
        ) : undefined
      }
    >
      {at
        ? "On this date the register was empty."
        : "One line is enough: what might happen, how likely, what it would cost."}
    </EmptyState>
  );
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
      <Headline
        facts={[<ScopeChoice key="scope" org={org} register={register} />]}
        title={exposure.data ? risksHeadline(exposure.data, played.now.figures, locale) : "Risks"}
        lead={exposure.data && !nothing ? risksLead(exposure.data, moved.data, spoken) : undefined}
        actions={
          <>
            <LinkButton href={`/${org}/risks/log`}>Log</LinkButton>
            {mayAdd && may("import:run") ? <LinkButton href={`/${org}/imports?noun=risk`}>Import</LinkButton> : null}
            <LinkButton href={`/${org}/compare?noun=risk&from=${asked.since}`}>Compare dates</LinkButton>
            {mayAdd ? (
              <Button tone="primary" aria-keyshortcuts="N" onClick={add}>
                New risk <Kbd className="hidden border-current! text-inherit! desk:inline-flex">N</Kbd>
              </Button>
            ) : null}
          </>
        }
      />
      {failed ? (
        <ErrorState message={failed.message} onRetry={() => void Promise.all([map.refetch(), exposure.refetch()])} />
      ) : nothing ? null : (
        <div className="grid grid-cols-[minmax(0,1fr)] gap-x-11 gap-y-8 desk:grid-cols-[minmax(0,1.32fr)_minmax(0,1fr)]">
          <div className="grid min-w-0 content-start gap-8">
            {map.data && exposure.data ? (
              <MapSection
                {...{ org, asked, today, locale, cellHref }}
                map={map.data}
                moved={moved.data}
                exposure={exposure.data}
                mayEdit={mayAdd}
                onCell={showCell}
              />
            ) : (
              <SectionSkeleton rows={9} />
            )}
            {asks.data?.length ? (
              <AsksSection {...{ org, currency, locale }} rows={asks.data} overdue={figures?.overdueActions ?? 0} />
            ) : null}
            <TrendSection {...{ currency, locale, timeZone }} trend={trend.data} />
          </div>
          <div className="grid min-w-0 content-start gap-8">
            {exposure.data ? (
              <ExposurePanel
                {...{ id: "exposure", currency, locale, played, named }}
                now={exposure.data.now}
                before={before && before.risks.length > 0 ? { on: asked.since, ...before } : null}
                note={unstatedText(exposure.data)}
              />
            ) : (
              <SectionSkeleton rows={9} />
            )}
            {exposure.data ? <ConcentrationSection exposure={exposure.data} locale={locale} /> : null}
          </div>
        </div>
      )}
      <div id="register" className="scroll-mt-(--bar)">
        {nothing ? (
          <div className="border-ink border-t">{empty}</div>
        ) : (
          <Register
            register={register}
            drawings={drawings}
            rowName={({ code, title }) => `${code} ${title}`}
            rowHref={({ id }) => `/${org}/risks/${id}`}
            reason={(row) => (
              <>
                <span className="font-semibold">{row.title}</span>
                <span className="text-ink-2">{chainOf(row) || "Neither cause nor consequence is stated."}</span>
                {row.beyond && row.categoryName && row.tolerance ? (
                  <span className="text-bad">
                    beyond the appetite for {row.categoryName.toLowerCase()}, where {row.tolerance} is borne
                  </span>
                ) : null}
              </>
            )}
            edits={edits}
            keys={<ScoreLegend org={org} />}
            legend={exposure.data ? closingText(rows, exposure.data, locale) : undefined}
            empty={empty}
          />
        )}
      </div>
      {assessed ? <AssessDialog org={org} riskId={assessed} kind="residual" onClose={() => setAssessed(null)} /> : null}
      {isAdding ? <QuickAddDialog org={org} onClose={() => change({ add: null })} /> : null}
    </div>
  );
}
