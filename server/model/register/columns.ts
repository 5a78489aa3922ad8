import { type SQL, sql } from "drizzle-orm";
import { initiative } from "@/db/schema/initiative";
import { alert, point, rule, series } from "@/db/schema/metric";
import { model, modelVersion } from "@/db/schema/model";
import type { ModelHealth } from "@/domain/metric/health";
import type { Direction } from "@/domain/metric/rule";
import { MODEL_REGISTER, type ModelColumn } from "@/domain/model/columns";
import type { ColumnSql, ServerRegister } from "../../table/register";
import { type SparkPoint, withCourses } from "../course/queries";
import { modelRules } from "./bulk";

const COURSE_DAYS = 90;

const isOpen = sql`a.org_id = ${model.orgId} and a.model_id = ${model.id} and a.closed_at is null`;
const levels = sql`case a.level when 'critical' then 1 when 'warning' then 2 else 3 end`;

/** The worst of a model's open alerts; a model no active rule watches is not yet measured. */
export const health: SQL<ModelHealth> = sql<ModelHealth>`case when ${model.status} <> 'live' then 'not_measured' else coalesce(
  (select a.level from ${alert} a where ${isOpen} order by ${levels} limit 1),
  case when exists (select 1 from ${rule} r where r.org_id = ${model.orgId} and r.model_id = ${model.id} and r.active) then 'inside' else 'not_measured' end) end`;

/** Since when the worst level has been open; null for a model without an open alert, or that is not live. */
const since = sql`(select min(a.opened_at) from ${alert} a where ${isOpen} and ${model.status} = 'live'
  and ${levels} = (select min(${levels}) from ${alert} a where ${isOpen}))`;

const version = sql`(select v.label from ${modelVersion} v where v.org_id = ${model.orgId} and v.model_id = ${model.id} and v.live_to is null
  order by v.live_from desc nulls last, v.label desc limit 1)`;

/** The measure shown first for a model. */
const mainSeries = sql`left join lateral (select s.* from ${series} s where s.org_id = ${model.orgId} and s.model_id = ${model.id}
  order by s."primary" desc, s.label limit 1) s on true`;
const mainRule = sql`left join lateral (select r.* from ${rule} r where r.org_id = ${model.orgId} and r.series_id = s.id and r.active
  order by r.critical is null, r.id limit 1) r on true`;
const lastPoint = sql`left join lateral (select p.value, p.at from ${point} p where p.org_id = ${model.orgId} and p.series_id = s.id
  order by p.at desc limit 1) p on true`;

const person = (id: SQL, join: string): ColumnSql => ({
  value: id,
  label: sql`${sql.identifier(join)}.name`,
  labelNeeds: [join],
});

const COLUMNS: Record<Exclude<ModelColumn, "course">, ColumnSql> = {
  name: { value: sql`${model.name}` },
  tier: { value: sql`${model.tier}`, bind: Number },
  version: { value: version },
  initiative: {
    value: sql`${initiative.id}`,
    label: sql`${initiative.code} || ' ' || left(${initiative.title}, 120)`,
    needs: ["initiative"],
  },
  measure: { value: sql`s.label`, needs: ["series"] },
  now: { value: sql`p.value`, needs: ["series", "point"] },
  limit: { value: sql`coalesce(r.critical, r.warning)`, needs: ["series", "rule"] },
  health: { value: health },
  since: { value: since },
  status: { value: sql`${model.status}` },
  builder: person(sql`${model.builderId}`, "builder"),
  operator: person(sql`${model.operatorId}`, "operator"),
  type: { value: sql`${model.type}` },
  base: { value: sql`${model.baseModel}` },
  purpose: { value: sql`${model.purpose}` },
};

const EXTRA: Record<string, SQL> = {
  name: sql`${model.name}`,
  tier: sql`${model.tier}`,
  status: sql`${model.status}`,
  health,
  since,
  initiativeId: sql`${initiative.id}`,
  initiativeCode: sql`${initiative.code}`,
  initiativeTitle: sql`left(${initiative.title}, 120)`,
  versionLabel: version,
  seriesId: sql`s.id`,
  measure: sql`s.label`,
  unit: sql`s.unit`,
  direction: sql`r.direction`,
  warning: sql`r.warning`,
  critical: sql`r.critical`,
  now: sql`p.value`,
  nowAt: sql`p.at`,
};

/** What a row of the register carries beside its cells. */
export type ModelExtra = {
  name: string;
  tier: number | null;
  status: "development" | "live" | "retired";
  health: ModelHealth;
  since: Date | null;
  /** Null also for an initiative the reader may not see. */
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
  nowAt: Date | null;
  /** The last 90 days of the main measure, where the column that draws them is asked for. */
  points: SparkPoint[];
};

type Raw = Omit<ModelExtra, "since" | "nowAt" | "points"> & { since: string | null; nowAt: string | null };

const NAMES = Object.keys(EXTRA);
const dateOf = (text: string | null): Date | null => (text === null ? null : new Date(text));

const member = (name: string, id: SQL): SQL =>
  sql`left join membership ${sql.identifier(name)} on ${sql.identifier(name)}.org_id = ${model.orgId} and ${sql.identifier(name)}.id = ${id}`;

/** The register of models in SQL. */
export const modelRegister: ServerRegister<ModelExtra> = {
  declaration: MODEL_REGISTER,
  permission: "model:read",
  table: model,
  columns: () => COLUMNS,
  joins: () => ({
    initiative: sql`left join ${initiative} on ${initiative.orgId} = ${model.orgId} and ${initiative.id} = ${model.initiativeId}`,
    builder: member("builder", sql`${model.builderId}`),
    operator: member("operator", sql`${model.operatorId}`),
    series: mainSeries,
    rule: mainRule,
    point: lastPoint,
  }),
  name: sql`${model.name}`,
  named: "name",
  parts: ["alert", "model_version", "rule", "series"].map((table) => ({ table, column: "model_id" })),
  extra: () => ({ select: EXTRA, needs: ["initiative", "series", "rule", "point"] }),
  dress: (_ctx, given) => {
    const row = Object.fromEntries(NAMES.map((name) => [name, given[name]])) as Raw;
    return { extra: { ...row, since: dateOf(row.since), nowAt: dateOf(row.nowAt), points: [] }, cells: {} };
  },
  attach: (tx, ctx, rows, columns) =>
    columns.includes("course") ? withCourses(tx, ctx, rows, COURSE_DAYS) : Promise.resolve(rows),
  rules: modelRules,
};
