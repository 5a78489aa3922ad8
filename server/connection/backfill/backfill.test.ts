import { randomUUID } from "node:crypto";
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { eq, sql } from "drizzle-orm";
import postgres from "postgres";
import { afterAll, beforeAll, beforeEach, expect, vi } from "vitest";
import { backfill, connection, pollRun } from "@/db/schema/connection";
import { point, pointReplaced } from "@/db/schema/metric";
import type { World } from "@/server/connector/fixture";
import { mlflowAnswer } from "@/server/connector/mlflow/fixture";
import { prometheusAnswer } from "@/server/connector/prometheus/fixture";
import type { OrgContext } from "../../context";
import { sweep } from "../../due/commands";
import { dueEvents } from "../../due/jobs";
import { change } from "../../record/change";
import { read } from "../../record/read";
import { asMember, type TestDatabase, test } from "../../testing";
import "../jobs";
import { getConnection } from "../queries";
import { BACKFILL_DUE, cancelBackfill, continueBackfill, startBackfill } from "./commands";
import { runBackfill } from "./run";

// Before the imports, which read the settings: the server of this test may be reached.
vi.hoisted(() => {
  process.env.CONNECTOR_ALLOW = "127.0.0.1/32";
});

const HOUR = 3_600_000;
/** 300 days of hours: several pieces of 2,000 steps. */
const HOURS = 7200;
const start = Date.UTC(2026, 0, 1);
const measures = {
  recall: Array.from({ length: HOURS }, (_, hour) => ({ at: new Date(start + hour * HOUR), value: 0.8 + hour / 1e5 })),
};
const DAYS = { from: "2026-01-01", to: "2026-10-27" };

let server: Server;
let base = "";
let world: World;
let asked: [from: number, to: number][] = [];
/** Answers something else instead; false lets the answer through. */
let instead: (response: ServerResponse, count: number) => boolean;

beforeAll(async () => {
  server = createServer((request, response) => {
    const address = new URL(request.url ?? "/", base);
    asked.push([Number(address.searchParams.get("start")), Number(address.searchParams.get("end"))]);
    if (instead(response, asked.length)) return;
    response.writeHead(200, { "content-type": "application/json" });
    const answer = address.pathname.startsWith("/api/2.0/") ? mlflowAnswer : prometheusAnswer;
    response.end(JSON.stringify(answer(world, address)));
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());
beforeEach(() => {
  [asked, instead] = [[], () => false];
  world = { model: "Sepsis early warning", version: "7", measures };
});

async function setup(db: TestDatabase, platform: "prometheus" | "openmetrics" | "mlflow" = "prometheus") {
  const member = await asMember(db, "mlops");
  const ctx = { ...member.ctx, timeZone: "UTC" };
  const connectionId = randomUUID();
  const config = { queries: [{ measure: "recall", query: "recall" }], stepSeconds: 3600 };
  await change(ctx, { name: "test" }, (tx) =>
    tx.insert(connection).values({ orgId: ctx.orgId, id: connectionId, name: "P", platform, url: base, config }),
  );
  const begin = (days = DAYS) => startBackfill(ctx, { connectionId, ...days });
  const slice = (backfillId: string, ms?: number) =>
    runBackfill({ ...ctx, now: new Date(), actor: { kind: "job", name: "Backfill" } }, { backfillId }, ms);
  const state = async (id: string) => {
    const [row] = await read(ctx, (tx) => tx.select().from(backfill).where(eq(backfill.id, id)));
    return row;
  };
  const points = async () => {
    const [row] = await read(ctx, (tx) => tx.select({ count: sql<number>`count(*)::int` }).from(point));
    return row?.count ?? 0;
  };
  return { ...member, ctx, connectionId, begin, slice, state, points };
}

/** What a dead worker leaves behind, some minutes later. */
async function afterTheLease(db: TestDatabase): Promise<void> {
  const superuser = postgres(db.superUrl, { max: 1 });
  await superuser`update private.due set lease_until = clock_timestamp() - interval '1 second', due_at = clock_timestamp() - interval '1 hour' where kind = ${BACKFILL_DUE}`;
  await superuser.end();
}

test("a range of the past is read piece by piece, stored as polls store it, and once only", async ({ db }) => {
  const { ctx, begin, slice, state, points, emitted, connectionId } = await setup(db);
  const { id } = await begin();
  expect(emitted).toMatchObject([{ name: "connection/backfill.requested", data: { backfillId: id } }]);
  await expect(begin()).rejects.toMatchObject({ code: "CONFLICT" });
  const { outcome, touched } = await slice(id);
  expect([outcome, touched.length]).toEqual(["done", 1]);
  expect(await points()).toBe(HOURS);
  expect(await state(id)).toMatchObject({
    status: "done",
    pointsNew: HOURS,
    pointsRestated: 0,
    doneTo: new Date(start + HOURS * HOUR),
  });
  expect(await slice(id)).toEqual({ outcome: "not due", touched: [] });
  const { runs, backfills, mayBackfill } = await getConnection(ctx, { connectionId });
  expect(runs.every(({ backfillId, seriesRead }) => backfillId === id && seriesRead === 1)).toBe(true);
  expect(backfills).toMatchObject([{ id, status: "done", requestedBy: "Robin Vale" }]);
  expect(mayBackfill).toBe(true);

  const again = await begin(); // the same again: nothing new, and no run kept
  await slice(again.id);
  expect(await state(again.id)).toMatchObject({ status: "done", pointsRead: HOURS, pointsNew: 0, pointsRestated: 0 });
  expect(await points()).toBe(HOURS);
  expect(await read(ctx, (tx) => tx.select().from(pointReplaced))).toEqual([]);
  expect(await read(ctx, (tx) => tx.select().from(pollRun).where(eq(pollRun.backfillId, again.id)))).toEqual([]);
});

test("slices end when their time is up, and the next goes on where the last one stopped", async ({ db }) => {
  const { begin, slice, state, points } = await setup(db);
  const { id } = await begin();
  const outcomes: string[] = [];
  for (let count = 0; count < 20 && outcomes.at(-1) !== "done"; count += 1)
    outcomes.push((await slice(id, 0.01)).outcome);
  expect(outcomes.filter((outcome) => outcome === "more").length).toBeGreaterThan(1);
  expect(outcomes.at(-1)).toBe("done");
  expect((await state(id))?.pointsNew).toBe(HOURS);
  expect(await points()).toBe(HOURS);
});

test("cancelled between two pieces, it stops; gone on with, it ends, and no piece was asked for twice", async ({
  db,
}) => {
  const { ctx, begin, slice, state, points } = await setup(db);
  const { id } = await begin();
  await slice(id, 0.01);
  await cancelBackfill(ctx, { backfillId: id });
  expect(await slice(id)).toMatchObject({ outcome: "not due" });
  const part = await points();
  expect(part).toBeGreaterThan(0);
  expect(part).toBeLessThan(HOURS);
  expect(await state(id)).toMatchObject({ status: "cancelled" });
  await expect(cancelBackfill(ctx, { backfillId: id })).rejects.toMatchObject({ code: "NOT_FOUND" });
  await continueBackfill(ctx, { backfillId: id });
  expect((await slice(id)).outcome).toBe("done");
  expect(await points()).toBe(HOURS);
  const sorted = [...asked].sort(([a], [b]) => a - b);
  expect(sorted.every(([from], at) => at === 0 || from > (sorted[at - 1]?.[1] ?? 0))).toBe(true);
});

test("a source that is down for a while is waited for; what it lasts too long for is said, and can be gone on with", async ({
  db,
}) => {
  const { ctx, begin, slice, state, points } = await setup(db);
  const { id } = await begin();
  instead = (response, count) => count > 2 && Boolean(response.writeHead(503).end());
  expect((await slice(id)).outcome).toBe("waits");
  expect((await state(id))?.waitsFor).toMatch(/failed \(503\); tried again after .* UTC/);
  for (let count = 0; count < 8 && (await state(id))?.status === "running"; count += 1) {
    await afterTheLease(db);
    await slice(id);
  }
  expect(await state(id)).toMatchObject({ status: "failed", error: expect.stringContaining("failed (503)") });
  instead = () => false;
  await continueBackfill(ctx, { backfillId: id });
  expect((await slice(id)).outcome).toBe("done");
  expect(await points()).toBe(HOURS);
}, 60_000);

test("a refused query ends it at once, in the words of the server", async ({ db }) => {
  const { begin, slice, state } = await setup(db);
  const { id } = await begin();
  instead = (response) =>
    Boolean(response.writeHead(400).end('{"status":"error","errorType":"bad_data","error":"parse error"}'));
  expect((await slice(id)).outcome).toBe("failed");
  expect((await state(id))?.error).toBe("recall: The server does not understand the query: parse error");
});

test("being asked to wait is waited for, as long as it says", async ({ db }) => {
  const { begin, slice, state } = await setup(db);
  const { id } = await begin();
  instead = (response) => Boolean(response.writeHead(429, { "retry-after": "600" }).end());
  expect((await slice(id)).outcome).toBe("waits");
  expect(await state(id)).toMatchObject({ status: "running", waitsFor: expect.stringContaining("asks to wait") });
  expect((await slice(id)).outcome).toBe("not due");
});

test("a worker that died mid-piece: the sweeper announces it, and it goes on from the last piece stored", async ({
  db,
}) => {
  const { ctx, begin, slice, state, points } = await setup(db);
  const { id } = await begin();
  await slice(id, 0.01);
  const before = await state(id);
  const { takeDue } = await import("../../due/commands");
  expect(await takeDue(ctx.db.sql, BACKFILL_DUE, { orgId: ctx.orgId, id }, 300)).toBeDefined(); // and is heard of no more
  expect((await slice(id)).outcome).toBe("not due");
  await afterTheLease(db);
  const announced: unknown[] = [];
  await sweep(ctx.db.sql, async (events) => void announced.push(...[events].flat()), dueEvents);
  expect(announced).toContainEqual(expect.objectContaining({ data: { orgId: ctx.orgId, backfillId: id } }));
  const from = asked.length;
  expect((await slice(id)).outcome).toBe("done");
  expect(asked[from]?.[0]).toBe((before?.doneTo.getTime() ?? 0) / 1000);
  expect(await points()).toBe(HOURS);
});

test("a tracking server gives its history whole; only the days asked for are stored", async ({ db }) => {
  world = { ...world, measures: { recall: measures.recall.slice(0, 72) } };
  const { begin, slice, state, points } = await setup(db, "mlflow");
  const { id } = await begin({ from: "2026-01-02", to: "2026-01-02" });
  expect((await slice(id)).outcome).toBe("done");
  expect(await points()).toBe(24);
  expect(await state(id)).toMatchObject({ status: "done", pointsNew: 24 });
});

test("days to come, platforms without a past, another organisation's connection", async ({ db }) => {
  const { ctx, begin, connectionId } = await setup(db);
  await expect(begin({ from: "2999-01-01", to: "2999-01-02" })).rejects.toMatchObject({ code: "BAD_REQUEST" });
  const page = await setup(db, "openmetrics");
  await expect(page.begin()).rejects.toMatchObject({ code: "PRECONDITION_FAILED" });
  await expect(startBackfill(page.ctx, { connectionId, ...DAYS })).rejects.toMatchObject({ code: "NOT_FOUND" });
  const { id } = await begin();
  const stranger: OrgContext = page.ctx;
  await expect(cancelBackfill(stranger, { backfillId: id })).rejects.toMatchObject({ code: "NOT_FOUND" });
  expect((await runBackfill(stranger, { backfillId: id })).outcome).toBe("not due");
  await cancelBackfill(ctx, { backfillId: id });
});
