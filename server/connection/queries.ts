import { and, asc, count, desc, eq, getTableColumns, isNull, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { backfill, connection, connectionHealth, pollRun } from "@/db/schema/connection";
import { series, seriesWatermark } from "@/db/schema/metric";
import { model } from "@/db/schema/model";
import { membership } from "@/db/schema/organisation";
import { CONNECTION_STATUS_TEXT, isStale, NEW_HEALTH } from "@/domain/connection/health";
import { AppError } from "@/domain/shared/error";
import { connectorFor } from "@/server/connector/registry";
import type { OrgContext } from "../context";
import { read } from "../record/read";

/** Never more in one answer; an organisation has a handful. */
const MOST = 200;
const RUNS_SHOWN = 20;
const BACKFILLS_SHOWN = 5;

const columns = {
  id: connection.id,
  name: connection.name,
  platform: connection.platform,
  url: connection.url,
  auth: connection.auth,
  config: connection.config,
  intervalSeconds: connection.intervalSeconds,
  paused: connection.paused,
  version: connection.version,
  hasSecret: sql<boolean>`${connection.sealedSecret} is not null`, // the secret itself never leaves the server
  status: connectionHealth.status,
  lastAttemptAt: connectionHealth.lastAttemptAt,
  lastSuccessAt: connectionHealth.lastSuccessAt,
  consecutiveFailures: connectionHealth.consecutiveFailures,
  circuitOpenUntil: connectionHealth.circuitOpenUntil,
  lastError: connectionHealth.lastError,
  lastNote: connectionHealth.lastNote,
};

const { orgId: _org, connectionId: _connection, requestedBy: _member, ...backfillColumns } = getTableColumns(backfill);

const listed = (tx: Tx) =>
  tx
    .select(columns)
    .from(connection)
    .leftJoin(
      connectionHealth,
      and(eq(connectionHealth.orgId, connection.orgId), eq(connectionHealth.connectionId, connection.id)),
    )
    .$dynamic();

type Listed = Awaited<ReturnType<typeof listed>>[number];

function shown(row: Listed, now: Date) {
  const status = row.status ?? NEW_HEALTH.status;
  const isLate = !row.paused && status !== "new" && isStale(row.lastSuccessAt, row.intervalSeconds, now);
  return {
    ...row,
    status,
    consecutiveFailures: row.consecutiveFailures ?? 0,
    statusText: row.paused ? "paused" : CONNECTION_STATUS_TEXT[status],
    isLate,
  };
}

/** Connections by name, with how polling goes and how much each watches. As of a past date health is today's. */
export function listConnections(ctx: OrgContext) {
  return read(ctx, async (tx) => {
    const rows = await listed(tx).where(isNull(connection.archivedAt)).orderBy(asc(connection.name)).limit(MOST);
    const watched = await tx
      .select({
        connectionId: series.connectionId,
        measures: count(),
        models: sql<number>`count(distinct ${series.modelId})::int`,
      })
      .from(series)
      .groupBy(series.connectionId);
    return rows.map((row) => {
      const found = watched.find(({ connectionId }) => connectionId === row.id);
      return { ...shown(row, ctx.now), models: found?.models ?? 0, measures: found?.measures ?? 0 };
    });
  });
}
export type ConnectionRow = Awaited<ReturnType<typeof listConnections>>[number];

/** One connection with its last polls. @throws AppError NOT_FOUND */
export function getConnection(ctx: OrgContext, { connectionId }: { connectionId: string }) {
  return read(ctx, async (tx) => {
    const [row] = await listed(tx).where(eq(connection.id, connectionId));
    if (!row) throw new AppError("NOT_FOUND", "No such connection");
    const models = await tx
      .select({ id: model.id, name: model.name })
      .from(model)
      .where(eq(model.connectionId, connectionId))
      .orderBy(asc(model.name))
      .limit(MOST);
    const runs = await tx
      .select()
      .from(pollRun)
      .where(eq(pollRun.connectionId, connectionId))
      .orderBy(desc(pollRun.startedAt))
      .limit(RUNS_SHOWN);
    const backfills = await tx
      .select({ ...backfillColumns, requestedBy: membership.name })
      .from(backfill)
      .leftJoin(membership, and(eq(membership.orgId, backfill.orgId), eq(membership.id, backfill.requestedBy)))
      .where(eq(backfill.connectionId, connectionId))
      .orderBy(desc(backfill.createdAt))
      .limit(BACKFILLS_SHOWN);
    return {
      ...shown(row, ctx.now),
      mayBackfill: connectorFor(row.platform).pieceMs !== null,
      models,
      runs: runs.map(({ orgId: _org, ...run }) => run),
      backfills,
    };
  });
}

/** What a poll works with, the sealed secret included: for jobs and commands, never for a router. */
export function pollTargetOf(ctx: OrgContext, connectionId: string) {
  return read({ ...ctx, asOf: null }, async (tx) => {
    const [row] = await tx.select().from(connection).where(eq(connection.id, connectionId));
    const [health] = await tx.select().from(connectionHealth).where(eq(connectionHealth.connectionId, connectionId));
    const watermarks = await tx
      .select({
        key: series.key,
        metric: series.metric,
        highAt: seriesWatermark.highAt,
        intervalSeconds: series.intervalSeconds,
      })
      .from(series)
      .innerJoin(seriesWatermark, and(eq(seriesWatermark.orgId, series.orgId), eq(seriesWatermark.seriesId, series.id)))
      .where(eq(series.connectionId, connectionId));
    return row ? { connection: row, health: health ?? null, watermarks } : null;
  });
}
