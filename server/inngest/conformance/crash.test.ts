import { type ChildProcess, spawn } from "node:child_process";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import postgres from "postgres";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openTestDatabase } from "@/server/testing";
import { storeEvents } from "../event-store";

const SPEED = 30; // a minute of the schedule passes in two seconds
const PROGRAM = fileURLToPath(new URL("./crash-worker.ts", import.meta.url));

let db: Awaited<ReturnType<typeof openTestDatabase>>;
let sql: postgres.Sql;
let startedAt: number;
const workers = new Set<ChildProcess>();

beforeEach(async () => {
  db = await openTestDatabase();
  sql = postgres(db.superUrl, { max: 4, onnotice: () => undefined });
  await sql`create schema probe`;
  await sql`create table probe.effect (
    id bigint generated always as identity primary key, run text, step text, pid integer, was_committed boolean,
    began_at timestamptz default clock_timestamp(), done_at timestamptz)`;
  await sql`grant usage on schema probe to portolan_app`;
  await sql`grant all on probe.effect to portolan_app`;
  startedAt = Date.now();
});
afterEach(async () => {
  for (const worker of workers) worker.kill("SIGKILL");
  workers.clear();
  await sql.end();
  await db.drop();
});

async function startWorker(): Promise<ChildProcess> {
  const child = spawn(process.execPath, ["--import", "tsx", PROGRAM, db.url, String(SPEED), String(startedAt)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  workers.add(child);
  child.once("exit", () => workers.delete(child));
  await new Promise<void>((resolve, reject) => {
    child.stdout?.once("data", () => resolve());
    child.once("exit", (code, signal) => reject(new Error(`the worker ended at its start: ${code ?? signal}`)));
  });
  return child;
}

async function until<T>(look: () => Promise<T | undefined | false>, ms: number, what: string): Promise<T> {
  const end = Date.now() + ms;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (Date.now() > end) throw new Error(`Not within ${ms} ms: ${what}`);
    await delay(50);
  }
}

/** The process that drives now. */
const leader = () =>
  until(
    async () => {
      const [row] = await sql<{ pid: number }[]>`
        select l.worker::integer as pid from runner.leader l where exists (
          select 1 from pg_locks k join pg_stat_activity a on a.pid = k.pid
          where k.locktype = 'advisory' and a.application_name = 'portolan-leader' and k.granted and a.datname = current_database())`;
      return [...workers].find(({ pid }) => pid === row?.pid);
    },
    15_000,
    "a leader",
  );

const kill = (worker: ChildProcess) =>
  new Promise<void>((resolve) => {
    worker.once("exit", () => resolve());
    worker.kill("SIGKILL");
  });

const allEnded = (functions: string[], count: number) =>
  until(
    async () => {
      const [row] = await sql<{ ended: number; all: number }[]>`
        select count(*) filter (where ended_at is not null)::integer as ended, count(*)::integer as all
        from runner.run where fn_id = any(${functions.map((id) => `conformance-${id}`)})`;
      return row && row.ended >= count && row.ended === row.all ? row.ended : undefined;
    },
    60_000,
    `${count} runs of ${functions.join(", ")}`,
  );

/** No run failed, nothing committed was done again, and only what a killed worker had in hand was begun twice. */
async function expectNothingLostOrRepeated() {
  expect(await sql`select run, step from probe.effect where was_committed`).toEqual([]);
  expect(await sql`select id, fn_id, error from runner.run where status in ('failed', 'cancelled')`).toEqual([]);
  expect(
    await sql`select 1 from runner.task t join runner.run r on r.id = t.run_id where r.ended_at is not null`,
  ).toHaveLength(0);
  const ticks = await sql<
    { tick: Date }[]
  >`select cron_tick as tick from runner.run where cron_tick is not null order by 1`;
  const minutes = ticks.map(({ tick }) => tick.getTime());
  expect(new Set(minutes).size).toBe(minutes.length);
  return { minutes };
}

describe("workers that are killed", () => {
  test("the leader dies in the middle of steps and the other goes on", { timeout: 120_000 }, async () => {
    await startWorker();
    await startWorker();
    const count = 24;
    await storeEvents(
      sql,
      Array.from({ length: count }, (_, n) => ({ name: "probe/chain", data: { n } })),
    );
    const first = await leader();
    const inHand = await until(
      async () => {
        const rows = await sql`select id from probe.effect where done_at is null and pid = ${first.pid ?? 0}`;
        return rows.length > 3 && rows.length;
      },
      10_000,
      "steps in hand",
    );
    await kill(first);
    const second = await leader();
    expect(second.pid).not.toBe(first.pid);
    await allEnded(["chain"], count);

    await expectNothingLostOrRepeated();
    const done = await sql<{ run: string; steps: number; begun: number }[]>`
      select run, count(distinct step)::integer as steps, count(*)::integer as begun
      from probe.effect where step in ('one', 'two', 'three', 'four') group by run`;
    expect(done).toHaveLength(count);
    expect(done.every(({ steps }) => steps === 4)).toBe(true);
    const repeated = done.reduce((sum, { begun }) => sum + begun - 4, 0);
    expect(repeated).toBeGreaterThan(0); // the kill did hit steps
    expect(repeated).toBeLessThanOrEqual(inHand + 16);
    expect(inHand).toBeGreaterThan(3);
  });

  test("a storm of events with workers killed at random", { timeout: 180_000 }, async () => {
    let seed = 20261121;
    const random = () => {
      seed = (seed * 1103515245 + 12345) % 2 ** 31;
      return seed / 2 ** 31;
    };
    await Promise.all([startWorker(), startWorker()]);
    const count = 80;
    const sending = (async () => {
      for (let n = 0; n < count; n++) {
        const name = n % 2 ? "probe/chain" : "probe/mixed";
        await storeEvents(sql, [{ name, data: { n, group: n % 7 }, id: `storm-${n}` }]);
        if (n % 5 === 0) await storeEvents(sql, [{ name, data: { n }, id: `storm-${n}` }]); // sent twice, counts once
        await delay(40);
      }
    })();
    let kills = 0;
    for (; kills < 5; kills++) {
      await delay(400 + random() * 900);
      const victims = [...workers];
      const victim = random() < 0.7 ? await leader() : victims[Math.floor(random() * victims.length)];
      if (victim) await kill(victim);
      await startWorker();
    }
    await sending;
    await allEnded(["chain", "mixed", "child"], count * 2); // each mixed run has an invoked and a sent child
    const { minutes } = await expectNothingLostOrRepeated();
    const runs = await sql`
      select fn_id, count(*)::integer as runs, count(distinct events[1] ->> 'id')::integer as events
      from runner.run where cron_tick is null group by fn_id order by fn_id`;
    expect(runs).toEqual([
      { fn_id: "conformance-chain", runs: count / 2, events: count / 2 },
      { fn_id: "conformance-child", runs: count, events: count },
      { fn_id: "conformance-mixed", runs: count / 2, events: count / 2 },
    ]);
    const [most] = await sql<{ times: number }[]>`
      select max(times)::integer as times from (select count(*) as times from probe.effect where step <> 'flaky' group by run, step) t`;
    expect(most?.times).toBeLessThanOrEqual(1 + kills);
    expect(minutes.length).toBeGreaterThan(2);
    const survivors = [...workers];
    await Promise.all(
      survivors.map((worker) => new Promise((resolve) => worker.once("exit", resolve).kill("SIGTERM"))),
    );
    expect(survivors.every(({ exitCode }) => exitCode === 0)).toBe(true);
  });
});
