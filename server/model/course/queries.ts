import { and, asc, desc, gte, inArray, lte, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { point, pointReplaced } from "@/db/schema/metric";
import type { OrgContext } from "../../context";

export type SparkPoint = readonly [at: number, value: number];

const DAY_MS = 86_400_000;

/** Points of several series since an instant, each series thinned to the last point of every so many days. */
async function sparksOf(
  tx: Tx,
  seriesIds: string[],
  from: Date,
  everyDays: number,
): Promise<Map<string, SparkPoint[]>> {
  const found = new Map<string, SparkPoint[]>();
  if (seriesIds.length === 0) return found;
  // Not a parameter: as two of them the expression would not be one and the same to PostgreSQL.
  const slice = sql.raw(
    everyDays === 1 ? "date_trunc('day', p.at)" : `date_bin('${everyDays} days', p.at, '2000-01-01Z')`,
  );
  const rows = await tx.execute<{ id: string; at: string; value: number }>(sql`
    select distinct on (p.series_id, ${slice}) p.series_id as id, p.at, p.value from ${point} p
    where p.series_id in ${seriesIds} and p.at >= ${from.toISOString()}::timestamptz order by p.series_id, ${slice}, p.at desc`);
  for (const { id, at, value } of rows) {
    const line = found.get(id) ?? [];
    line.push([Date.parse(at), Number(value)]);
    found.set(id, line);
  }
  return found;
}

/** Rows with the recent course of their main measure. One query. */
export async function withCourses<Row extends { seriesId: string | null }>(
  tx: Tx,
  { asOf, now }: Pick<OrgContext, "asOf" | "now">,
  rows: readonly Row[],
  days: number,
  everyDays = 1,
): Promise<(Row & { points: SparkPoint[] })[]> {
  const from = new Date((asOf ?? now).getTime() - days * DAY_MS);
  const ids = rows.flatMap(({ seriesId }) => (seriesId ? [seriesId] : []));
  const sparks = await sparksOf(tx, ids, from, everyDays);
  return rows.map((row) => ({ ...row, points: row.seriesId ? (sparks.get(row.seriesId) ?? []) : [] }));
}

/** Points a chart gets of one series; a denser one is thinned to the last point of each slice. */
const SLICES = 600;

/** Points of several series, each thinned alike; the value at the end of each slice counts. */
export async function pointsIn(tx: Tx, seriesIds: readonly string[], from: Date, to: Date) {
  const found = new Map<string, { at: number; value: number }[]>();
  if (seriesIds.length === 0) return found;
  const slice = Math.max(1, Math.round((to.getTime() - from.getTime()) / 1000 / SLICES));
  // Not a parameter: as two of them the expression would not be one and the same to PostgreSQL.
  const bin = sql.raw(`date_bin(interval '${slice} seconds', at, '2000-01-01Z')`);
  const rows = await tx
    .selectDistinctOn([point.seriesId, bin], { id: point.seriesId, at: point.at, value: point.value })
    .from(point)
    .where(and(inArray(point.seriesId, [...seriesIds]), gte(point.at, from), lte(point.at, to)))
    .orderBy(asc(point.seriesId), bin, desc(point.at));
  for (const { id, at, value } of rows) {
    const line = found.get(id) ?? [];
    found.set(id, line);
    line.push({ at: at.getTime(), value });
  }
  return found;
}

/** Instants whose value was corrected, and the value before: marks on a chart. */
export async function correctionsIn(tx: Tx, seriesIds: readonly string[], from: Date, asOf: Date | null) {
  if (seriesIds.length === 0) return [];
  return tx
    .select({ seriesId: pointReplaced.seriesId, at: pointReplaced.at, before: pointReplaced.value })
    .from(pointReplaced)
    .where(
      and(
        inArray(pointReplaced.seriesId, [...seriesIds]),
        gte(pointReplaced.at, from),
        asOf ? lte(pointReplaced.replacedAt, asOf) : undefined,
      ),
    )
    .orderBy(desc(pointReplaced.replacedAt))
    .limit(500);
}
