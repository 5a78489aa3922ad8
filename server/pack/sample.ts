import {
  alertsConclusion,
  modelChangesConclusion,
  modelsHeadline,
  modelsStandfirst,
} from "@/domain/pack/model-sentence";
import {
  changesHeadline,
  changesStandfirst,
  countsConclusion,
  movesConclusion,
  portfolioHeadline,
  portfolioStandfirst,
  sinceSentence,
  stageConclusion,
  summaryHeadline,
} from "@/domain/pack/sentence";
import { type AttentionReason, isOutside, STANDINGS } from "@/domain/pack/standing";
import { formatNumber } from "@/domain/shared/figure";
import { type PackData, type StandingCounts, TEMPLATE } from "./data";
import { sampleDefinitions } from "./sample-definitions";
import { sampleRisks } from "./sample-risks";
import {
  AS_OF,
  DAY,
  figure,
  PEOPLE,
  pick,
  SINCE,
  STAGES,
  sampleModels,
  samplePortfolio,
  TIME_ZONE,
} from "./sample-rows";

type Counts = Readonly<Record<"initiatives" | "models" | "edits" | "moves", number>>;
export type Size = Counts & {
  readonly risks?: number;
  readonly title?: string;
  readonly paper?: "a4" | "letter";
};

const none = (): StandingCounts => ({ bad: 0, stale: 0, watch: 0, good: 0 });
/** A pack of any size whose every number is computed from its own rows; the sample organisation is made up. */
export function samplePack(size: Size): PackData {
  const portfolio = samplePortfolio(size);
  const models = sampleModels(size.models);
  const totals = none();
  for (const row of portfolio) totals[row.standing] += 1;
  const live = {
    live: models.length,
    outside: models.filter(({ state }) => isOutside(state)).length,
    noData: models.filter(({ state }) => state === "no_data").length,
  };
  const outside = models.filter(({ state }) => isOutside(state));
  const changes = {
    forward: size.moves,
    back: 0,
    added: Math.min(2, size.initiatives),
    archived: 0,
    alertsOpened: outside.length,
    alertsClosed: 0,
    fields: size.edits,
    initiatives: Math.min(size.edits, 14),
  };
  const period = { since: SINCE, asOf: AS_OF, timeZone: TIME_ZONE };
  const reasons: Partial<Record<AttentionReason, number>> = {};
  for (const row of portfolio) for (const { reason } of row.reasons) reasons[reason] = (reasons[reason] ?? 0) + 1;
  const shown = portfolio.slice(0, 200);
  const counts: PackData["changes"]["counts"] = [
    { label: "Initiatives", before: Math.max(0, size.initiatives - 2), now: size.initiatives, better: "neither" },
    { label: "Off track", before: 1, now: totals.bad, better: "lower" },
    { label: "No fresh data", before: 2, now: totals.stale, better: "lower" },
    { label: "Without an owner", before: 4, now: reasons.no_owner ?? 0, better: "lower" },
    { label: "Live models", before: models.length, now: models.length, better: "neither" },
    { label: "Models outside limits", before: 0, now: outside.length, better: "lower" },
  ];
  const alerts: PackData["models"]["alerts"] = outside.map((model) => ({
    model: model.name,
    measure: model.measure,
    level: model.state === "critical" ? "critical" : "warning",
    openedAt: model.since ?? AS_OF.toISOString(),
    value: model.now,
    limit: model.state === "critical" ? model.critical : model.warning,
    decimals: model.decimals,
    unit: model.unit,
  }));
  const stages = STAGES.map(([stage, label]) => {
    const here = none();
    for (const row of portfolio) if (row.stage === label) here[row.standing] += 1;
    return { stage, label, counts: here };
  });
  const countOf = (stage: StandingCounts) => STANDINGS.reduce((sum, standing) => sum + stage[standing], 0);
  const attention = portfolio.filter(({ standing }) => standing !== "good");
  return {
    template: TEMPLATE,
    paper: size.paper ?? "a4",
    number: "SC-2026-11",
    title: "Steering pack",
    organisation: { name: "Cedar Valley Health", timeZone: TIME_ZONE },
    forum: "AI Steering Committee",
    confidentiality: { label: "Confidential", audience: "committee members only" },
    preparedBy: "M. Okafor",
    asOf: AS_OF.toISOString(),
    since: SINCE.toISOString(),
    summary: {
      headline: summaryHeadline(live, totals),
      standfirst: sinceSentence(changes, period),
      figures: [
        figure("initiatives", "Initiatives", size.initiatives, null, [
          `${formatNumber(changes.added)} added since 22 Oct`,
        ]),
        {
          ...figure("outside", "Live models outside limits", live.outside, `of ${live.live}, limit 0`, [
            "0 of 9 on 22 Oct",
          ]),
          marks: [
            { standing: "bad", count: models.filter(({ state }) => state === "critical").length },
            { standing: "watch", count: models.filter(({ state }) => state === "warning").length },
            { standing: "stale", count: live.noData },
            { standing: "good", count: models.filter(({ state }) => state === "inside").length },
          ],
        },
        figure(
          "attention",
          "Need attention",
          attention.length,
          `of ${formatNumber(size.initiatives)}`,
          ["with a reason below"],
          {
            share: size.initiatives === 0 ? 0 : attention.length / size.initiatives,
            limit: null,
          },
        ),
        figure("past", "Target date past", reasons.target_past ?? 0, null, ["1 on 22 Oct"]),
        figure("orphans", "Without an owner", reasons.no_owner ?? 0, null, ["4 on 22 Oct"]),
      ],
      statements: attention.slice(0, 12).map((row) => ({
        standing: row.standing,
        what: row.title,
        why: row.reasons.map(({ words }) => words).join(". "),
        where: `Portfolio, ${row.code}`,
      })),
      statementTotal: attention.length,
      stages,
      totals,
      totalsBefore: { ...totals, good: Math.max(0, totals.good - 2) },
      stageConclusion: stageConclusion(stages.map(({ label, counts: here }) => ({ label, count: countOf(here) }))),
    },
    changes: {
      headline: changesHeadline(changes, period),
      standfirst: changesStandfirst(changes),
      stageLabels: STAGES.map(([stage, label]) => ({ stage, label })),
      counts,
      countsConclusion: countsConclusion(counts),
      moves: portfolio.slice(0, size.moves).map((row, index) => ({
        code: row.code,
        title: row.title,
        from: pick(STAGES, index % 6)[0],
        to: pick(STAGES, (index % 6) + 1)[0],
        at: new Date(SINCE.getTime() + (index % 28) * DAY).toISOString(),
        by: pick(PEOPLE, index),
        reason: "Gate passed",
      })),
      moveTotal: size.moves,
      movesConclusion: movesConclusion(changes),
      modelChanges: outside.map((model) => ({
        model: model.name,
        measure: model.measure,
        from: "inside",
        to: model.state,
        at: model.since,
      })),
      modelConclusion: modelChangesConclusion(outside.map(({ state }) => ({ from: "inside", to: state }))),
      rows: Array.from({ length: Math.min(size.edits, 200) }, (_, index) => {
        const row = pick(portfolio, index);
        return {
          code: row.code,
          title: row.title,
          field: pick(["Target date", "Owner", "Outcome", "Stage"], index),
          from: pick(["1 Sep 2026", null, "Fewer missed cases on the wards", "Build"], index),
          to: pick(
            ["15 Dec 2026", "J. Calder", "Seven fewer missed cases a week, measured against 2025", "Validation"],
            index,
          ),
          at: new Date(SINCE.getTime() + (index % 28) * DAY).toISOString(),
          by: pick(PEOPLE, index),
          reason: pick(["The vendor delivers later.", null, null, "Gate passed"], index),
        };
      }),
      rowTotal: size.edits,
    },
    portfolio: {
      headline: portfolioHeadline(totals),
      standfirst: portfolioStandfirst(reasons, size.initiatives),
      rows: shown,
      total: size.initiatives,
      counts: totals,
    },
    models: {
      headline: modelsHeadline(
        live,
        outside.map(({ name }) => name),
      ),
      standfirst: modelsStandfirst({ ...live, all: models.length + 3, openAlerts: alerts.length }),
      period: { from: new Date(AS_OF.getTime() - 90 * DAY).toISOString(), to: AS_OF.toISOString() },
      inventory: [1, 2, 3].map((tier) => ({
        tier: `Tier ${tier}`,
        states: {
          critical: 0,
          warning: 0,
          no_data: 0,
          inside: 0,
          not_measured: 0,
          ...Object.fromEntries(
            (["critical", "warning", "no_data", "inside"] as const).map((state) => [
              state,
              models.filter((model) => model.tier === tier && model.state === state).length,
            ]),
          ),
        },
        notLive: 1,
      })),
      rows: models.slice(0, 100),
      total: models.length,
      charts: models.filter(({ points }) => points.length > 0).slice(0, 27),
      chartTotal: models.length,
      alerts: alerts.slice(0, 100),
      alertTotal: alerts.length,
      alertsConclusion: alertsConclusion(
        alerts.map(({ level, openedAt }) => ({ level, openedAt: new Date(openedAt) })),
        AS_OF,
      ),
    },
    risks: sampleRisks(size.risks ?? Math.min(2 * size.initiatives, 400), size.title),
    definitions: sampleDefinitions(size.initiatives, models.length),
  };
}
