import { setTimeout as delay } from "node:timers/promises";
import { cron, type InngestFunction, referenceFunction } from "inngest";
import postgres from "postgres";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openTestDatabase } from "@/server/testing";
import { appClient, type Served, serveApp, silent } from "../conformance/host";
import { Journal } from "../conformance/lab";
import { embeddedFetch, storeEvents } from "../event-store";
import { trim } from "./retention";
import { type Runner, startRunner } from "./runner";
import { defaultSettings, type RunnerSettings, systemClock } from "./settings";

let db: Awaited<ReturnType<typeof openTestDatabase>>;
let sql: postgres.Sql;
let root: postgres.Sql;
let client: ReturnType<typeof appClient>;
const open: (Served | Runner)[] = [];

beforeEach(async () => {
  db = await openTestDatabase();
  sql = postgres(db.url, { max: 6, onnotice: () => undefined });
  root = postgres(db.superUrl, { max: 1, onnotice: () => undefined });
  client = appClient({ fetch: embeddedFetch(() => sql) });
});
afterEach(async () => {
  for (const each of open.splice(0).toReversed()) await ("stop" in each ? each.stop(200) : each.close());
  await Promise.all([sql.end({ timeout: 1 }), root.end({ timeout: 1 })]);
  await db.drop();
});

async function run(
  functions: InngestFunction.Any[],
  settings: Partial<RunnerSettings> = {},
  worker?: string,
): Promise<Runner> {
  const served = await serveApp(client, functions);
  open.push(served);
  const runner = await startRunner({
    databaseUrl: db.url,
    sql,
    endpoint: { url: served.url, headers: {} },
    log: silent,
    worker,
    settings: { retryDelayMs: () => 50, electionMs: 100, heartbeatMs: 100, ...settings },
  });
  open.push(runner);
  return runner;
}

async function until(look: () => boolean | Promise<boolean>, ms = 10_000): Promise<void> {
  for (const end = Date.now() + ms; !(await look()); await delay(20))
    if (Date.now() > end) throw new Error(`Not within ${ms} ms`);
}

test("refuses at its start every function it cannot run, and says which and why", async () => {
  const handler = () => null;
  const on = { triggers: [{ event: "a/b" }] };
  const functions = [
    client.createFunction({ id: "slowed", ...on, throttle: { limit: 1, period: "1s" } }, handler),
    client.createFunction({ id: "limited", ...on, rateLimit: { limit: 1, period: "1m" } }, handler),
    client.createFunction({ id: "bounced", ...on, debounce: { period: "1s" } }, handler),
    client.createFunction({ id: "first", ...on, priority: { run: "100" } }, handler),
    client.createFunction({ id: "timed", ...on, timeouts: { finish: "1m" } }, handler),
    client.createFunction({ id: "odd", triggers: [{ event: "a/b", if: "event.data.x ~ 1" }] }, handler),
    client.createFunction({ id: "wild", triggers: [{ event: "a/*" }] }, handler),
    client.createFunction({ id: "ends", triggers: [{ event: "inngest/function.finished" }] }, handler),
    client.createFunction({ id: "clock", triggers: [cron("61 * * * *")] }, handler),
    client.createFunction({ id: "keyed", ...on, concurrency: { key: "nobody.knows", limit: 1 } }, handler),
    client.createFunction({ id: "fine", ...on, concurrency: 3 }, handler),
  ];
  const refusal = await run(functions).then(
    () => "",
    (error: Error) => error.message,
  );
  const lines = refusal.split("\n").slice(1);
  expect(lines.map((line) => line.split(":")[0]?.replace("conformance-", ""))).toEqual([
    "slowed",
    "limited",
    "bounced",
    "first",
    "timed",
    "odd",
    "wild",
    "ends",
    "clock",
    "keyed",
  ]);
  expect(refusal).toContain("throttle is not supported");
  expect(refusal).toContain("wildcards are not supported");
});

test("fails a run, with the reason, that uses a step it does not do", async () => {
  const seen = new Journal();
  const signal = client.createFunction(
    { id: "signal", triggers: [{ event: "a/signal" }], onFailure: ({ error }) => seen.note("failed", error.message) },
    ({ step }) => step.waitForSignal("wait", { signal: "go", timeout: "1m", onConflict: "fail" }),
  );
  const stranger = client.createFunction(
    {
      id: "stranger",
      triggers: [{ event: "a/stranger" }],
      retries: 0,
      onFailure: ({ error }) => seen.note("failed", error.message),
    },
    ({ step }) => step.invoke("call", { function: referenceFunction({ functionId: "nobody" }), data: {} }),
  );
  await run([signal, stranger]);
  await storeEvents(sql, [{ name: "a/signal" }, { name: "a/stranger" }]);
  await seen.until("failed", 2);
  expect(seen.details("failed").join()).toContain("does not support the step operation WaitForSignal");
  expect(seen.details("failed").join()).toContain("No function conformance-nobody");
});

test("fires each tick once with two workers, and once after an outage", async () => {
  let offset = 0;
  const clock = { now: () => new Date(Date.now() + offset), until: (at: Date) => at.getTime() - Date.now() - offset };
  const seen = new Journal();
  const fn = () =>
    client.createFunction({ id: "hourly", triggers: [cron("0 * * * *")] }, ({ event }) => seen.note("tick", event.ts));
  const first = await run([fn()], { clock, tickMs: 50 });
  await run([fn()], { clock, tickMs: 50 });
  await until(async () => (await sql`select 1 from runner.cron`).length === 1);
  for (let hour = 1; hour <= 3; hour++) {
    offset += 3_600_000;
    await seen.until("tick", hour);
  }
  await first.stop(200);
  offset += 5 * 3_600_000;
  await seen.until("tick", 4);
  await delay(500);
  const ticks = seen.details("tick") as number[];
  expect(ticks).toHaveLength(4);
  expect(ticks.every((at) => at % 3_600_000 === 0)).toBe(true);
  expect(new Set(ticks).size).toBe(4);
});

test("a leader whose session ends steps down, and work goes on under a new epoch", async () => {
  const seen = new Journal();
  const fn = () =>
    client.createFunction({ id: "work", triggers: [{ event: "a/work" }] }, async ({ step, event }) => {
      await step.run("one", () => delay(200));
      await step.run("two", () => seen.note("two", event.data.n));
    });
  const one = await run([fn()], {}, "one");
  await until(() => one.isLeading);
  const two = await run([fn()], {}, "two");
  await storeEvents(
    sql,
    Array.from({ length: 10 }, (_, n) => ({ name: "a/work", data: { n } })),
  );
  await delay(100);
  await root`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'portolan-leader' and datname = current_database()`;
  await until(async () => (await sql`select 1 from runner.run where ended_at is not null`).length === 10);
  expect((seen.details("two") as number[]).toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  const [leader] = await sql<{ epoch: string }[]>`select epoch from runner.leader`;
  expect(Number(leader?.epoch)).toBeGreaterThan(1);
  expect([one.isLeading, two.isLeading].filter(Boolean)).toHaveLength(1);
});

test("an old leader can write nothing", async () => {
  const [old] = await sql<{ epoch: string }[]>`select runner.lead('old') as epoch`;
  await sql`select runner.lead('new')`;
  await expect(sql`select runner.wake(${old?.epoch ?? ""}, now())`).rejects.toMatchObject({ code: "PR001" });
  await expect(sql`select runner.settle(${old?.epoch ?? ""}, now(), 1, '[]', '{}')`).rejects.toMatchObject({
    code: "PR001",
  });
});

test("a call during which workers keep dying counts as failed in the end", async () => {
  const seen = new Journal();
  const fn = client.createFunction(
    { id: "deadly", triggers: [{ event: "a/deadly" }], onFailure: ({ error }) => seen.note("failed", error.message) },
    () => seen.note("ran"),
  );
  await storeEvents(sql, [{ name: "a/deadly" }]);
  const [epoch] = await sql<{ epoch: string }[]>`select runner.lead('dies') as epoch`;
  const spec = { fnId: "conformance-deadly", event: { id: "e", name: "a/deadly", ts: 1, data: {} }, keys: [] };
  await sql`select runner.start(${JSON.stringify(spec)}::text::json, now())`;
  for (let death = 0; death < 3; death++)
    await sql`select runner.take(${epoch?.epoch ?? ""}, array(select id from runner.task))`;
  await run([fn], { maxStarts: 3 });
  await seen.until("failed");
  expect(seen.details("failed")).toEqual(["The worker died 3 times here"]);
  await seen.until("ran"); // the event's own run is not that call
});

test("stops when told, after the steps in hand", async () => {
  const seen = new Journal();
  const fn = client.createFunction({ id: "slow", triggers: [{ event: "a/slow" }] }, async ({ step }) => {
    await step.run("one", async () => {
      seen.note("began");
      await delay(500);
      seen.note("ended");
    });
    seen.note("went on");
  });
  const runner = await run([fn]);
  await storeEvents(sql, [{ name: "a/slow" }]);
  await seen.until("began");
  await runner.stop(5000);
  expect(seen.all("ended")).toHaveLength(1);
  expect(seen.all("went on")).toHaveLength(0);
  const [step] = await sql`select result from runner.step where done_order is not null`;
  expect(step).toEqual({ result: { type: "data", data: null } });
  expect(await sql`select 1 from runner.heartbeat`).toHaveLength(0);
  await run([fn]);
  await seen.until("went on");
  expect(seen.all("began")).toHaveLength(1);
});

test("trims what ended long ago and keeps what is under way", async () => {
  await sql`select runner.lead('trimmer')`;
  const spec = (id: string) => JSON.stringify({ fnId: "f", event: { id, name: "n", ts: 1, data: {} }, keys: [] });
  for (const id of ["old", "new", "open"]) await sql`select runner.start(${spec(id)}::text::json, now())`;
  await storeEvents(sql, [{ name: "n", id: "kept" }, { name: "n" }]);
  await sql`update runner.run set status = 'completed', ended_at = case events[1] ->> 'id' when 'old' then now() - interval '8 days' else now() end
    where events[1] ->> 'id' <> 'open'`;
  await sql`update runner.event set routed_at = now(), received_at = now() - interval '8 days' where id <> 'kept'`;
  await sql`update runner.once set expires_at = now() - interval '1 second'`;
  const settings = { ...defaultSettings, clock: systemClock };
  expect(await trim({ sql, settings })).toBe(3);
  const left = await sql`select events[1] ->> 'id' as id from runner.run order by created_at`;
  expect(left.map(({ id }) => id).toSorted()).toEqual(["new", "open"]);
  expect(await sql`select id from runner.event`).toEqual([{ id: "kept" }]);
});
