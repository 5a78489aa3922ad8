import { type SQL, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { initiative } from "@/db/schema/initiative";
import { alert, point, rule, series } from "@/db/schema/metric";
import { model, modelVersion } from "@/db/schema/model";
import type { ModelHealth } from "@/domain/metric/health";
import type { Direction } from "@/domain/metric/rule";
import type { ModelListInput } from "@/domain/model/input";
import type { OrgContext } from "../context";
import { read } from "../record/read";

/** The worst of a model's open alerts; a model no active rule watches is not yet measured. Needs `model` in scope as `m`. */
const HEALTH: SQL<ModelHealth> = sql<ModelHealth>`case when m.status <> 'live' then 'not_measured' else coalesce(
  (select a.level from ${alert} a where a.org_id = m.org_id and a.model_id = m.id and a.closed_at is null
    order by case a.level when 'critical' then 1 when 'warning' then 2 else 3 end limit 1),
  case when exists (select 1 from ${rule} r where r.org_id = m.org_id and r.model_id = m.id and r.active) then 'inside' else 'not_measured' end) end`;

const HEALTH_ORDER = sql`array_position(array['critical', 'warning', 'no_data', 'inside', 'not_measured'], health)`;

type Row = {
  id: string;
  name: string;
  tier: number | null;
  status: "development" | "live" | "retired";
  health: ModelHealth;
  since: string | null;
  initiativeId: string | null;
  initiativeCode: string | null;
  initiativeTitle: string | null;
  versionLabel: string | null;
  seriesId: string | null;
  measure: string | null;
  unit: string | null;
  direction: Direction | null;
  warning: number | null;
  critical: number | null;
  now: number | null;
  nowAt: string | null;
};

export type SparkPoint = readonly [at: number, value: number];
export type ModelRow = Omit<Row, "since" | "nowAt"> & { since: Date | null; nowAt: Date | null; points: SparkPoint[] };

function rowsOf(tx: Tx, { q, status, health, page, pageSize }: ModelListInput) {
  const found = q ? sql`join private.search('model', ${q}, 1000) f on f.id = m.id` : sql``;
  return tx.execute<Row & { total: number }>(sql`
    with listed as (
      select m.org_id, m.id, m.name, m.tier, m.status, m.initiative_id, ${HEALTH} as health from ${model} m ${found}
      where ${status === "all" ? sql`true` : sql`m.status = ${status}`}
    ), kept as (
      select *, count(*) over ()::int as total from listed
      where ${health.length ? sql`health in ${health}` : sql`true`}
      order by ${HEALTH_ORDER}, tier nulls last, lower(name), id limit ${pageSize} offset ${(page - 1) * pageSize}
    )
    select k.id, k.name, k.tier, k.status, k.health, k.total, i.id as "initiativeId", i.code as "initiativeCode", left(i.title, 120) as "initiativeTitle",
      (select min(a.opened_at) from ${alert} a where a.org_id = k.org_id and a.model_id = k.id and a.closed_at is null and a.level = k.health) as since,
      (select v.label from ${modelVersion} v where v.org_id = k.org_id and v.model_id = k.id and v.live_to is null order by v.live_from desc nulls last, v.label desc limit 1) as "versionLabel",
      s.id as "seriesId", s.label as measure, s.unit, r.direction, r.warning, r.critical, p.value as now, p.at as "nowAt"
    from kept k
    left join ${initiative} i on i.org_id = k.org_id and i.id = k.initiative_id
    left join lateral (select s.* from ${series} s where s.org_id = k.org_id and s.model_id = k.id order by s."primary" desc, s.label limit 1) s on true
    left join lateral (select r.* from ${rule} r where r.org_id = k.org_id and r.series_id = s.id and r.active order by r.critical is null, r.id limit 1) r on true
    left join lateral (select p.value, p.at from ${point} p where p.org_id = k.org_id and p.series_id = s.id order by p.at desc limit 1) p on true
    order by ${HEALTH_ORDER}, k.tier nulls last, lower(k.name), k.id`);
}

/** Points of several series since an instant, each series thinned to at most one point a day. */
async function sparksOf(tx: Tx, seriesIds: string[], from: Date): Promise<Map<string, SparkPoint[]>> {
  const found = new Map<string, SparkPoint[]>();
  if (seriesIds.length === 0) return found;
  const rows = await tx.execute<{ id: string; at: string; value: number }>(sql`
    select distinct on (p.series_id, date_trunc('day', p.at)) p.series_id as id, p.at, p.value from ${point} p
    where p.series_id in ${seriesIds} and p.at >= ${from.toISOString()}::timestamptz order by p.series_id, date_trunc('day', p.at), p.at desc`);
  for (const { id, at, value } of rows) {
    const line = found.get(id) ?? [];
    line.push([Date.parse(at), Number(value)]);
    found.set(id, line);
  }
  return found;
}

const dateOf = (text: string | null): Date | null => (text === null ? null : new Date(text));

/** Models worst first, each with its main measure, the limit it is held to and its recent course. Two queries. */
export async function listModelsIn(
  tx: Tx,
  ctx: Pick<OrgContext, "asOf" | "now">,
  input: ModelListInput,
): Promise<{ rows: ModelRow[]; total: number }> {
  const rows = await rowsOf(tx, input);
  const from = new Date((ctx.asOf ?? ctx.now).getTime() - input.days * 86_400_000);
  const sparks = await sparksOf(
    tx,
    rows.flatMap(({ seriesId }) => (seriesId ? [seriesId] : [])),
    from,
  );
  return {
    rows: rows.map(({ total: _total, ...row }) => ({
      ...row,
      since: dateOf(row.since),
      nowAt: dateOf(row.nowAt),
      points: row.seriesId ? (sparks.get(row.seriesId) ?? []) : [],
    })),
    total: rows[0]?.total ?? 0,
  };
}

export const listModels = (ctx: OrgContext, input: ModelListInput) => read(ctx, (tx) => listModelsIn(tx, ctx, input));
