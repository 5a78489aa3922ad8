import { rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { sql } from "drizzle-orm";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, onTestFinished, vi } from "vitest";
import { connect } from "@/db/client";
import { cuttingProxy } from "@/db/testing/cutting-proxy";
import { packRequest } from "@/domain/pack/input";
import { pollConnection } from "@/server/connection/poll/commands";
import type { OrgContext } from "@/server/context";
import { setDue } from "@/server/due/commands";
import { outliveStrayFailures } from "@/server/http/stray";
import { keepUpload, planImport } from "@/server/import/commands";
import { commitImport } from "@/server/import/commit/commands";
import { prepareImport } from "@/server/import/queries";
import { buildFor } from "@/server/pack/build-worker";
import { buildPack, requestPack } from "@/server/pack/commands";
import { createPrinter, type Printer } from "@/server/pack/render";
import { change } from "@/server/record/change";
import { read } from "@/server/record/read";
import { store } from "@/server/record/store";
import { asMember, type Member, type TestDatabase, test } from "@/server/testing";

// Before the imports, which read the settings: the model server of these tests may be reached.
vi.hoisted(() => {
  process.env.CONNECTOR_ALLOW = "127.0.0.1/32";
});

/** What the processes do with failures of the driver that nobody waits for; the test runner would take them for its own. */
function asProcesses(): void {
  const held = process.listeners("unhandledRejection");
  process.removeAllListeners("unhandledRejection");
  outliveStrayFailures();
  onTestFinished(async () => {
    await new Promise((resolve) => setTimeout(resolve, 300));
    process.removeAllListeners("unhandledRejection");
    for (const listener of held) process.on("unhandledRejection", listener);
  });
}

let press: Printer;
let worker: string;
const platform = createServer((_req, res) => {
  res.writeHead(200, { "content-type": "text/plain; version=0.0.4" });
  res.end(
    `recall{model="Polled",version="7"} 0.86 ${Date.UTC(2026, 9, 1)}\nrecall{model="Polled",version="7"} 0.85 ${Date.UTC(2026, 9, 2)}\n`,
  );
});
beforeAll(async () => {
  worker = await buildFor({ file: "server/pack/pdf/worker.tsx" }, "fault-pdf-worker");
  press = createPrinter({ path: worker });
  await new Promise<void>((done) => platform.listen(0, "127.0.0.1", done));
});
afterAll(async () => {
  await press.close();
  rmSync(worker, { force: true });
  platform.close();
});

/** A job: makes its work ready, does it, and says what there is in the end. */
type Job = {
  ready(member: Member): Promise<(ctx: OrgContext) => Promise<unknown>>;
  /** What must be the same however often it was killed. */
  result(member: Member): Promise<unknown>;
};

const one = <T>(member: Member, query: ReturnType<typeof sql>) =>
  read(member.ctx, (tx) => tx.execute<T & Record<string, unknown>>(query)).then(([row]) => row);

const JOBS: Record<string, Job> = {
  "a poll": {
    ready: async ({ ctx, orgId }) => {
      const { port } = platform.address() as AddressInfo;
      const [row] = await change(ctx, { name: "connection.create" }, (tx) =>
        tx.execute<{
          id: string;
        }>(sql`insert into connection (org_id, name, platform, url, auth, config, interval_seconds)
          values (${orgId}, 'Ward', 'openmetrics', ${`http://127.0.0.1:${port}/metrics`}, 'none', '{}', 60) returning id`),
      );
      const connectionId = row?.id ?? "";
      await store(ctx, (tx) => setDue(tx, "connection", connectionId, new Date(0)));
      return (mine) => pollConnection(mine, { connectionId });
    },
    result: (member) =>
      one(
        member,
        sql`select (select count(*)::int from point) as points, (select count(*)::int from series) as series, (select count(*)::int from model) as models,
        (select count(*)::int from history.model) as versions, (select count(*)::int from point_replaced) as replaced`,
      ),
  },
  "a pack": {
    ready: async ({ ctx }) => {
      const { id: packId } = await requestPack({ ...ctx, timeZone: "UTC" }, packRequest.parse({}));
      return (mine) => buildPack(mine, { packId }, press);
    },
    result: (member) =>
      one(
        member,
        sql`select (select status from pack) as status, (select count(*)::int from pack_file) as files, (select count(*)::int from pack_progress) as progress,
        (select count(*)::int from change where action = 'pack.build') as builds, (select count(*)::int from history.pack) as versions`,
      ),
  },
  "an import": {
    ready: async ({ ctx }) => {
      const lines = Array.from({ length: 30 }, (_, n) => `AI-${n + 1},Initiative ${n + 1},idea`);
      const bytes = Buffer.from(`Code,Title,Stage\n${lines.join("\n")}\n`);
      const { id } = await keepUpload(ctx, { name: "in.csv", bytes, choices: {} });
      const { mapping } = await prepareImport(ctx, { id });
      const { counts } = await planImport(ctx, { id, mapping });
      return async (mine) => {
        const [held] = await read(ctx, (tx) =>
          tx.execute<{ n: number }>(sql`select count(*)::int as n from initiative`),
        );
        if (held?.n) return undefined; // as the page does: what was imported is not asked for again
        return commitImport(mine, { id, rows: "all", counts });
      };
    },
    result: (member) =>
      one(
        member,
        sql`select (select count(*)::int from initiative) as initiatives, (select count(*)::int from history.initiative) as versions,
        (select count(distinct change_id)::int from history.initiative) as changes`,
      ),
  },
};

/** PostgreSQL notices who is gone when it has something to say to them; a lease runs out in minutes, here at once. */
async function timePasses(db: TestDatabase): Promise<void> {
  const admin = postgres(db.superUrl, { max: 1, onnotice: () => undefined });
  const open = () =>
    admin`select 1 from pg_stat_activity where application_name = 'cut' and datname = current_database()`;
  for (const end = Date.now() + 10_000; (await open()).length > 0 && Date.now() < end; ) await delay(20);
  await admin`update private.due set lease_until = clock_timestamp() - interval '1 second', due_at = least(due_at, clock_timestamp()) where lease is not null`;
  await admin.end();
}

describe("a worker that is killed at every step of a job", () => {
  test.for(Object.entries(JOBS))(
    "%s is done once and whole in the end",
    { timeout: 120_000 },
    async ([, job], { db }) => {
      asProcesses();
      const undisturbed = await asMember(db);
      await (await job.ready(undisturbed))(undisturbed.ctx);
      const expected = await job.result(undisturbed);
      let cuts = 0;
      const ends: Promise<void>[] = []; // takes a second each
      for (let after = 3; ; after = Math.ceil(after * 1.3)) {
        const member = await asMember(db);
        const work = await job.ready(member);
        const proxy = await cuttingProxy(db.url, after);
        const cutOff = connect(proxy.url, { max: 3, name: "cut" });
        const end = await work({ ...member.ctx, db: cutOff }).then(
          () => "done",
          () => "died",
        );
        const wasCut = proxy.wasCut();
        ends.push(cutOff.end());
        proxy.close();
        if (wasCut) {
          cuts += 1;
          await timePasses(db);
          await work(member.ctx);
        } else expect(end).toBe("done");
        expect(await job.result(member), `killed after ${after} messages`).toEqual(expected);
        if (!wasCut) break;
      }
      expect(cuts).toBeGreaterThan(6);
      await Promise.all(ends);
    },
  );

  test("is answered at every cut, also one in the middle of connecting", { timeout: 60_000 }, async ({ db }) => {
    asProcesses();
    const { ctx } = await asMember(db);
    let failures = 0;
    const ends: Promise<void>[] = [];
    for (let after = 1; ; after += 1) {
      const proxy = await cuttingProxy(db.url, after);
      const mine = { ...ctx, db: connect(proxy.url, { max: 3 }) };
      const work = async () => {
        await mine.db.sql`select 1`;
        await read(mine, (tx) => tx.execute(sql`select 1`));
        await change(mine, { name: "x" }, (tx) => tx.execute(sql`select 1`));
      };
      const answer = await Promise.race([
        work().then(
          () => "done",
          () => "failed",
        ),
        new Promise((resolve) => setTimeout(() => resolve("no answer"), 5000)),
      ]);
      proxy.close();
      ends.push(mine.db.end());
      expect(answer, `cut after ${after} messages`).not.toBe("no answer");
      if (answer === "done") break;
      failures += 1;
    }
    expect(failures).toBeGreaterThan(8);
    await Promise.all(ends);
  });
});
