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
    requestUrl: text(),
    responseSha256: text(),
    durationMs: integer(),
    error: text(),
  }),
  (t) => [primaryKey({ columns: [t.orgId, t.id] }), index("poll_run_started").on(t.orgId, t.connectionId, t.startedAt)],
);
