import { inArray, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { pollRun } from "@/db/schema/connection";
import { seriesWatermark } from "@/db/schema/metric";
import type { ConnectorPoint, Provenance } from "@/server/connector/contract";
import type { OrgContext } from "../context";
import { store, tellPages } from "../record/store";

export type StoredSeries = { seriesId: string; points: readonly ConnectorPoint[] };
export type Stored = {
  read: number;
  added: number;
  restated: number;
  late: number;
  pollRunId: string | null;
  touched: string[];
};

/** What a poll says of itself beside its points. */
export type Run = Provenance & {
  connectionId: string;
  startedAt: Date;
  durationMs: number;
  note?: string | null;
  backfillId?: string;
};

const CHUNK = 5000;

const valueText = (value: number): string =>
  Number.isFinite(value) ? String(value) : Number.isNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";

const joined = (values: readonly string[]) => sql`string_to_array(${values.join(",")}, ',')`;

type Flat = { seriesId: string; at: Date; value: number };

/** The last value given for an instant counts: one statement may touch a row only once. */
function flatten(given: readonly StoredSeries[]): Flat[] {
  return given.flatMap(({ seriesId, points }) => {
    const byTime = new Map(points.map(({ at, value }) => [at.getTime(), { seriesId, at, value }]));
    return [...byTime.values()];
  });
}

type Counted = { seriesId: string; added: number; written: number };

/**
 * Only what is new or differs is written; what it replaces is kept by the database. Points past the watermark are not
 * compared first: they are new, and a conflict still settles the odd one that is not.
 */
async function upsert(
  tx: Tx,
  { orgId, runId, isPastMark }: { orgId: string; runId: string; isPastMark: boolean },
  chunk: readonly Flat[],
): Promise<Counted[]> {
  const known = sql`left join point p on p.org_id = ${orgId} and p.series_id = i.series_id and p.at = i.at
      where p.series_id is null or p.value is distinct from i.value`;
  return tx.execute<Counted>(sql`
    with incoming as (
      select * from unnest(${joined(chunk.map(({ seriesId }) => seriesId))}::uuid[],
        ${joined(chunk.map(({ at }) => at.toISOString()))}::timestamptz[],
        ${joined(chunk.map(({ value }) => valueText(value)))}::float8[]) as t (series_id, at, value)
    ), different as (
      select i.* from incoming i ${isPastMark ? sql`` : known}
    ), written as (
      insert into point (org_id, series_id, at, value, received_at, poll_run_id)
      select ${orgId}::uuid, series_id, at, value, (select private.stamp()), ${runId}::uuid from different
      on conflict (org_id, series_id, at) do update
        set value = excluded.value, received_at = excluded.received_at, poll_run_id = excluded.poll_run_id
        where point.value is distinct from excluded.value
      returning series_id, old.series_id is null as is_new
    )
    select series_id as "seriesId", count(*) filter (where is_new)::int as added, count(*)::int as written
    from written group by series_id`);
}

async function ensureMonths(tx: Tx, points: readonly Flat[]): Promise<void> {
  const months = new Set(points.map(({ at }) => `${at.toISOString().slice(0, 7)}-01T00:00:00Z`));
  for (const month of months) await tx.execute(sql`select private.ensure_point_month(${month}::timestamptz)`);
}

async function marksIn(tx: Tx, seriesIds: readonly string[]): Promise<Map<string, number>> {
  if (seriesIds.length === 0) return new Map();
  const rows = await tx
    .select({ seriesId: seriesWatermark.seriesId, highAt: seriesWatermark.highAt })
    .from(seriesWatermark)
    .where(inArray(seriesWatermark.seriesId, [...seriesIds]));
  return new Map(rows.map(({ seriesId, highAt }) => [seriesId, highAt.getTime()]));
}

/** The newest instant each series has, of committed points only: moved in the transaction that commits them. */
async function moveWatermarks(tx: Tx, orgId: string, points: readonly Flat[]): Promise<void> {
  const high = new Map<string, Date>();
  for (const { seriesId, at } of points) {
    const known = high.get(seriesId);
    if (!known || known < at) high.set(seriesId, at);
  }
  if (high.size === 0) return;
  await tx
    .insert(seriesWatermark)
    .values([...high].map(([seriesId, highAt]) => ({ orgId, seriesId, highAt, receivedAt: sql`private.stamp()` })))
    .onConflictDoUpdate({
      target: [seriesWatermark.orgId, seriesWatermark.seriesId],
      set: {
        highAt: sql`greatest(${seriesWatermark.highAt}, excluded.high_at)`,
        receivedAt: sql`excluded.received_at`,
      },
      setWhere: sql`${seriesWatermark.highAt} < excluded.high_at`,
    });
}

/**
 * Stores what one poll read, in one transaction: its run, new and restated points, watermarks. The same again changes
 * nothing and leaves no run. NaN and infinities are stored as such.
 *
 * `at`: a past instant of receipt; owner and sample organisation only.
 */
export function storePoints(
  ctx: OrgContext,
  { run, series }: { run: Run; series: readonly StoredSeries[] },
  options: { at?: Date } = {},
): Promise<Stored> {
  const { orgId } = ctx;
  const points = flatten(series);
  return store(
    ctx,
    async (tx) => {
      await ensureMonths(tx, points);
      const { connectionId, startedAt, durationMs, requestUrl, responseSha256, note, backfillId } = run;
      const [made] = await tx
        .insert(pollRun)
        .values({
          orgId,
          connectionId,
          startedAt,
          requestUrl,
          responseSha256,
          durationMs,
          note,
          backfillId,
          status: "running",
        })
        .returning({ id: pollRun.id });
      if (!made) throw new RangeError("an insert gives a row");
      const changed: Counted[] = [];
      let late = 0;
      const marks = await marksIn(tx, [...new Set(points.map(({ seriesId }) => seriesId))]);
      for (const isPastMark of [true, false]) {
        const part = points.filter(({ seriesId, at }) => at.getTime() > (marks.get(seriesId) ?? -1) === isPastMark);
        for (let from = 0; from < part.length; from += CHUNK) {
          const written = await upsert(tx, { orgId, runId: made.id, isPastMark }, part.slice(from, from + CHUNK));
          if (!isPastMark) late += written.reduce((sum, one) => sum + one.added, 0);
          changed.push(...written);
        }
      }
      const isRun = sql`${pollRun.orgId} = ${orgId} and ${pollRun.id} = ${made.id}`;
      if (changed.length === 0) {
        await tx.delete(pollRun).where(isRun);
        return { read: points.length, added: 0, restated: 0, late: 0, pollRunId: null, touched: [] };
      }
      await tellPages(tx);
      const added = changed.reduce((sum, one) => sum + one.added, 0);
      const restated = changed.reduce((sum, one) => sum + one.written, 0) - added;
      await moveWatermarks(tx, orgId, points);
      const seriesRead = new Set(points.map(({ seriesId }) => seriesId)).size;
      const counts = {
        pointsRead: points.length,
        pointsNew: added,
        pointsRestated: restated,
        pointsLate: late,
        seriesRead,
      };
      const finishedAt = new Date(startedAt.getTime() + Math.round(durationMs));
      await tx
        .update(pollRun)
        .set({ ...counts, status: "ok", finishedAt })
        .where(isRun);
      const touched = [...new Set(changed.map(({ seriesId }) => seriesId))];
      return { read: points.length, added, restated, late, pollRunId: made.id, touched };
    },
    { ...options, quiet: true },
  );
}
