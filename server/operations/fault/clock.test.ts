import { sql } from "drizzle-orm";
import { cron } from "inngest";
import postgres from "postgres";
import { expect, onTestFinished } from "vitest";
import { packRequest } from "@/domain/pack/input";
import { takeDue } from "@/server/due/commands";
import { appClient, serveApp, silent } from "@/server/inngest/conformance/host";
import { Journal } from "@/server/inngest/conformance/lab";
import { embeddedFetch } from "@/server/inngest/event-store";
import { startRunner } from "@/server/inngest/runner/runner";
import { requestPack } from "@/server/pack/commands";
import { change } from "@/server/record/change";
import { mintInstant } from "@/server/record/instant";
import { read } from "@/server/record/read";
import { asMember, test } from "@/server/testing";

const HOUR = 3_600_000;

test.for([
  ["a day ahead", 24 * HOUR],
  ["a day behind", -24 * HOUR],
  ["before the project began", -30 * 365 * 24 * HOUR],
])("a process whose clock is %s records what happens when it happens", async ([, offset], { db }) => {
  const { ctx: right, orgId } = await asMember(db);
  const wrong = { ...right, now: new Date(Date.now() + Number(offset)) };
  const write = (ctx: typeof right, code: string) =>
    change(ctx, { name: "initiative.create" }, (tx) =>
      tx.execute(sql`insert into initiative (org_id, code, title) values (${orgId}, ${code}, 'x')`),
    );
  await write(right, "A");
  const before = await mintInstant(wrong);
  await write(wrong, "B");
  const after = await mintInstant(right);
  await write(right, "C");
  const codesAt = (asOf: Date | null) =>
    read({ ...right, asOf }, (tx) => tx.execute<{ code: string }>(sql`select code from initiative order by code`)).then(
      (rows) => rows.map(({ code }) => code),
    );
  expect(await codesAt(before)).toEqual(["A"]);
  expect(await codesAt(after)).toEqual(["A", "B"]);
  expect(await codesAt(null)).toEqual(["A", "B", "C"]);
  const [row] = await read(right, (tx) =>
    tx.execute<{ off: number }>(
      sql`select max(abs(extract(epoch from clock_timestamp() - recorded_from)))::float8 as off from history.initiative`,
    ),
  );
  expect(row?.off).toBeLessThan(30);
});

test("a web process whose clock is a little ahead has its work done at once all the same", async ({ db }) => {
  const { ctx, orgId } = await asMember(db);
  const ahead = { ...ctx, now: new Date(Date.now() + 3000), timeZone: "UTC" };
  const { id } = await requestPack(ahead, packRequest.parse({}));
  expect(await takeDue(db.sql, "pack", { orgId, id })).toMatchObject({ attempt: 1 });
});

test("schedules go on when the worker's clock jumps ahead and back, and fire no tick twice", {
  timeout: 60_000,
}, async ({ db }) => {
  const queue = postgres(db.url, { max: 6, onnotice: () => undefined });
  const client = appClient({ fetch: embeddedFetch(() => queue) });
  const seen = new Journal();
  const minutely = client.createFunction({ id: "minutely", triggers: [cron("* * * * *")] }, ({ event }) =>
    seen.note("tick", event.ts),
  );
  const served = await serveApp(client, [minutely]);
  let offset = 0;
  const clock = { now: () => new Date(Date.now() + offset), until: (at: Date) => at.getTime() - Date.now() - offset };
  const runner = await startRunner({
    ...{ databaseUrl: db.url, sql: queue, endpoint: { url: served.url, headers: {} }, log: silent },
    settings: { clock, tickMs: 50, electionMs: 100, heartbeatMs: 100 },
  });
  onTestFinished(async () => {
    await runner.stop(200);
    await served.close();
    await queue.end({ timeout: 1 });
  });
  const next = async (ms: number) => {
    const had = seen.details("tick").length;
    offset += ms;
    await seen.until("tick", had + 1);
  };
  const tick = async () => {
    for (const end = Date.now() + 10_000; (await queue`select 1 from runner.cron`).length === 0; )
      if (Date.now() > end) throw new Error("no schedule");
  };
  await tick();
  await next(60_000);
  await next(60_000);
  await next(24 * HOUR); // somebody sets the clock to tomorrow
  const back = async (ms: number) => {
    offset -= ms;
    const soon = async () => {
      const [row] = await queue<{ at: Date }[]>`select next_at as at from runner.cron`;
      return row !== undefined && row.at.getTime() - clock.now().getTime() <= 60_000;
    };
    for (const end = Date.now() + 10_000; !(await soon()); )
      if (Date.now() > end) throw new Error("the schedule rests");
  };
  /** Waits until the runner has seen the minute: a jump over several makes one tick of them. */
  const passed = async () => {
    const seenIt = async () => {
      const [row] = await queue<{ at: Date }[]>`select next_at as at from runner.cron`;
      return row !== undefined && row.at > clock.now();
    };
    for (const end = Date.now() + 10_000; !(await seenIt()); )
      if (Date.now() > end) throw new Error("the minute was not seen");
  };
  await back(24 * HOUR); // and back
  offset += 60_000; // the tick of this minute was fired tomorrow, and is not fired again
  await passed();
  await next(60_000);
  await back(2 * HOUR); // the minutes of two hours ago come again, and were no ticks before
  await next(60_000);
  const ticks = seen.details("tick") as number[];
  expect(new Set(ticks).size).toBe(ticks.length);
});
