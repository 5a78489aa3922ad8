import { and, desc, gte, inArray, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { initiative } from "@/db/schema/initiative";
import { alert, rule, series } from "@/db/schema/metric";
import { model, modelVersion } from "@/db/schema/model";
import type { CoursesInput } from "@/domain/initiative/course";
import type { MeasureNow } from "@/domain/model/sentence";
import type { OrgContext } from "../../context";
import { correctionsIn, pointsIn, withCourses } from "../../model/course/queries";
import { read } from "../../record/read";

const DAY_MS = 86_400_000;
/** The line in a row: a quarter of a year in at most thirty points. */
const ROW = { days: 90, everyDays: 3 };
const PAGE_DAYS = 365;
const MOST_MODELS = 8;

const rank = sql`case w.level when 'critical' then 1 when 'warning' then 2 when 'no_data' then 3 else 4 end`;

type Held = Omit<MeasureNow, "value" | "since" | "intervalSeconds"> & {
  initiativeId: string;
  modelId: string;
  modelName: string;
  seriesId: string;
  intervalSeconds: number | null;
  since: string | null;
};

/**
 * Of each live model of some initiatives the measure that tells most: the one whose alert is gravest, else the one shown
 * first for the model. The worst model of an initiative comes first. What nothing is measured of is left out.
 */
async function worstMeasures(tx: Tx, ids: readonly string[], each: "model" | "initiative"): Promise<Held[]> {
  if (ids.length === 0) return [];
  const only = each === "initiative" ? sql`distinct on (${initiative.id})` : sql``;
  return tx.execute<Held>(sql`
    select ${only} ${initiative.id} as "initiativeId", m.id as "modelId", m.name as "modelName", s.id as "seriesId", s.metric, s.label, s.unit,
      s.dims, s.interval_seconds as "intervalSeconds", r.direction, r.warning, r.critical, w.level, w.opened_at as since
    from ${initiative} join ${model} m on m.org_id = ${initiative.orgId} and m.initiative_id = ${initiative.id} and m.status = 'live'
    left join lateral (select a.series_id, a.level, a.opened_at from ${alert} a
      where a.org_id = m.org_id and a.model_id = m.id and a.closed_at is null
      order by case a.level when 'critical' then 1 when 'warning' then 2 else 3 end, a.opened_at limit 1) w on true
    join lateral (select s.* from ${series} s where s.org_id = m.org_id and s.model_id = m.id
      order by s.id is not distinct from w.series_id desc, s."primary" desc, s.label, s.id limit 1) s on true
    left join lateral (select r.direction, r.warning, r.critical from ${rule} r where r.org_id = s.org_id and r.series_id = s.id and r.active
      order by r.critical is null, r.id limit 1) r on true
    where ${inArray(initiative.id, [...ids])} order by ${initiative.id}, ${rank}, w.opened_at, m.name, m.id`);
}

/** For each of some initiatives the recent course of its worst measure; without a live model that is measured, none. */
export function listCourses(ctx: OrgContext, { ids }: CoursesInput) {
  return read(ctx, async (tx) => {
    const found = await withCourses(tx, ctx, await worstMeasures(tx, ids, "initiative"), ROW.days, ROW.everyDays);
    return found.map(({ initiativeId, modelName, label, unit, direction, warning, critical, points }) => ({
      ...{ initiativeId, modelName, label, unit, direction, warning, critical, points },
    }));
  });
}

/** The worst measure of each live model of one initiative over a year, with its limits, corrections and versions. */
export function listMeasures(ctx: OrgContext, { id }: { id: string }) {
  const until = ctx.asOf ?? ctx.now;
  const from = new Date(until.getTime() - PAGE_DAYS * DAY_MS);
  return read(ctx, async (tx) => {
    const worst = (await worstMeasures(tx, [id], "model")).slice(0, MOST_MODELS);
    const seriesIds = worst.map(({ seriesId }) => seriesId);
    const modelIds = worst.map(({ modelId }) => modelId);
    const [points, corrections, versions] = await Promise.all([
      pointsIn(tx, seriesIds, from, until),
      correctionsIn(tx, seriesIds, from, ctx.asOf),
      modelIds.length === 0
        ? []
        : tx
            .select({ modelId: modelVersion.modelId, label: modelVersion.label, liveFrom: modelVersion.liveFrom })
            .from(modelVersion)
            .where(and(inArray(modelVersion.modelId, modelIds), gte(modelVersion.liveFrom, from)))
            .orderBy(desc(modelVersion.liveFrom))
            .limit(100),
    ]);
    const measures = worst.map(({ initiativeId: _initiativeId, ...one }) => {
      const line = points.get(one.seriesId) ?? [];
      return {
        ...one,
        since: one.since === null ? null : new Date(one.since),
        value: line.at(-1)?.value ?? null,
        points: line,
        corrected: corrections.filter(({ seriesId }) => seriesId === one.seriesId),
        versions: versions.filter(({ modelId }) => modelId === one.modelId),
      };
    });
    // A measure silent for a year has nothing to draw.
    return { from, lookedFrom: until, measures: measures.filter(({ points: line }) => line.length > 0) };
  });
}
