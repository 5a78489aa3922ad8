import { sql } from "drizzle-orm";
import { boolean, check, index, integer, jsonb, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { id, instant, operational, orgId, recorded, version } from "../columns";

export const PLATFORMS = ["openmetrics", "mlflow", "prometheus"] as const;
export const AUTH_KINDS = ["none", "basic", "bearer", "headers"] as const;

export const connectionColumns = () => ({
  orgId: orgId(),
  id: id(),
  name: text().notNull(),
  platform: text({ enum: PLATFORMS }).notNull(),
  url: text().notNull(),
  auth: text({ enum: AUTH_KINDS }).notNull().default("none"),
  sealedSecret: text(), // AES-256-GCM under a key outside the database; key id inside
  config: jsonb().$type<Record<string, unknown>>().notNull().default({}),
  intervalSeconds: integer().notNull().default(300),
  paused: boolean().notNull().default(false),
  archivedAt: instant(),
  version: version(),
});
export const connection = recorded("connection", connectionColumns, (t) => [
  primaryKey({ columns: [t.orgId, t.id] }),
  uniqueIndex("connection_name").on(t.orgId, t.name),
  check("connection_interval", sql`${t.intervalSeconds} between 1 and 604800`),
]);

/** How polling goes; computed by the jobs, hence not recorded. */
export const connectionHealth = operational(
  "connection_health",
  () => ({
    orgId: orgId(),
    connectionId: uuid().notNull(),
    status: text({ enum: ["new", "ok", "failing", "needs_reauth", "open_circuit"] })
      .notNull()
      .default("new"),
    lastAttemptAt: instant(),
    lastSuccessAt: instant(),
    consecutiveFailures: integer().notNull().default(0),
    circuitOpenUntil: instant(),
    lastError: text(), // in words
    lastNote: text(), // what the last good answer warned of
  }),
  (t) => [primaryKey({ columns: [t.orgId, t.connectionId] })],
);

export const pollRun = operational(
  "poll_run",
  () => ({
    orgId: orgId(),
    id: id(),
    connectionId: uuid().notNull(),
    startedAt: instant().notNull(),
    finishedAt: instant(),
    status: text({ enum: ["running", "ok", "failed"] })
      .notNull()
      .default("running"),
    pointsRead: integer().notNull().default(0),
    pointsNew: integer().notNull().default(0),
    pointsRestated: integer().notNull().default(0),
    pointsLate: integer().notNull().default(0), // new, but older than the newest known of their series
    seriesRead: integer().notNull().default(0),
    backfillId: uuid(), // a piece of a backfill instead of a poll
    note: text(), // what the platform warned of
    requestUrl: text(),
    responseSha256: text(),
    durationMs: integer(),
    error: text(),
    errorKind: text(),
  }),
  (t) => [primaryKey({ columns: [t.orgId, t.id] }), index("poll_run_started").on(t.orgId, t.connectionId, t.startedAt)],
);

export const BACKFILL_STATUSES = ["running", "done", "failed", "cancelled"] as const;

/** A stretch of the past that somebody asked for: read piece by piece by a job, up to `doneTo`. */
export const backfill = operational(
  "backfill",
  () => ({
    orgId: orgId(),
    id: id(),
    connectionId: uuid().notNull(),
    fromAt: instant().notNull(),
    toAt: instant().notNull(),
    doneTo: instant().notNull(),
    status: text({ enum: BACKFILL_STATUSES }).notNull().default("running"),
    pointsRead: integer().notNull().default(0),
    pointsNew: integer().notNull().default(0),
    pointsRestated: integer().notNull().default(0),
    waitsFor: text(), // why it does not go on at present
    error: text(),
    requestedBy: uuid(),
    createdAt: instant().notNull(),
    finishedAt: instant(),
  }),
  (t) => [
    primaryKey({ columns: [t.orgId, t.id] }),
    index("backfill_created").on(t.orgId, t.connectionId, t.createdAt),
    uniqueIndex("backfill_running").on(t.orgId, t.connectionId).where(sql`status = 'running'`),
    check("backfill_range", sql`${t.fromAt} < ${t.toAt} and ${t.doneTo} between ${t.fromAt} and ${t.toAt}`),
  ],
);
