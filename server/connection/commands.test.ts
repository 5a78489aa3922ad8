import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { sql } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, describe, expect } from "vitest";
import { change as changeTable } from "@/db/schema/change";
import { connection } from "@/db/schema/connection";
import { alert, point, pointReplaced, rule, series } from "@/db/schema/metric";
import { model, modelVersion } from "@/db/schema/model";
import { connectionCreate, connectionTest } from "@/domain/connection/input";
import { ruleCreate } from "@/domain/metric/input";
import { answer } from "@/server/sample-model/service";
import type { OrgContext } from "../context";
import { evaluateRules } from "../metric/alert/commands";
import { createRule } from "../metric/rule/commands";
import { read } from "../record/read";
import { asMember, joinAs, type TestDatabase, test } from "../testing";
import { createConnection, deleteConnection, editConnection, pauseConnection, testConnection } from "./commands";
import { CONNECTION_DUE, pollConnection } from "./poll/commands";
import { getConnection, listConnections, pollTargetOf } from "./queries";
import { seal, unseal } from "./secret/seal";

process.env.SECRETS_KEY ??= Buffer.alloc(32, 7).toString("base64");
process.env.CONNECTOR_ALLOW = "127.0.0.1/32";

let server: Server;
let base = "";
let page = "";
let status = 200;
let headers: Record<string, string> = {};
let authorization: string | undefined;
let sampleNow: Date | null = null;

beforeAll(async () => {
  server = createServer((request, response) => {
    authorization = request.headers.authorization;
    if (sampleNow) {
      const served = answer({ method: "GET", url: request.url ?? "/", host: "", isLocal: true, body: null }, sampleNow);
      response.writeHead(served.status, { "content-type": served.contentType }).end(served.text);
    } else response.writeHead(status, { "content-type": "text/plain; version=0.0.4", ...headers }).end(page);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());
afterEach(() => {
  [page, status, headers, sampleNow] = ["", 200, {}, null];
});

const day = (n: number) => Date.UTC(2026, 9, n);
const recallPage = (...values: number[]) =>
  values.map((value, at) => `recall{model="Sepsis early warning",version="7"} ${value} ${day(at + 1)}\n`).join("");

const input = (over: object = {}) =>
  connectionCreate.parse({
    name: "Model server",
    platform: "openmetrics",
    url: `${base}/metrics`,
    auth: "none",
    intervalSeconds: 60,
    ...over,
  });

/** With the server in good health, whatever the test has it answer. */
async function answering<T>(work: () => Promise<T>): Promise<T> {
  const [heldPage, heldStatus] = [page, status];
  [page, status] = [`${recallPage(0.86)}model_${recallPage(0.86)}`, 200]; // with the prefix of the sample models too
  try {
    return await work();
  } finally {
    [page, status] = [heldPage, heldStatus];
  }
}

async function setup(db: TestDatabase, over: object = {}) {
  const member = await asMember(db, "mlops");
  const { id: connectionId } = await answering(() => createConnection(member.ctx, input(over)));
  const isDue = async () => {
    const [row] = await db.sql<
      { due: Date | null }[]
    >`select due_at as due from private.due_peek(${CONNECTION_DUE}, 1000, interval '-1 day') where id = ${connectionId}`;
    return row?.due ?? null;
  };
  /** Polls as a job does, `minutes` from now; makes the work due first. */
  const poll = async (minutes = 0) => {
    const { store } = await import("../record/store");
    const { setDue } = await import("../due/commands");
    await store(member.ctx, (tx) => setDue(tx, CONNECTION_DUE, connectionId, new Date(Date.now() - 1000)));
    const now = new Date(Date.now() + minutes * 60_000);
    const ctx: OrgContext = { ...member.ctx, now, actor: { kind: "job", name: "Connection poll" } };
    return pollConnection(ctx, { connectionId });
  };
  return { ...member, connectionId, poll, isDue };
}

describe("secrets", () => {
  const place = { orgId: "o1", connectionId: "c1" };
  const key = (n: number) => Buffer.alloc(32, n).toString("base64");
  const secret = { kind: "bearer" as const, token: "t0ken" };

  test("open only under their key, for their connection, unaltered", () => {
    const sealed = seal(key(1), place, secret);
    expect(sealed).not.toContain("t0ken");
    expect(seal(key(1), place, secret)).not.toBe(sealed);
    expect(unseal(key(1), place, sealed)).toEqual(secret);
    expect(() => unseal(key(2), place, sealed)).toThrow(/another key/);
    expect(() => unseal(key(1), { ...place, connectionId: "c2" }, sealed)).toThrow(/cannot be opened/);
    const altered = sealed.slice(0, -3) + (sealed.endsWith("AAA") ? "BBB" : "AAA");
    expect(() => unseal(key(1), place, altered)).toThrow(/cannot be opened/);
  });

  test("a new key goes in front, the old one still opens", () => {
    const sealed = seal(key(1), place, secret);
    expect(unseal(`${key(2)},${key(1)}`, place, sealed)).toEqual(secret);
    expect(() => seal("short", place, secret)).toThrow(RangeError);
  });

  test("are sealed in the table and in history, and never in an answer", async ({ db }) => {
    const { ctx, connectionId } = await setup(db, { auth: "bearer", secret });
    const [row] = await read(ctx, (tx) =>
      tx.execute<{ everything: string }>(
        sql`select (select json_agg(c)::text from connection c) || (select json_agg(h)::text from history.connection h) || (select json_agg(a)::text from change a) as everything`,
      ),
    );
    expect(row?.everything).not.toContain("t0ken");
    const shown = JSON.stringify([await listConnections(ctx), await getConnection(ctx, { connectionId })]);
    expect(shown).not.toContain("t0ken");
    expect(shown).not.toContain("sealed");
    expect(shown).toContain('"hasSecret":true');
  });
});

describe("testing before saving", () => {
  test("step by step, and nothing is written", async ({ db }) => {
    const { ctx } = await asMember(db, "mlops");
    page = recallPage(0.86, 0.85);
    const tried = await testConnection(ctx, connectionTest.parse(input()));
    expect(tried).toEqual({
      ok: true,
      steps: [
        { step: "Check that the address may be reached", ok: true, detail: new URL(base).host.replace(":", ", port ") },
        { step: "Reach the address and sign in", ok: true, detail: new URL(base).host },
        { step: "Read the answer", ok: true, detail: "2 values in Prometheus text format" },
        { step: "Find models", ok: true, detail: "1 measure of Sepsis early warning" },
      ],
    });
    expect(await listConnections(ctx)).toEqual([]);
  });

  test("a stored sign-in is used again, but only for its own server", async ({ db }) => {
    const { ctx, connectionId } = await setup(db, { auth: "bearer", secret: { kind: "bearer", token: "t0ken" } });
    page = recallPage(0.86);
    const again = connectionTest.parse({ ...input(), auth: "bearer", connectionId });
    expect((await testConnection(ctx, again)).ok).toBe(true);
    expect(authorization).toBe("Bearer t0ken");
    await expect(testConnection(ctx, { ...again, url: "https://evil.example/metrics" })).rejects.toMatchObject({
      code: "BAD_REQUEST",
    });
    const other = await asMember(db, "mlops");
    await expect(testConnection(other.ctx, again)).rejects.toMatchObject({ code: "BAD_REQUEST" });
  });
});

describe("nothing is stored that does not answer", () => {
  const stored = (ctx: OrgContext) => read(ctx, (tx) => tx.select().from(connection));
  const changes = (ctx: OrgContext) => read(ctx, (tx) => tx.select().from(changeTable));

  test.for([
    [
      "a server that is down",
      "http://127.0.0.1:9/metrics",
      /Nothing was saved.+Reach the address and sign in: .*nothing listens there/,
    ],
    [
      "an address that is forbidden",
      "http://169.254.169.254/metrics",
      /Check that the address may be reached: .*link-local/,
    ],
    ["a name that is none", "http://nowhere.invalid/metrics", /Look up the name: /],
  ] as const)("%s", async ([, url, said], { db }) => {
    const { ctx, emitted } = await asMember(db, "mlops");
    const before = await changes(ctx);
    await expect(createConnection(ctx, input({ url }))).rejects.toMatchObject({
      code: "PRECONDITION_FAILED",
      message: expect.stringMatching(said),
    });
    expect([await stored(ctx), emitted, await changes(ctx)]).toEqual([[], [], before]);
  });

  test("a page that is no metrics page, a sign-in that is refused", async ({ db }) => {
    const { ctx } = await asMember(db, "mlops");
    page = "<!doctype html>";
    await expect(createConnection(ctx, input())).rejects.toThrow(/Nothing was saved.+Read the answer: Line 1/);
    status = 401;
    await expect(createConnection(ctx, input())).rejects.toThrow(/Reach the address and sign in: .*401/);
    expect(await stored(ctx)).toEqual([]);
  });

  test("an edit of the target is tried, in one step with its sign-in; name and interval need no answer", async ({
    db,
  }) => {
    const token = (text: string) => ({ kind: "bearer" as const, token: text });
    const { ctx, connectionId, emitted } = await setup(db, { auth: "bearer", secret: token("old") });
    const edit = { ...input(), auth: "bearer" as const, connectionId, version: 1 };
    const before = [await stored(ctx), emitted.length, await changes(ctx)];
    status = 401;
    for (const change of [{ url: `${base}/other` }, { secret: token("new") }, { config: { prefix: "x_" } }])
      await expect(editConnection(ctx, { ...edit, ...change })).rejects.toThrow(/Nothing was saved.+401/);
    expect(authorization).toBe("Bearer old");
    await expect(editConnection(ctx, { ...edit, platform: "mlflow" })).rejects.toMatchObject({
      code: "PRECONDITION_FAILED",
    });
    expect([await stored(ctx), emitted.length, await changes(ctx)]).toEqual(before);
    authorization = undefined;
    expect(await editConnection(ctx, { ...edit, name: "Renamed", intervalSeconds: 600 })).toMatchObject({
      outcome: "saved",
    });
    expect(authorization).toBeUndefined(); // nobody was asked
    await answering(() => editConnection(ctx, { ...edit, version: 2, name: "Renamed", secret: token("new") }));
    expect(authorization).toBe("Bearer new");
    expect(await stored(ctx)).toMatchObject([{ name: "Renamed", version: 3 }]);
  });

  test("somebody saved another target while this one was tried: both are shown, nothing is mixed", async ({ db }) => {
    const { ctx, connectionId } = await setup(db);
    const second = await joinAs(db, ctx.orgId, "mlops", "Bea Second");
    const edit = { ...input(), connectionId, version: 1 };
    page = recallPage(0.86);
    const [mine, theirs] = await Promise.all([
      editConnection(ctx, { ...edit, url: `${base}/mine` }),
      editConnection(second.ctx, { ...edit, url: `${base}/theirs` }),
    ]);
    expect([mine.outcome, theirs.outcome].sort()).toEqual(["conflict", "saved"]);
    const kept = mine.outcome === "saved" ? "mine" : "theirs";
    expect(await stored(ctx)).toMatchObject([{ url: `${base}/${kept}`, version: 2 }]);
  });
});

describe("polling", () => {
  test("finds models, versions, series and points; the next poll is due on the grid; the same again adds nothing", async ({
    db,
  }) => {
    const { ctx, poll, isDue, connectionId, emitted } = await setup(db);
    expect(emitted).toMatchObject([{ name: "connection/connection.poll-requested", data: { connectionId } }]);
    page = recallPage(0.86, Number.NaN, 0.85);
    expect(await poll()).toMatchObject({ outcome: "ok", read: 3, added: 3, restated: 0 });
    const wait = ((await isDue())?.getTime() ?? 0) - Date.now();
    expect(wait).toBeGreaterThan(-1000);
    expect(wait).toBeLessThanOrEqual(60_000);
    expect(await poll()).toMatchObject({ outcome: "ok", added: 0, restated: 0, touched: [] });
    const found = await read(ctx, async (tx) => ({
      models: await tx.select({ name: model.name, ref: model.externalRef }).from(model),
      versions: await tx
        .select({ label: modelVersion.label, from: modelVersion.liveFrom, to: modelVersion.liveTo })
        .from(modelVersion),
      series: await tx
        .select({ metric: series.metric, primary: series.primary, every: series.intervalSeconds })
        .from(series),
    }));
    expect(found).toEqual({
      models: [{ name: "Sepsis early warning", ref: "Sepsis early warning" }],
      versions: [{ label: "7", from: new Date(day(1)), to: null }],
      series: [{ metric: "recall", primary: true, every: 86_400 }],
    });
    const shown = await getConnection(ctx, { connectionId });
    expect(shown).toMatchObject({
      status: "ok",
      isLate: false,
      lastError: null,
      models: [{ name: "Sepsis early warning" }],
    });
    expect(shown.runs).toMatchObject([{ status: "ok", pointsNew: 3 }]);
  });

  test("nobody polls what is not due, and two workers do not poll at once", async ({ db }) => {
    const { ctx, connectionId, poll } = await setup(db);
    page = recallPage(0.86);
    await poll();
    expect(await pollConnection(ctx, { connectionId })).toEqual({ outcome: "not due" });
    const { store } = await import("../record/store");
    const { setDue } = await import("../due/commands");
    await store(ctx, (tx) => setDue(tx, CONNECTION_DUE, connectionId, new Date(Date.now() - 1000)));
    const both = await Promise.all([pollConnection(ctx, { connectionId }), pollConnection(ctx, { connectionId })]);
    expect(both.map(({ outcome }) => outcome).sort()).toEqual(["not due", "ok"]);
  });

  test("a refused sign-in stops it until somebody edits it", async ({ db }) => {
    const { ctx, poll, isDue, connectionId } = await setup(db);
    status = 401;
    expect(await poll()).toMatchObject({ outcome: "failed" });
    expect(await getConnection(ctx, { connectionId })).toMatchObject({
      status: "needs_reauth",
      statusText: "sign-in refused",
      lastError: expect.stringContaining("401"),
    });
    expect(await isDue()).toBeNull();
    await editConnection(ctx, { ...input(), connectionId, version: 1 });
    [status, page] = [200, recallPage(0.86)];
    expect(await isDue()).not.toBeNull();
    expect(await poll()).toMatchObject({ outcome: "ok" });
  });

  test("five failures open the circuit; after the rest one success closes it", async ({ db }) => {
    const { ctx, poll, connectionId } = await setup(db);
    page = "recall{";
    for (let times = 0; times < 5; times += 1)
      expect(await poll()).toMatchObject({ outcome: "failed", reason: expect.stringContaining("Line 1") });
    expect(await getConnection(ctx, { connectionId })).toMatchObject({
      status: "open_circuit",
      consecutiveFailures: 5,
    });
    page = recallPage(0.86);
    expect(await poll()).toEqual({ outcome: "resting" });
    expect(await poll(2)).toMatchObject({ outcome: "ok" });
    expect(await getConnection(ctx, { connectionId })).toMatchObject({
      status: "ok",
      consecutiveFailures: 0,
      circuitOpenUntil: null,
    });
  });

  test("asked to wait, it waits as long as asked", async ({ db }) => {
    const { poll, isDue } = await setup(db);
    [status, headers] = [429, { "retry-after": "600" }];
    expect(await poll()).toMatchObject({ outcome: "failed" });
    const wait = ((await isDue())?.getTime() ?? 0) - Date.now();
    expect(wait).toBeGreaterThan(550_000);
    expect(wait).toBeLessThanOrEqual(601_000);
  });

  test("paused it is not due; resumed it is; deleted it is gone, its figures stay", async ({ db }) => {
    const { ctx, poll, isDue, connectionId } = await setup(db);
    page = recallPage(0.86);
    await poll();
    await pauseConnection(ctx, { connectionId, version: 1, paused: true });
    expect(await isDue()).toBeNull();
    expect(await pauseConnection(ctx, { connectionId, version: 1, paused: false })).toMatchObject({
      outcome: "conflict",
      fields: [{ field: "paused", theirs: true }],
    });
    expect(await isDue()).toBeNull();
    await pauseConnection(ctx, { connectionId, version: 2, paused: false });
    expect(await isDue()).not.toBeNull();
    await deleteConnection(ctx, { connectionId, reason: "Server is switched off." });
    expect(await isDue()).toBeNull();
    expect(await read(ctx, (tx) => tx.select().from(connection))).toEqual([]);
    expect(await read(ctx, (tx) => tx.select().from(point))).toHaveLength(1);
  });

  test("a name is taken once; another organisation's connection does not exist", async ({ db }) => {
    const { ctx, connectionId } = await setup(db);
    page = recallPage(0.86);
    await expect(createConnection(ctx, input())).rejects.toMatchObject({ code: "CONFLICT" });
    const other = await asMember(db, "mlops");
    await expect(getConnection(other.ctx, { connectionId })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(editConnection(other.ctx, { ...input(), connectionId, version: 1 })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    await expect(deleteConnection(other.ctx, { connectionId, reason: "x" })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    expect(await pollTargetOf(other.ctx, connectionId)).toBeNull();
  });

  test("two people: name and interval join, two targets are both shown, and no sign-in leaves the server", async ({
    db,
  }) => {
    const { ctx, connectionId } = await setup(db, { auth: "bearer", secret: { kind: "bearer", token: "t-secret" } });
    const second = await joinAs(db, ctx.orgId, "mlops", "Bea Second");
    const edit = { ...input(), auth: "bearer" as const, connectionId, version: 1 };
    const secret = { kind: "bearer" as const, token: "u-secret" };
    page = recallPage(0.86);
    await editConnection(second.ctx, { ...edit, secret, intervalSeconds: 600 });
    const met = await editConnection(ctx, { ...edit, url: `${base}/other`, name: "Renamed" });
    expect(met).toMatchObject({
      outcome: "conflict",
      version: 2,
      fields: [{ field: "url", before: edit.url, yours: `${base}/other`, theirs: edit.url, by: "Bea Second" }],
      merged: { name: "Renamed", intervalSeconds: 600, url: edit.url },
    });
    const mine = await editConnection(ctx, { ...edit, secret: { ...secret, token: "v-secret" } });
    expect(mine).toMatchObject({ fields: [{ field: "sealedSecret", before: true, yours: true, theirs: true }] });
    expect(JSON.stringify([met, mine])).not.toMatch(/secret"?:"|sealedSecret":"[^"]|v1[.]/);
    expect(await editConnection(ctx, { ...edit, name: "Renamed" })).toEqual({ outcome: "saved", id: connectionId });
    expect(await getConnection(ctx, { connectionId })).toMatchObject({ name: "Renamed", intervalSeconds: 600 });
  });

  test("an address moved to another server needs its sign-in again", async ({ db }) => {
    const { ctx, connectionId } = await setup(db, { auth: "bearer", secret: { kind: "bearer", token: "t" } });
    const edit = { ...input(), auth: "bearer" as const, connectionId, version: 1 };
    await expect(editConnection(ctx, { ...edit, url: "https://other.example/metrics" })).rejects.toMatchObject({
      code: "BAD_REQUEST",
    });
    page = recallPage(0.86);
    await editConnection(ctx, { ...edit, url: `${base}/other` });
  });
});

describe("alerts", () => {
  const at = (n: number) => new Date(day(n) + 3600_000);

  async function watched(db: TestDatabase, ...values: number[]) {
    const made = await setup(db);
    page = recallPage(...values);
    await made.poll();
    const [found] = await read(made.ctx, (tx) => tx.select({ id: series.id }).from(series));
    const { id: ruleId } = await createRule(
      made.ctx,
      ruleCreate.parse({
        seriesId: found?.id,
        direction: "low",
        warning: 0.82,
        critical: 0.78,
        breaches: 2,
        clears: 2,
        noDataAfter: 2,
      }),
    );
    const look = async (now: Date) => evaluateRules({ ...made.ctx, now, actor: { kind: "job", name: "Alert rules" } });
    const alerts = () => read(made.ctx, (tx) => tx.select().from(alert).orderBy(alert.openedAt));
    return { ...made, ruleId, look, alerts };
  }

  test("open, grow worse, fall silent, come back and close; looking twice does nothing", async ({ db }) => {
    const { poll, look, alerts } = await watched(db, 0.86, 0.81, 0.8);
    expect(await look(at(3))).toEqual({ rules: 1, opened: 1, changed: 0, closed: 0 });
    expect(await alerts()).toMatchObject([
      { level: "warning", value: 0.8, limit: 0.82, openedAt: new Date(day(3)), closedAt: null },
    ]);
    expect(await look(at(3))).toEqual({ rules: 1, opened: 0, changed: 0, closed: 0 });
    page = recallPage(0.86, 0.81, 0.8, 0.7, 0.69);
    await poll();
    expect(await look(at(5))).toMatchObject({ changed: 1 });
    expect(await alerts()).toMatchObject([{ level: "critical", value: 0.69, limit: 0.78, closedAt: null }]);
    expect(await look(at(9))).toMatchObject({ changed: 1 });
    expect(await alerts()).toMatchObject([{ level: "no_data", value: null, limit: null }]);
    page = recallPage(0.86, 0.81, 0.8, 0.7, 0.69, 0.9, 0.91);
    await poll();
    expect(await look(at(7))).toMatchObject({ closed: 1 });
    expect(await alerts()).toMatchObject([{ closedAt: new Date(day(7)) }]);
  });

  test("a corrected value closes what the wrong one opened", async ({ db }) => {
    const { ctx, poll, look, alerts } = await watched(db, 0.86, 0.5, 0.5);
    await look(at(3));
    expect(await alerts()).toMatchObject([{ level: "critical", closedAt: null }]);
    page = recallPage(0.86, 0.86, 0.86);
    expect(await poll()).toMatchObject({ restated: 2 });
    expect(await look(at(3))).toMatchObject({ closed: 1 });
    expect(await read(ctx, (tx) => tx.select().from(pointReplaced))).toHaveLength(2);
  });

  test("data that came late closes the silence it undoes, never before that began", async ({ db }) => {
    const { poll, look, alerts } = await watched(db, 0.86, 0.5, 0.5, 0.9, 0.9);
    await look(at(5));
    expect(await look(at(9))).toMatchObject({ opened: 1 });
    expect(await alerts()).toMatchObject([{ level: "no_data", closedAt: null }]);
    page = recallPage(0.86, 0.5, 0.5, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9);
    await poll();
    expect(await look(at(9))).toMatchObject({ closed: 1 });
    const [silence] = await alerts();
    expect(silence?.closedAt?.getTime()).toBeGreaterThan(silence?.openedAt.getTime() ?? 0);
  });

  test("what opened and closed between two looks is told", async ({ db }) => {
    const { poll, look, alerts } = await watched(db, 0.86, 0.86);
    await look(at(2));
    page = recallPage(0.86, 0.86, 0.7, 0.7, 0.9, 0.9);
    await poll();
    await look(at(6));
    expect(await alerts()).toMatchObject([
      { level: "critical", openedAt: new Date(day(4)), closedAt: new Date(day(6)) },
    ]);
  });

  test("looks at once open one alert", async ({ db }) => {
    const { look, alerts } = await watched(db, 0.5, 0.5);
    await Promise.all([look(at(2)), look(at(2)), look(at(2))]);
    expect(await alerts()).toHaveLength(1);
  });

  test("a rule switched off closes its alert", async ({ db }) => {
    const { ctx, look, alerts, ruleId } = await watched(db, 0.5, 0.5);
    await look(at(2));
    const { editRule } = await import("../metric/rule/commands");
    const [held] = await read(ctx, (tx) => tx.select().from(rule));
    const { orgId: _o, id: _i, modelId: _m, seriesId: _s, ...fields } = held ?? ({} as never);
    await editRule(ctx, { ...fields, ruleId, active: false });
    expect((await alerts())[0]?.closedAt).not.toBeNull();
    expect(await look(at(2))).toMatchObject({ rules: 0, opened: 0 });
  });
});

test("the sample models through the same path: a forced drift opens an alert, lifting it closes it", async ({ db }) => {
  const anchor = new Date("2026-11-20T09:30:00Z");
  const { ctx, poll } = await setup(db, {
    url: `${base}/metrics?anchor=${anchor.toISOString()}`,
    config: { prefix: "model_" },
  });
  sampleNow = anchor;
  expect(await poll()).toMatchObject({ outcome: "ok", restated: 0 });
  const found = await read(ctx, (tx) =>
    tx
      .select({ id: series.id, metric: series.metric, name: model.name })
      .from(series)
      .innerJoin(model, sql`${model.id} = ${series.modelId}`),
  );
  expect(found).toHaveLength(21);
  const recall = found.find(({ metric, name }) => metric === "recall" && name === "No-show forecast");
  await createRule(
    ctx,
    ruleCreate.parse({
      seriesId: recall?.id,
      direction: "low",
      warning: 0.72,
      critical: 0.68,
      breaches: 2,
      clears: 2,
      noDataAfter: 40,
    }),
  );
  const look = () => evaluateRules({ ...ctx, now: anchor });
  const force = (drift: boolean) =>
    answer(
      {
        method: "POST",
        url: "/control",
        host: "127.0.0.1",
        isLocal: true,
        body: JSON.stringify({ model: "No-show forecast", drift }),
      },
      anchor,
    );
  expect(await look()).toMatchObject({ opened: 0 });
  force(true);
  expect(await poll()).toMatchObject({ added: 0, restated: 9 });
  expect(await look()).toMatchObject({ opened: 1 });
  force(false);
  expect(await poll()).toMatchObject({ restated: 9 });
  expect(await look()).toMatchObject({ closed: 1 });
});
