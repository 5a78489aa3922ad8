import { monitorEventLoopDelay } from "node:perf_hooks";
import type { Sql } from "@/db/client";
import { measures } from "../telemetry/measures";
import { exposed, type Sample } from "../telemetry/registry";

const NANOSECONDS = 1e9;
const loop = monitorEventLoopDelay({ resolution: 20 });
loop.enable();

type Figure = { figure: string; label: string | null; value: number };

/** Figure → its name outside, what it says, and what its label is called. */
const FIGURES: Record<string, readonly [name: string, help: string, label?: string]> = {
  organisations: ["portolan_organisations", "Organisations of this installation."],
  alerts_open: ["portolan_alerts_open", "Alerts that nobody has closed, over all organisations."],
  outbox_waiting: ["portolan_outbox_waiting", "Mails that wait to be sent."],
  outbox_oldest_seconds: ["portolan_outbox_oldest_seconds", "Age of the oldest mail that waits."],
  worker_heartbeat_seconds: ["portolan_worker_heartbeat_age_seconds", "Age of the freshest sign of life of a worker."],
  database_bytes: ["portolan_database_bytes", "Size of the database."],
  due_waiting: ["portolan_due_waiting", "Work that is due and that no worker has taken.", "kind"],
  due_oldest_seconds: ["portolan_due_oldest_seconds", "How long the oldest of it has been due.", "kind"],
};

async function ofDatabase(sql: Sql): Promise<string> {
  const figures = await sql<Figure[]>`select figure, label, value from private.operation_figures()`;
  return Object.entries(FIGURES)
    .map(([figure, [name, help, label]]) => {
      const samples: Sample[] = figures
        .filter((each) => each.figure === figure)
        .map((each) => ({
          value: each.value,
          ...(label && each.label !== null ? { labels: { [label]: each.label } } : {}),
        }));
      return exposed(name, "gauge", help, samples);
    })
    .join("");
}

async function ofConnections(sql: Sql): Promise<string> {
  const rows = await sql<{ pool: string; state: string; n: number }[]>`
    select application_name as pool, coalesce(state, 'unknown') as state, count(*)::int as n from pg_stat_activity
    where datname = current_database() and usename = current_user and application_name like 'portolan-%' group by 1, 2`;
  const samples = rows.map(({ pool, state, n }) => ({ labels: { pool, state }, value: n }));
  return exposed(
    "portolan_database_connections",
    "gauge",
    "Connections of web, worker and runner by what they do.",
    samples,
  );
}

/** Runs are forgotten after a week, so these are no counters. */
async function ofJobs(sql: Sql): Promise<string> {
  const rows = await sql<{ job: string; status: string; n: number }[]>`
    select fn_id as job, status, count(*)::int as n from runner.run
    where ended_at is null or ended_at > clock_timestamp() - interval '1 hour' group by 1, 2`;
  const samples = rows.map(({ job, status, n }) => ({ labels: { job, outcome: status }, value: n }));
  return exposed(
    "portolan_job_runs",
    "gauge",
    "Runs of jobs under way, and those that ended in the last hour by outcome.",
    samples,
  );
}

function ofProcess(): string {
  const { rss, heapUsed } = process.memoryUsage();
  const { user, system } = process.cpuUsage();
  const seconds = (nanoseconds: number) => (Number.isNaN(nanoseconds) ? 0 : nanoseconds / NANOSECONDS);
  const lag = [
    { labels: { quantile: "0.5" }, value: seconds(loop.percentile(50)) },
    { labels: { quantile: "0.99" }, value: seconds(loop.percentile(99)) },
    { labels: { quantile: "1" }, value: seconds(loop.max) },
  ];
  loop.reset(); // each answer tells of the time since the one before
  return [
    exposed("portolan_event_loop_delay_seconds", "gauge", "Delay of the event loop since the last reading.", lag),
    exposed("process_resident_memory_bytes", "gauge", "Resident memory of the web process.", [{ value: rss }]),
    exposed("process_heap_used_bytes", "gauge", "JavaScript heap in use.", [{ value: heapUsed }]),
    exposed("process_cpu_seconds_total", "counter", "CPU time of the web process.", [{ value: (user + system) / 1e6 }]),
    exposed("process_uptime_seconds", "gauge", "Time since the web process started.", [{ value: process.uptime() }]),
  ].join("");
}

/** Everything in Prometheus' text format. Without a database what the process itself knows is still told. */
export async function operationFigures(sql: Sql): Promise<string> {
  const { procedures, procedureSeconds, responses, responseSeconds } = measures();
  const own = [procedures, procedureSeconds, responses, responseSeconds].map((measure) => measure.text()).join("");
  const stored = await Promise.all([ofDatabase(sql), ofConnections(sql), ofJobs(sql)]).catch(() => null);
  const up = exposed("portolan_database_up", "gauge", "1 when the database answered.", [{ value: stored ? 1 : 0 }]);
  return own + ofProcess() + up + (stored ?? []).join("");
}
