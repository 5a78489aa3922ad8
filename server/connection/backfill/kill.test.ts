import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { eq, sql } from "drizzle-orm";
import postgres from "postgres";
import { afterAll, expect, vi } from "vitest";
import { backfill, connection } from "@/db/schema/connection";
import { point } from "@/db/schema/metric";
import { prometheusAnswer } from "@/server/connector/prometheus/fixture";
import { createEmit } from "../../inngest/emit";
import { change } from "../../record/change";
import { read } from "../../record/read";
import { asMember, test } from "../../testing";
import { BACKFILL_DUE, startBackfill } from "./commands";
import { backfillRequested } from "./event";

// Before the imports, which read the settings: the server of this test may be reached.
vi.hoisted(() => {
  process.env.CONNECTOR_ALLOW = "127.0.0.1/32";
});

const HOUR = 3_600_000;
/** Two years of hours: nine pieces of 2,000 steps. */
const HOURS = 17_520;
const start = Date.UTC(2024, 0, 1);
const recall = Array.from({ length: HOURS }, (_, hour) => ({ at: new Date(start + hour * HOUR), value: hour / 1e5 }));

const children: ChildProcess[] = [];
let server: Server | undefined;
afterAll(async () => {
  for (const child of children) if (child.exitCode === null && child.signalCode === null) child.kill("SIGKILL");
  server?.closeAllConnections();
  server?.close();
});

async function until<T>(look: () => Promise<T | undefined | false>, ms: number): Promise<T> {
  for (const end = Date.now() + ms; ; await delay(50)) {
    const found = await look().catch(() => undefined);
    if (found) return found;
    if (Date.now() > end) throw new Error(`Not within ${ms} ms`);
  }
}

test("a worker killed in the midst of a backfill: the next goes on from the last piece stored, and nothing is twice", async ({
  db,
}) => {
  const asked: number[] = [];
  server = createServer(async (request, response) => {
    const address = new URL(request.url ?? "/", "http://x");
    asked.push(Number(address.searchParams.get("start")));
    await delay(150); // so that there is a midst
    response.writeHead(200, { "content-type": "application/json" });
    response.end(JSON.stringify(prometheusAnswer({ model: "Sepsis", version: "7", measures: { recall } }, address)));
  });
  await new Promise<void>((done) => server?.listen(0, "127.0.0.1", done));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const member = await asMember(db, "mlops");
  const ctx = { ...member.ctx, emit: createEmit(db.sql), timeZone: "UTC" };
  const connectionId = randomUUID();
  const config = { queries: [{ measure: "recall", query: "recall" }], stepSeconds: 3600 };
  await change(ctx, { name: "test" }, (tx) =>
    tx
      .insert(connection)
      .values({ orgId: ctx.orgId, id: connectionId, name: "P", platform: "prometheus", url, config }),
  );
  const work = () => {
    const child = spawn(process.execPath, ["--import", "tsx", "server/worker.ts"], {
      env: {
        ...process.env,
        DATABASE_URL: db.url,
        CONNECTOR_ALLOW: "127.0.0.1/32",
        LOG_LEVEL: "error",
        NODE_ENV: "production",
      },
      stdio: ["ignore", "inherit", "inherit"],
    });
    children.push(child);
    return child;
  };
  const state = async () => {
    const [row] = await read(ctx, (tx) => tx.select().from(backfill).where(eq(backfill.connectionId, connectionId)));
    return row;
  };

  const first = work();
  const { id } = await startBackfill(ctx, { connectionId, from: "2024-01-01", to: "2025-12-30" });
  await until(async () => ((await state())?.pointsNew ?? 0) > 0, 60_000);
  const gone = new Promise((done) => first.once("exit", done));
  first.kill("SIGKILL");
  await gone;
  const before = await state();
  expect(before?.status).toBe("running");
  expect(before?.pointsNew).toBeLessThan(HOURS);
  const [askedBefore, doneTo] = [asked.length, (before?.doneTo.getTime() ?? 0) / 1000];

  const superuser = postgres(db.superUrl, { max: 1 }); // the lease of the dead runs out, and its job is announced again
  await superuser`update private.due set lease_until = clock_timestamp() where kind = ${BACKFILL_DUE}`;
  await superuser.end();
  work();
  await until(async () => {
    if ((await state())?.status === "done") return true;
    await ctx.emit(backfillRequested.create({ orgId: ctx.orgId, backfillId: id })); // as the sweeper does after a while
    await delay(500);
    return false;
  }, 90_000);

  expect(await state()).toMatchObject({ pointsNew: HOURS, pointsRestated: 0 });
  const [row] = await read(ctx, (tx) =>
    tx.select({ all: sql<number>`count(*)::int`, each: sql<number>`count(distinct ${point.at})::int` }).from(point),
  );
  expect(row).toEqual({ all: HOURS, each: HOURS });
  expect(Math.min(...asked.slice(askedBefore))).toBe(doneTo);
}, 200_000);
