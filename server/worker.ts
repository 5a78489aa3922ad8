import { randomBytes, timingSafeEqual } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import postgres from "postgres";
import { connect } from "@/db/client";
import { assertPowerless } from "@/db/role";
import { env, need } from "@/env";
import { outliveStrayFailures } from "./http/stray";
import { shareJobDatabase } from "./inngest/database";
import { isEmbedded } from "./inngest/mode";
import { startRunner } from "./inngest/runner/runner";
import { SERVE_PATH, serveFunctions } from "./inngest/serve";
import { log } from "./log";
import { startTracing, traced } from "./operations/telemetry/tracing";

const GRACE_MS = 10_000;
const HEARTBEAT_MS = 5000;
outliveStrayFailures();
const tracing = await startTracing("worker", env().OTEL_EXPORTER_OTLP_ENDPOINT);
const databaseUrl = need("DATABASE_URL");
const db = connect(databaseUrl, { max: env().DATABASE_POOL, name: "portolan-worker" });
shareJobDatabase(db);
// The runner's own connections: a job that uses up the others must not keep its result from being stored.
const queue = postgres(databaseUrl, {
  max: 8,
  onnotice: () => undefined,
  connection: { application_name: "portolan-runner" },
});

// Only this process may call its functions: other programs on the machine can reach the port but not the token.
const token = randomBytes(32).toString("hex");
const expected = Buffer.from(`Bearer ${token}`);
const server = createServer((req, res) => {
  const given = Buffer.from(req.headers.authorization ?? "");
  const isOurs = given.length === expected.length && timingSafeEqual(given, expected);
  if (!isOurs || !req.url?.startsWith(SERVE_PATH)) {
    res.writeHead(isOurs ? 404 : 401).end();
    return;
  }
  const asked = new URL(req.url, "http://localhost").searchParams;
  const attributes = { "portolan.job": asked.get("fnId") ?? "", "portolan.step": asked.get("stepId") ?? "" };
  void traced(`job ${attributes["portolan.job"]}`, { attributes }, async () => serveFunctions(req, res));
});
// The runner keeps its connections; one closed just as it is used again would count as a failed call.
server.keepAliveTimeout = 0;

async function listen(): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(0, "127.0.0.1", resolve);
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}${SERVE_PATH}`;
}

async function start() {
  await assertPowerless(db.sql);
  if (!isEmbedded()) {
    // An Inngest server calls the web process; this one only says that it lives.
    log.info({}, "an Inngest server drives the jobs; this worker stands by");
    const beat = () =>
      db.sql`
      insert into runner.heartbeat (worker, at, "leading") values ('inngest-server', clock_timestamp(), false)
      on conflict (worker) do update set at = excluded.at`.catch((error: unknown) =>
        log.warn({ err: error }, "no heartbeat"),
      );
    await beat();
    const timer = setInterval(beat, HEARTBEAT_MS);
    return { stop: async () => clearInterval(timer) };
  }
  const url = await listen();
  log.info({ url }, "the worker serves its functions");
  const endpoint = { url, headers: { authorization: `Bearer ${token}` } };
  return startRunner({ databaseUrl, sql: queue, endpoint, log });
}

const running = start().catch((error: unknown) => {
  log.fatal({ err: error }, "the worker could not start");
  process.exit(1);
});

let stopping = false;
/** Steps in hand finish; what does not finish in time is done again by the next leader. */
async function stop(): Promise<void> {
  if (stopping) return;
  stopping = true;
  log.info({}, "worker is stopping");
  await (await running).stop(GRACE_MS);
  server.closeAllConnections();
  server.close();
  await Promise.all([db.end(), queue.end({ timeout: 5 })]);
  await tracing?.stop().catch(() => undefined);
  process.exit(0);
}
process.on("SIGTERM", () => void stop());
process.on("SIGINT", () => void stop());
