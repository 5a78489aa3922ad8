import { sql } from "drizzle-orm";
import { alert, point, rule, series } from "@/db/schema/metric";
import { model, modelVersion } from "@/db/schema/model";
import { alertsConclusion, modelMeaning, modelsHeadline, modelsStandfirst } from "@/domain/pack/model-sentence";
import type { ModelTotals } from "@/domain/pack/sentence";
import { isOutside, MODEL_STATES, type ModelState } from "@/domain/pack/standing";
import type { OrgContext } from "../../context";
import { read } from "../../record/read";
import type { MeasuredModel, PackData } from "../data";
import { decimalsFor } from "./decimals";

const MOST_MODELS = 100;
const MOST_ALERTS = 100;
const MOST_CHARTS = 27;
const DAY_MS = 86_400_000;
/** A trend shows 90 days; measures that come weekly or less often need a year to show one. */
const SHORT_DAYS = 90;
const LONG_DAYS = 365;
/** Points drawn on one trend: the last of each slice of the period. */
const SLICES = 120;

export type ModelRow = {
  id: string;
  name: string;
  tier: number | null;
  version: string | null;
  state: ModelState;
  since: Date | null;
  seriesId: string | null;
  measure: string;
  unit: string | null;
  direction: "high" | "low" | null;
  warning: number | null;
  critical: number | null;
};

const WORST = sql`case level when 'critical' then 3 when 'warning' then 2 else 1 end`;

const RANK = sql`coalesce(case a.level when 'critical' then 3 when 'warning' then 2 when 'no_data' then 1 end, 0)`;
const MEASURE = sql`s.id as "seriesId", coalesce(s.label, s.metric, '') as measure, s.unit, r.direction, r.warning, r.critical`;
const CURRENT_VERSION = sql`(select label from ${modelVersion} x where x.org_id = m.org_id and x.model_id = m.id
  and x.live_to is null order by x.live_from desc nulls last, x.label desc limit 1)`;

type Raw = Omit<ModelRow, "since"> & { since: string | null };
const parsed = (rows: readonly Raw[]): ModelRow[] =>
  rows.map(({ since, ...row }) => ({ ...row, since: since === null ? null : new Date(since) }));

/** Every live model with the measure that decides its state: that of its worst open alert, else its first one. */
export async function liveModels(ctx: OrgContext): Promise<ModelRow[]> {
  const watched = (series: ReturnType<typeof sql>) =>
    sql`exists (select 1 from ${rule} y where y.org_id = m.org_id and y.model_id = m.id and y.active and ${series})`;
  const rows = await read(ctx, (tx) =>
    tx.execute<Raw>(sql`
      select m.id, m.name, m.tier, ${CURRENT_VERSION} as version, ${MEASURE}, a.opened_at as since,
        coalesce(a.level, case when ${watched(sql`true`)} then 'inside' else 'not_measured' end) as state
      from ${model} m
      left join lateral (select level, opened_at, series_id, rule_id from ${alert} x
        where x.org_id = m.org_id and x.model_id = m.id and x.closed_at is null order by ${WORST} desc, opened_at, x.id limit 1) a on true
      left join lateral (select * from ${series} x where x.org_id = m.org_id and x.model_id = m.id
        order by (x.id = a.series_id) desc nulls last, x."primary" desc, ${watched(sql`y.series_id = x.id`)} desc,
          (x.kind = 'performance') desc, x.metric, x.id limit 1) s on true
      left join lateral (select * from ${rule} x where x.org_id = m.org_id and x.series_id = s.id and x.active
        order by (x.id = a.rule_id) desc nulls last, x.id limit 1) r on true
      where m.org_id = ${ctx.orgId} and m.status = 'live'
      order by ${RANK} desc, m.tier nulls last, m.name, m.id`),
  );
  return parsed(rows);
}

/** Every measure of a live model that a rule watches, worst first. */
async function watchedMeasures(ctx: OrgContext): Promise<ModelRow[]> {
  const rows = await read(ctx, (tx) =>
    tx.execute<Raw>(sql`
      select m.id, m.name, m.tier, ${CURRENT_VERSION} as version, ${MEASURE}, a.opened_at as since, coalesce(a.level, 'inside') as state
      from ${rule} r join ${model} m on m.org_id = r.org_id and m.id = r.model_id and m.status = 'live'
        join ${series} s on s.org_id = r.org_id and s.id = r.series_id
        left join ${alert} a on a.org_id = r.org_id and a.rule_id = r.id and a.closed_at is null
      where r.org_id = ${ctx.orgId} and r.active
      order by ${RANK} desc, m.tier nulls last, m.name, m.id, s."primary" desc, s.metric, r.id`),
  );
  return parsed(rows);
}

export const modelTotals = (rows: readonly ModelRow[]): ModelTotals => ({
  live: rows.length,
  outside: rows.filter(({ state }) => isOutside(state)).length,
  noData: rows.filter(({ state }) => state === "no_data").length,
});

type Sample = { seriesId: string; at: Date; value: number };

/** The last point of each slice of the period, as received by the as-of instant. */
async function trends(ctx: OrgContext, ids: readonly string[], from: Date, to: Date): Promise<Sample[]> {
  if (ids.length === 0) return [];
  const slice = Math.ceil((to.getTime() - from.getTime()) / SLICES / 1000);
  const rows = await read(ctx, (tx) =>
    tx.execute<{ seriesId: string; at: string; value: string }>(sql`
      select distinct on (q.series_id, q.slice) q.series_id as "seriesId", q.at, q.value::text as value
      from (select p.series_id, p.at, p.value, date_bin(make_interval(secs => ${slice}), p.at, ${from.toISOString()}::timestamptz) as slice
        from ${point} p where p.org_id = ${ctx.orgId} and p.series_id in ${[...ids]}
          and p.at > ${from.toISOString()}::timestamptz and p.at <= ${to.toISOString()}::timestamptz) q
      order by q.series_id, q.slice, q.at desc`),
  );
  return rows
    .map(({ seriesId, at, value }) => ({ seriesId, at: new Date(at), value: Number(value) }))
    .sort((one, other) => one.at.getTime() - other.at.getTime());
}

type Version = { modelId: string; label: string; at: Date };

async function versionsLive(ctx: OrgContext, from: Date, to: Date): Promise<Version[]> {
  const rows = await read(ctx, (tx) =>
    tx.execute<
      Omit<Version, "at"> & { at: string }
    >(sql`select model_id as "modelId", label, live_from as at from ${modelVersion}
      where org_id = ${ctx.orgId} and live_from > ${from.toISOString()}::timestamptz and live_from <= ${to.toISOString()}::timestamptz
      order by live_from, label`),
  );
  return rows.map((row) => ({ ...row, at: new Date(row.at) }));
}

type Alert = PackData["models"]["alerts"][number];

async function openAlerts(ctx: OrgContext): Promise<Omit<Alert, "decimals">[]> {
  const rows = await read(ctx, (tx) =>
    tx.execute<Omit<Alert, "decimals" | "value"> & { value: string | null }>(sql`
      select m.name as model, coalesce(s.label, s.metric, '') as measure, a.level, a.opened_at as "openedAt", a.value::text as value, a."limit", s.unit
      from ${alert} a join ${model} m on m.org_id = a.org_id and m.id = a.model_id
        left join ${series} s on s.org_id = a.org_id and s.id = a.series_id
      where a.org_id = ${ctx.orgId} and a.closed_at is null
      order by ${WORST} desc, a.opened_at, m.name, a.id`),
  );
  return rows.map(({ value, openedAt, ...row }) => ({
    ...row,
    openedAt: new Date(openedAt).toISOString(),
    value: value === null ? null : Number(value),
  }));
}

async function tierCounts(ctx: OrgContext): Promise<{ tier: number | null; notLive: number }[]> {
  return read(ctx, (tx) =>
    tx.execute<{
      tier: number | null;
      notLive: number;
    }>(sql`select tier, count(*) filter (where status = 'development')::int as "notLive"
      from ${model} where org_id = ${ctx.orgId} and status <> 'retired' group by tier order by tier nulls last`),
  );
}

export async function gatherModels(
  ctx: OrgContext,
  rows: readonly ModelRow[],
  timeZone: string,
): Promise<PackData["models"]> {
  const asOf = ctx.asOf ?? ctx.now;
  const shown = rows.slice(0, MOST_MODELS);
  const watched = await watchedMeasures(ctx);
  const unwatched = rows.filter(({ state, seriesId }) => state === "not_measured" && seriesId !== null);
  const charted = [...watched, ...unwatched].slice(0, MOST_CHARTS);
  const ids = [...new Set([...shown, ...charted].flatMap(({ seriesId }) => seriesId ?? []))];
  const before = (days: number) => new Date(asOf.getTime() - days * DAY_MS);
  const year = await trends(ctx, ids, before(LONG_DAYS), asOf);
  const recent = year.filter(({ at }) => at > before(SHORT_DAYS));
  const isFrequent = ids.some((id) => recent.filter(({ seriesId }) => seriesId === id).length > SHORT_DAYS / 7);
  const from = before(isFrequent ? SHORT_DAYS : LONG_DAYS);
  const samples = isFrequent ? await trends(ctx, ids, from, asOf) : year;
  const versions = await versionsLive(ctx, from, asOf);
  const alerts = await openAlerts(ctx);
  const tiers = await tierCounts(ctx);
  const totals = modelTotals(rows);
  const all = rows.length + tiers.reduce((sum, { notLive }) => sum + notLive, 0);
  const measured = (row: ModelRow) => measuredModel(row, samples, versions, asOf, timeZone);
  return {
    headline: modelsHeadline(
      totals,
      rows.filter(({ state }) => isOutside(state)).map(({ name }) => name),
    ),
    standfirst: modelsStandfirst({ ...totals, all, openAlerts: alerts.length }),
    period: { from: from.toISOString(), to: asOf.toISOString() },
    inventory: tiers.map(({ tier, notLive }) => ({
      tier: tier === null ? "Unrated" : `Tier ${tier}`,
      states: statesOf(rows.filter((row) => row.tier === tier)),
      notLive,
    })),
    rows: shown.map(measured),
    total: rows.length,
    charts: charted.map(measured),
    chartTotal: watched.length + unwatched.length,
    alerts: alerts.slice(0, MOST_ALERTS).map((row) => ({
      ...row,
      decimals: decimalsFor([row.value ?? 0, row.limit ?? 0]),
    })),
    alertTotal: alerts.length,
    alertsConclusion: alertsConclusion(
      alerts.map(({ level, openedAt }) => ({ level, openedAt: new Date(openedAt) })),
      asOf,
    ),
  };
}

const statesOf = (rows: readonly ModelRow[]): Record<ModelState, number> => {
  const count = (state: ModelState) => rows.filter((row) => row.state === state).length;
  const [critical, warning, no_data, inside, not_measured] = MODEL_STATES.map(count) as [
    number,
    number,
    number,
    number,
    number,
  ];
  return { critical, warning, no_data, inside, not_measured };
};

function measuredModel(
  row: ModelRow,
  samples: readonly Sample[],
  versions: readonly Version[],
  asOf: Date,
  timeZone: string,
): MeasuredModel {
  const points = samples.filter(({ seriesId }) => seriesId === row.seriesId);
  const last = row.state === "no_data" ? undefined : points.at(-1);
  const { name, tier, unit, direction, warning, critical, state, version } = row;
  const limits = [warning, critical].filter((limit) => limit !== null);
  const decimals = decimalsFor([...points.map(({ value }) => value), ...limits]);
  const measure = row.measure === "" ? "no measure" : row.measure;
  const reading = {
    state,
    measure,
    unit,
    decimals,
    direction,
    warning,
    critical,
    now: last?.value ?? null,
    since: row.since,
  };
  return {
    ...{ name, version, tier, measure, unit, decimals, direction, warning, critical, state },
    points: points.map(({ at, value }) => ({ at: at.toISOString(), value })),
    versions: versions
      .filter(({ modelId }) => modelId === row.id)
      .map(({ label, at }) => ({ label, at: at.toISOString() })),
    now: last?.value ?? null,
    nowAt: last?.at.toISOString() ?? null,
    since: row.since?.toISOString() ?? null,
    meaning: modelMeaning({ ...reading, asOf, timeZone }),
  };
}
