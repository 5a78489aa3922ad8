"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { type ReactNode, useState } from "react";
import { formatPointDate } from "@/components/chart/point-date";
import { Comments } from "@/components/comment/comments";
import { Documents } from "@/components/document/documents";
import { FollowButton } from "@/components/follow/follow-button";
import { Links } from "@/components/link/links";
import { AlertTable } from "@/components/model/alert-table";
import { measureHealth } from "@/components/model/chart-data";
import { MainMeasure } from "@/components/model/main-measure";
import { OtherMeasures } from "@/components/model/other-measures";
import { PeriodChoice } from "@/components/model/period-choice";
import { RuleTable } from "@/components/model/rule-table";
import type { MeasureData, ModelData } from "@/components/model/shape";
import { SourceSection } from "@/components/model/source-section";
import { VersionTable } from "@/components/model/version-table";
import { useAddress } from "@/components/providers/address";
import { useTRPC } from "@/components/providers/trpc";
import { useMay, useShell } from "@/components/providers/use-shell";
import { RisksOn } from "@/components/risk/place/risks-on";
import { Crumbs } from "@/components/shell/crumbs";
import { Button } from "@/components/ui/button";
import { formatDate } from "@/components/ui/format";
import { Facts, Headline } from "@/components/ui/headline";
import { OrgLink, useAt } from "@/components/ui/org-link";
import { EmptyState } from "@/components/ui/states";
import { Status } from "@/components/ui/status";
import { MODEL_HEALTH_TEXT } from "@/domain/metric/health";
import { spokenPointDay } from "@/domain/metric/point-date";
import { lastingWords } from "@/domain/model/conclusion";
import { healthStatus } from "@/domain/overview/live";
import { dayOf } from "@/domain/shared/day";
import { unbroken } from "@/domain/shared/figure";
import { shorten } from "@/domain/shared/sentence";

// Its form and schema load when it first opens.
const EditDialog = dynamic(() => import("@/components/model/edit-dialog").then((it) => it.EditDialog));

const LEAD_LENGTH = 240;
const STATUS_WORDS = { development: "in development", live: "", retired: "retired" } as const;

type Where = { locale: string | undefined; timeZone: string };

function factsOf(org: string, page: ModelData, where: Where, now: Date): ReactNode[] {
  const { health, since, versions, initiative, builder, operator, lastSuccessAt, lookedFrom } = page;
  const strong = (text: string) => <span className="font-medium text-ink">{text}</span>;
  const live = versions.find(({ liveTo }) => liveTo === null)?.liveFrom;
  const pulled =
    lastSuccessAt && dayOf(lastSuccessAt, where.timeZone) === dayOf(now, where.timeZone)
      ? `today, ${formatDate(lastSuccessAt, "time", where)}`
      : formatDate(lastSuccessAt, "day", where);
  return [
    page.status === "live" ? (
      <Status key="state" status={healthStatus(health)}>
        {MODEL_HEALTH_TEXT[health]}
        {since ? ` since ${spokenPointDay(since, lookedFrom, where.timeZone)}` : ""}
      </Status>
    ) : (
      strong(STATUS_WORDS[page.status])
    ),
    page.tier === null ? "Unrated" : `Tier ${page.tier}`,
    live ? (
      <>
        In production since {strong(unbroken(formatPointDate(live, "day", where)))}, {lastingWords(live, lookedFrom)}
      </>
    ) : null,
    initiative ? (
      <>
        Serves{" "}
        <OrgLink
          href={`/${org}/initiatives/${initiative.id}`}
          title={initiative.title}
          className="font-medium text-ink underline-offset-2 hover:underline"
        >
          {initiative.code}
        </OrgLink>
      </>
    ) : null,
    builder ? `Built by ${builder.name}` : null,
    operator ? `Operated by ${operator.name}` : null,
    lastSuccessAt && page.connection ? `Last pull ${pulled}` : null,
  ].filter((fact) => fact !== null);
}

/** A headline of two clauses breaks between them where there is room. */
function Clauses({ text }: { text: string }) {
  const [first = "", ...rest] = text.split("; ");
  if (rest.length === 0) return text;
  return (
    <>
      {first}; <br className="hidden wide:inline" />
      {rest.join("; ")}
    </>
  );
}

const RANK = { critical: 0, warning: 1, no_data: 2, inside: 3, not_measured: 4 } as const;

const worstFirst = (measures: readonly MeasureData[]): MeasureData[] =>
  [...measures].sort((a, b) => RANK[measureHealth(a)] - RANK[measureHealth(b)]);

/** One model: what it does now against what it was approved for, where each figure comes from, rules and alerts. */
export function ModelPage({ org, id, days, now }: { org: string; id: string; days: number; now: number }) {
  const trpc = useTRPC();
  const at = useAt() ?? undefined;
  const may = useMay(org);
  const { org: organisation } = useShell(org);
  const { data: page } = useSuspenseQuery(trpc.model.get.queryOptions({ org, at, modelId: id, days }));
  const { search, change } = useAddress();
  const [measure, point] = [search.get("measure"), search.get("point")];
  const [editing, setEditing] = useState(false);
  const where: Where = { locale: organisation?.locale, timeZone: organisation?.timeZone ?? "UTC" };
  const main = page.measures.find(({ id: each }) => each === measure) ?? page.measures[0];
  const about = { noun: "model", id } as const;
  const version = page.versions.find(({ liveTo }) => liveTo === null);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-9">
      <Crumbs
        trail={[
          { label: shorten(page.name, 60), ...(version ? { href: `/${org}/models/${id}` } : {}) },
          ...(version ? [{ label: `Version ${version.label}` }] : []),
        ]}
      />
      <div>
        <Facts facts={factsOf(org, page, where, new Date(now))} />
        <Headline
          title={<Clauses text={page.headline} />}
          lead={[page.purpose ? shorten(page.purpose, LEAD_LENGTH) : null, page.lead].filter(Boolean).join(" ")}
          actions={
            <>
              <FollowButton org={org} about={about} />
              {may("model:edit") ? <Button onClick={() => setEditing(true)}>Edit model</Button> : null}
            </>
          }
        />
      </div>
      {main ? (
        <>
          <MainMeasure
            org={org}
            page={page}
            measure={main}
            where={where}
            selectedAt={point === null ? null : Number(point)}
            onSelect={(at) => change({ point: at })}
            periods={<PeriodChoice days={days} />}
          />
          <OtherMeasures
            page={page}
            measures={worstFirst(page.measures.filter(({ id: measureId }) => measureId !== main.id))}
            where={where}
            onChoose={(chosen) => {
              change({ measure: chosen, point: null });
              document.getElementById("measure")?.scrollIntoView({ block: "start" });
            }}
          />
        </>
      ) : (
        <div className="border-ink border-t">
          <EmptyState title="No measure has arrived yet">
            Measures appear with the first poll that finds values of this model.
          </EmptyState>
        </div>
      )}
      <div className="columns-page">
        <div className="grid min-w-0 content-start gap-9">
          <RuleTable org={org} page={page} where={where} />
          <VersionTable page={page} where={where} />
          <RisksOn org={org} place={{ modelId: id }} />
          <Comments org={org} about={about} />
        </div>
        <div className="grid min-w-0 content-start gap-9">
          <AlertTable page={page} where={where} />
          <SourceSection org={org} page={page} where={where} />
          <Documents org={org} about={about} />
          <Links org={org} about={about} />
        </div>
      </div>
      {editing ? <EditDialog org={org} page={page} onClose={() => setEditing(false)} /> : null}
    </div>
  );
}
