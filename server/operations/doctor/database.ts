import postgres from "postgres";
import { mechanismDigest } from "@/db/migrate";
import { assertPowerless } from "@/db/role";
import { type Finding, fail, ok, reasonOf, warn } from "./check";

const LEAST_POSTGRES = 180_000;
const HEARTBEAT_LIMIT_SECONDS = 30;
const CLOCK_WARN_MS = 1000;
const CLOCK_FAIL_MS = 30_000;
const WAITING_LIMIT_SECONDS = 300;
const FULL_AT = 0.9;

type Sql = postgres.Sql;
type Look = (sql: Sql) => Promise<Finding>;

const version: Look = async (sql) => {
  const [row] = await sql<{ n: number; name: string }[]>`
    select current_setting('server_version_num')::int as n, current_setting('server_version') as name`;
  const says = `PostgreSQL ${row?.name}`;
  return (row?.n ?? 0) >= LEAST_POSTGRES ? ok("database", says) : fail("database", says, "Use PostgreSQL 18 or newer.");
};

const role: Look = async (sql) => {
  try {
    await assertPowerless(sql);
    return ok("database role", "owns nothing and cannot step round row-level security");
  } catch (error) {
    return fail("database role", reasonOf(error), "Connect as portolan_app in DATABASE_URL.");
  }
};

const migrations: Look = async (sql) => {
  const [row] = await sql<{ digest: string | null; heartbeat: number | null }[]>`
    select digest, heartbeat_age as heartbeat from private.readiness()`;
  if (row?.digest === (await mechanismDigest())) return ok("migrations", "the database fits this version");
  return fail("migrations", "the database does not fit this version", "Run portolan migrate, with this version.");
};

const worker: Look = async (sql) => {
  const [row] = await sql<{ age: number | null }[]>`select heartbeat_age as age from private.readiness()`;
  const todo = "Start a worker (node dist/worker.mjs, or npm start); its log says why it stopped.";
  if (row?.age == null) return fail("worker", "none has reported", todo);
  const says = `last sign of life ${Math.round(row.age)} s ago`;
  return row.age > HEARTBEAT_LIMIT_SECONDS ? fail("worker", says, todo) : ok("worker", says);
};

const clock: Look = async (sql) => {
  const before = Date.now();
  const [row] = await sql<{ at: Date }[]>`select clock_timestamp() as at`;
  const after = Date.now();
  const skewMs = Math.max(0, Math.abs((row?.at.getTime() ?? 0) - (before + after) / 2) - (after - before) / 2);
  const says = `this machine and the database differ by ${skewMs < 10 ? "less than 0.01" : (skewMs / 1000).toFixed(2)} s`;
  const todo = "Set both by NTP: sessions, schedules and second factors compare the two clocks.";
  if (skewMs > CLOCK_FAIL_MS) return fail("clock", says, todo);
  return skewMs > CLOCK_WARN_MS ? warn("clock", says, todo) : ok("clock", says);
};

const connections: Look = async (sql) => {
  const [row] = await sql<{ used: number; most: number }[]>`
    select (select count(*)::int from pg_stat_activity where backend_type = 'client backend') as used, current_setting('max_connections')::int as most`;
  const [used, most] = [row?.used ?? 0, row?.most ?? 1];
  const says = `${used} of ${most} connections in use`;
  return used > most * FULL_AT
    ? warn("connections", says, "Raise max_connections, or lower DATABASE_POOL.")
    : ok("connections", says);
};

/** As the app's role, like web and worker. */
export async function examineApp(url: string): Promise<Finding[]> {
  return examine(url, "database", [version, role, migrations, worker, clock, connections]);
}

const work: Look = async (sql) => {
  const [row] = await sql<{ waiting: number; age: number; failed: number }[]>`
    select count(*)::int as waiting, coalesce(extract(epoch from clock_timestamp() - min(d.due_at)), 0)::float8 as age,
      (select count(*)::int from runner.run r where r.status = 'failed' and r.ended_at > clock_timestamp() - interval '1 day') as failed
    from private.due d where d.due_at <= clock_timestamp() and (d.lease_until is null or d.lease_until <= clock_timestamp())`;
  const { waiting = 0, age = 0, failed = 0 } = row ?? {};
  const says = `${waiting} due, the oldest for ${Math.round(age)} s; ${failed} runs failed in a day`;
  if (age > WAITING_LIMIT_SECONDS) return fail("jobs", says, "No worker takes them: see its log for what it fails at.");
  return failed > 0 ? warn("jobs", says, 'The worker\'s log names them: look for "failed".') : ok("jobs", says);
};

const size: Look = async (sql) => {
  const [row] = await sql<{ bytes: number; organisations: number }[]>`
    select pg_database_size(current_database())::float8 as bytes, (select count(*)::int from private.org_slug) as organisations`;
  return ok(
    "content",
    `${row?.organisations} organisations, ${((row?.bytes ?? 0) / 1e6).toFixed(0)} MB in the database`,
  );
};

const owner: Look = async (sql) => {
  const [row] = await sql<{ owns: boolean }[]>`
    select pg_has_role(current_user, c.relowner, 'member') as owns from pg_class c where c.oid = 'public.organisation'::regclass`;
  return row?.owns
    ? ok("owner", "may migrate, back up and restore")
    : fail(
        "owner",
        "DATABASE_OWNER_URL does not connect as the owner of the tables",
        "Connect as portolan_owner there.",
      );
};

/** As the owner: the app's role does not see the work of all organisations. */
export async function examineOwner(url: string): Promise<Finding[]> {
  return examine(url, "owner", [owner, work, size]);
}

/** When the first connection fails nothing else is tried; a check that fails by itself does not stop the others. */
async function examine(url: string, name: string, looks: readonly Look[]): Promise<Finding[]> {
  const sql = postgres(url, {
    max: 1,
    onnotice: () => undefined,
    connect_timeout: 5,
    connection: { application_name: "doctor", TimeZone: "UTC" },
  });
  try {
    await sql`select 1`;
  } catch (error) {
    await sql.end({ timeout: 1 });
    const setting = name === "owner" ? "DATABASE_OWNER_URL" : "DATABASE_URL";
    return [fail(name, `does not answer: ${reasonOf(error)}`, `Start PostgreSQL, or mend ${setting}.`)];
  }
  const findings: Finding[] = [];
  try {
    for (const look of looks) {
      findings.push(
        await look(sql).catch((error: unknown) =>
          fail(look.name, `could not be examined: ${reasonOf(error)}`, "Run portolan migrate, then look again."),
        ),
      );
    }
  } finally {
    await sql.end({ timeout: 1 });
  }
  return findings;
}
