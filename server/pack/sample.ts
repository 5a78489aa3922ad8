import {
  alertsConclusion,
  definitionsHeadline,
  modelChangesConclusion,
  modelMeaning,
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
  reasonWords,
  sinceSentence,
  stageConclusion,
  summaryHeadline,
} from "@/domain/pack/sentence";
import { type AttentionReason, isOutside, type ModelState, STANDINGS, standingOf } from "@/domain/pack/standing";
import { formatNumber } from "@/domain/shared/figure";
import { type MeasuredModel, type PackData, type StandingCounts, TEMPLATE } from "./data";

export type Size = {
  readonly initiatives: number;
  readonly models: number;
  readonly edits: number;
  readonly moves: number;
  readonly title?: string;
  readonly paper?: "a4" | "letter";
};

const AS_OF = new Date("2026-11-20T11:00:00Z");
const SINCE = new Date("2026-10-22T10:00:00Z");
const TIME_ZONE = "America/New_York";
const DAY = 86_400_000;
const STAGES = [
  ["idea", "Idea"],
  ["business_case", "Business case"],
  ["design_data", "Design & data"],
  ["build", "Build"],
  ["validation", "Validation"],
  ["pilot", "Pilot"],
  ["production", "Production"],
  ["retired", "Retired"],
] as const;
const TITLES = [
  "Sepsis early warning",
  "Prior-auth triage",
  "Ambient clinical notes",
  "Denial prediction",
  "Readmission outreach",
  "Contact-centre assistant",
  "No-show forecast",
  "Imaging: haemorrhage flag",
  "Coding suggestions",
];
const UNITS = ["Critical care", "Revenue cycle", "Ambulatory", "Imaging", "Contact centre"];
const PEOPLE = ["R. Adeyemi", "J. Calder", "M. Tran", "Łucja Żak", "D. Ferris", "Ana Peña-Núñez"];

const pick = <T>(list: readonly T[], index: number): T => list[index % list.length] as T;
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
      tiers: [],
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
          unmeasured: 0,
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
      alerts: alerts.slice(0, 100),
      alertTotal: alerts.length,
      alertsConclusion: alertsConclusion(
        alerts.map(({ level, openedAt }) => ({ level, openedAt: new Date(openedAt) })),
        AS_OF,
      ),
    },
    definitions: {
      headline: definitionsHeadline(size.initiatives + models.length, 3),
      standfirst: "The same date and template give the same file, byte for byte, whoever prints it.",
      terms: [
        { term: "Off track", meaning: "Its target date is past, or a linked model is critical." },
        { term: "No fresh data", meaning: "Nobody updated it for 30 days, or a linked model sends no data." },
        { term: "Watch", meaning: "It has no owner, or a linked model is in warning." },
        { term: "On track", meaning: "None of the above holds." },
        {
          term: "Critical, warning",
          meaning: "The measure stayed past its limit for the number of windows its rule names.",
        },
      ],
      sources: [
        { name: "Register", what: "initiatives", records: size.initiatives, lastAt: AS_OF.toISOString() },
        { name: "Models", what: "models and versions", records: models.length, lastAt: AS_OF.toISOString() },
        { name: "Model service", what: "points of measures", records: models.length * 90, lastAt: null },
      ],
    },
  };
}

function figure(
  key: string,
  label: string,
  value: number,
  context: string | null,
  notes: string[],
  bar: PackData["summary"]["figures"][number]["bar"] = null,
): PackData["summary"]["figures"][number] {
  const words = formatNumber(value);
  return { key, label, value: words, context, bar, marks: [], notes, terms: [{ label: "counted", value: words }] };
}

function samplePortfolio(size: Size): PackData["portfolio"]["rows"] {
  const rows = Array.from({ length: size.initiatives }, (_, index) => {
    const reasons: { reason: AttentionReason; words: string }[] = [];
    if (index % 15 === 2)
      reasons.push({ reason: "model_critical", words: reasonWords("model_critical", { model: pick(TITLES, index) }) });
    if (index % 19 === 4)
      reasons.push({ reason: "target_past", words: reasonWords("target_past", { date: "2026-11-01" }) });
    if (index % 17 === 5) reasons.push({ reason: "not_updated", words: reasonWords("not_updated", { days: 41 }) });
    if (index % 11 === 6) reasons.push({ reason: "no_owner", words: reasonWords("no_owner", {}) });
    return {
      code: `AI-${String(index + 1).padStart(3, "0")}`,
      title:
        size.title ??
        `${pick(TITLES, index)}${index < TITLES.length ? "" : `, phase ${Math.floor(index / TITLES.length) + 1}`}`,
      unit: index % 13 === 12 ? null : pick(UNITS, index),
      stage: index % 23 === 22 ? null : pick(STAGES, index)[1],
      tier: index % 7 === 6 ? null : (index % 3) + 1,
      owner: index % 11 === 6 ? null : pick(PEOPLE, index),
      targetOn: index % 9 === 8 ? null : `2027-0${(index % 9) + 1}-15`,
      standing: standingOf(reasons.map(({ reason }) => reason)),
      reasons,
    };
  });
  const rank = (row: { standing: (typeof STANDINGS)[number] }) => STANDINGS.indexOf(row.standing);
  return rows.toSorted((left, right) => rank(left) - rank(right) || (left.code < right.code ? -1 : 1));
}

function sampleModels(count: number): MeasuredModel[] {
  const states: ModelState[] = [
    "critical",
    "warning",
    "no_data",
    "inside",
    "inside",
    "inside",
    "inside",
    "inside",
    "inside",
  ];
  const rows = Array.from({ length: count }, (_, index) => sampleModel(index, pick(states, index)));
  return rows;
}

function sampleModel(index: number, state: ModelState): MeasuredModel {
  const points = Array.from({ length: 90 }, (_, dayIndex) => {
    const wave = 0.9 + 0.015 * Math.sin(dayIndex * 1.7 + index) + 0.008 * Math.sin(dayIndex * 0.6);
    const fall = state === "critical" && dayIndex > 72 ? (dayIndex - 72) * 0.0145 : 0;
    const dip = state === "warning" && dayIndex > 82 ? (dayIndex - 82) * 0.0135 : 0;
    const value = index === 3 && dayIndex === 40 ? Number.NaN : Math.round((wave - fall - dip) * 10_000) / 10_000;
    return { at: new Date(AS_OF.getTime() - (89 - dayIndex) * DAY).toISOString(), value };
  }).slice(0, state === "no_data" ? 84 : 90);
  const last = points.at(-1);
  const now = state === "no_data" ? null : (last?.value ?? null);
  const since = state === "inside" ? null : new Date(AS_OF.getTime() - (state === "critical" ? 8 : 4) * DAY);
  const name = `${pick(TITLES, index)}${index < TITLES.length ? "" : ` ${Math.floor(index / TITLES.length) + 1}`}`;
  const limits = { warning: 0.84, critical: 0.78 };
  return {
    name,
    version: `v${(index % 7) + 1}`,
    tier: (index % 3) + 1,
    measure: index % 4 === 3 ? "precision" : "recall",
    unit: null,
    decimals: 2,
    direction: "low",
    ...limits,
    points,
    versions: [{ label: `v${(index % 7) + 1}`, at: new Date(AS_OF.getTime() - 60 * DAY).toISOString() }],
    now,
    nowAt: now === null ? null : (last?.at ?? null),
    state,
    since: since?.toISOString() ?? null,
    meaning: modelMeaning({
      state,
      measure: index % 4 === 3 ? "precision" : "recall",
      now,
      unit: null,
      decimals: 2,
      direction: "low",
      ...limits,
      since,
      asOf: AS_OF,
      timeZone: TIME_ZONE,
    }),
  };
}
