import { SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";
import type { SQL } from "drizzle-orm";
import { PgDatabase, PgDialect } from "drizzle-orm/pg-core";
import { drizzle, type PostgresJsDatabase, PostgresJsSession } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import { LeasePool } from "./lease";

export type Sql = postgres.Sql;
export type Tx = PostgresJsDatabase;

/** Between two tries to connect, while the database is away. */
const RETRY_SECONDS = 0.25;

/**
 * Two clients on one database: `pool` is drizzle's (drizzle changes the parsers of the client it is given, so raw queries on
 * it would return dates as text), `sql` is for raw statements.
 */
export type Database = { pool: Sql; sql: Sql; end(): Promise<void> };

export function connect(url: string, options: { max?: number; name?: string } = {}): Database {
  const shared = {
    max: options.max ?? 10,
    connect_timeout: 10,
    backoff: () => RETRY_SECONDS, // the driver's own grows to 20 s, in which every request would hang
    onnotice: () => undefined,
    connection: { application_name: options.name ?? "portolan", TimeZone: "UTC" },
  };
  const drizzled = (more: object) => {
    const client = postgres(url, { ...shared, ...more });
    drizzle(client); // sets the parsers once
    return client;
  };
  // A transaction that was under way when its connection closed is refused its next statement, not left without an answer.
  const leases = new LeasePool((onclose) => drizzled({ max: 1, max_lifetime: null, onclose }), shared.max);
  const pool = Object.assign(drizzled({}), { reserve: () => leases.reserve() });
  const sql = postgres(url, { ...shared, max: Math.max(2, Math.ceil(shared.max / 4)) });
  return {
    pool,
    sql,
    end: async () => {
      await Promise.all([leases.end(), pool.end({ timeout: 5 }), sql.end({ timeout: 5 })]);
    },
  };
}

/** Drizzle makes its client take dates as text only; a Date given all the same would leave the connection out of step. */
export const toPlain = (value: unknown): unknown => (value instanceof Date ? value.toISOString() : value);

/** The reserved connection for raw statements, taking dates as Date. */
export function rawOn(connection: postgres.ReservedSql): postgres.ReservedSql {
  const call = (first: TemplateStringsArray, ...rest: unknown[]) =>
    (connection as unknown as (...args: unknown[]) => unknown)(first, ...rest.map(toPlain));
  return Object.assign(call, connection) as unknown as postgres.ReservedSql;
}

/** One for the process: it remembers the column names it has worked out. */
const dialect = new PgDialect({ casing: "snake_case" });

/** A statement as text and values, as it would be sent. */
export const written = (statement: SQL): { sql: string; params: unknown[] } => dialect.sqlToQuery(statement);

/** A span of the statement, its values left out, where somebody traces. The pending query itself goes on to drizzle. */
function observedStatement<Pending extends PromiseLike<unknown>>(query: string, pending: Pending): Pending {
  if (!trace.getActiveSpan()?.isRecording()) return pending;
  const name = `sql ${query.slice(0, query.search(/\W|$/))}`;
  const span = trace.getTracer("portolan").startSpan(name, {
    kind: SpanKind.CLIENT,
    attributes: { "db.system.name": "postgresql", "db.query.text": query },
  });
  const failed = () => {
    span.setStatus({ code: SpanStatusCode.ERROR });
    span.end();
  };
  pending.then(() => span.end(), failed);
  return pending;
}

/** Drizzle on one reserved connection, its statements prepared: without that each parametrised query costs a second round trip. */
export function onConnection(pool: Sql, connection: postgres.ReservedSql): Tx {
  const client = {
    options: pool.options,
    unsafe: (query: string, parameters?: unknown[]) => {
      const values = parameters?.map(toPlain) as postgres.ParameterOrJSON<never>[];
      return observedStatement(query, connection.unsafe(query, values, { prepare: true }));
    },
  };
  const session = new PostgresJsSession(client as unknown as Sql, dialect, undefined);
  return new PgDatabase(dialect, session, undefined) as unknown as Tx;
}
