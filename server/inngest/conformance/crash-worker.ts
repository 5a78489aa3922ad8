import { setTimeout as delay } from "node:timers/promises";
import postgres from "postgres";
import { embeddedFetch } from "../event-store";
import { startRunner } from "../runner/runner";
import { appClient, serveApp, silent } from "./host";

/*
 * A worker to be killed. What its steps do is written to probe.effect by the database's own clock, together with whether
 * the step's result had been committed when it began: that must never be so.
 */
const [databaseUrl = "", speed = "1", startedAt = "0"] = process.argv.slice(2);
const sql = postgres(databaseUrl, { max: 6, onnotice: () => undefined });
const client = appClient({ fetch: embeddedFetch(() => sql) });

const work = (run: string, step: string, ms: number) => async () => {
  const [row] = await sql<{ id: string }[]>`
    insert into probe.effect (run, step, pid, was_committed)
    values (${run}, ${step}, ${process.pid}, exists (
      select 1 from runner.step s where s.run_id = ${run} and s.name = ${step} and s.done_order is not null))
    returning id`;
  await delay(ms);
  await sql`update probe.effect set done_at = clock_timestamp() where id = ${row?.id ?? null}`;
  return step;
};

const chain = client.createFunction(
  { id: "chain", triggers: [{ event: "probe/chain" }], retries: 2 },
  async ({ step, runId }) => {
    for (const name of ["one", "two", "three", "four"]) await step.run(name, work(runId, name, 120));
    return "end";
  },
);
const child = client.createFunction({ id: "child", triggers: [{ event: "probe/child" }] }, ({ step, runId }) =>
  step.run("child", work(runId, "child", 20)),
);
const mixed = client.createFunction(
  { id: "mixed", triggers: [{ event: "probe/mixed" }], retries: 3, concurrency: { key: "event.data.group", limit: 2 } },
  async ({ event, step, runId, attempt }) => {
    const names = ["a", "b", "c"];
    await Promise.all(names.map((name) => step.run(name, work(runId, name, 40))));
    await step.run("flaky", async () => {
      await work(runId, "flaky", 10)();
      if (attempt === 0 && event.data.n % 3 === 0) throw new Error("first time");
    });
    await step.sleep("nap", "1s");
    const result = await step.invoke("call", { function: child, data: {} });
    await step.sendEvent("send", { name: "probe/child", data: {}, id: `from-${runId}` });
    return step.run("last", async () => `${result} ${await work(runId, "last", 10)()}`);
  },
);
const tick = client.createFunction({ id: "tick", triggers: [{ cron: "* * * * *" }] }, ({ event, step, runId }) =>
  step.run("tick", work(runId, `tick ${event.ts}`, 20)),
);

const base = Number(startedAt);
const factor = Number(speed);
const served = await serveApp(client, [chain, child, mixed, tick]);
const runner = await startRunner({
  databaseUrl,
  sql,
  endpoint: { url: served.url, headers: {} },
  log: { ...silent, error: (detail, message) => process.stderr.write(`${message} ${JSON.stringify(detail)}\n`) },
  worker: String(process.pid),
  settings: {
    clock: {
      now: () => new Date(base + (Date.now() - base) * factor),
      until: (at) => (at.getTime() - (base + (Date.now() - base) * factor)) / factor,
    },
    retryDelayMs: () => 200 * factor,
    electionMs: 200,
    heartbeatMs: 200,
  },
});
process.stdout.write("ready\n");
process.on("SIGTERM", async () => {
  await runner.stop(5000);
  await served.close();
  await sql.end();
  process.exit(0);
});
