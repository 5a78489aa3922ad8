import { type ChildProcess, spawn } from "node:child_process";
import { createServer } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { and, eq, isNull } from "drizzle-orm";
import { afterAll, expect, vi } from "vitest";
import { alert, point, series } from "@/db/schema/metric";
import { model } from "@/db/schema/model";
import { connectionCreate } from "@/domain/connection/input";
import { ruleCreate } from "@/domain/metric/input";
import type { OrgContext } from "../context";
import { createEmit } from "../inngest/emit";
import { connectionPollRequested } from "../inngest/events";
import { createRule } from "../metric/rule/commands";
import { read } from "../record/read";
import { asMember, test } from "../testing";
import { createConnection } from "./commands";

// Before the imports, which read the settings: the sample models of this test may be reached.
vi.hoisted(() => {
  process.env.CONNECTOR_ALLOW = "127.0.0.1/32";
});

const children: ChildProcess[] = [];
afterAll(async () => {
  for (const child of children) {
    const ended = new Promise((done) => child.once("exit", done));
    child.kill("SIGTERM");
    await ended;
  }
});

const freePort = (): Promise<number> =>
  new Promise((done) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => done(typeof address === "object" && address ? address.port : 0));
    });
  });

function start(file: string, env: Record<string, string>): void {
  const child = spawn(process.execPath, ["--import", "tsx", file], {
    env: { ...process.env, ...env },
    stdio: ["ignore", "inherit", "inherit"],
  });
  children.push(child);
}

async function until<T>(look: () => Promise<T | undefined | false>, ms: number): Promise<T> {
  for (const end = Date.now() + ms; ; await delay(100)) {
    const found = await look().catch(() => undefined);
    if (found) return found;
    if (Date.now() > end) throw new Error(`Not within ${ms} ms`);
  }
}

test("worker and sample models as processes: a connection fills, a forced drift opens an alert, everyone on the page is told", async ({
  db,
}) => {
  const port = await freePort();
  const env = {
    DATABASE_URL: db.url,
    SAMPLE_MODEL_PORT: String(port),
    SECRETS_KEY: Buffer.alloc(32, 7).toString("base64"),
    CONNECTOR_ALLOW: "127.0.0.1/32",
    LOG_LEVEL: "error",
    NODE_ENV: "production",
  };
  start("server/worker.ts", env);
  start("server/sample-model/main.ts", env);
  const anchor = new Date().toISOString();
  const url = `http://127.0.0.1:${port}/metrics?anchor=${anchor}`;
  await until(() => fetch(`http://127.0.0.1:${port}/health`).then(({ ok }) => ok), 30_000);

  const member = await asMember(db, "mlops");
  const ctx: OrgContext = { ...member.ctx, emit: createEmit(db.sql) };
  const told: { action: string; at: number }[] = [];
  await db.sql.listen("portolan_live", (payload) => {
    const { org, action } = JSON.parse(payload) as { org: string; action: string };
    if (org === ctx.orgId) told.push({ action, at: Date.now() });
  });
  const { id: connectionId } = await createConnection(
    ctx,
    connectionCreate.parse({
      name: "Sample",
      platform: "openmetrics",
      url,
      auth: "none",
      intervalSeconds: 10,
      config: { prefix: "model_" },
    }),
  );
  const recall = await until(async () => {
    const [found] = await read(ctx, (tx) =>
      tx
        .select({ id: series.id })
        .from(series)
        .innerJoin(model, eq(model.id, series.modelId))
        .innerJoin(point, eq(point.seriesId, series.id))
        .where(and(eq(series.metric, "recall"), eq(model.name, "No-show forecast")))
        .limit(1),
    );
    return found;
  }, 60_000);
  const rule = {
    seriesId: recall.id,
    direction: "low",
    warning: 0.72,
    critical: 0.68,
    breaches: 2,
    clears: 2,
    noDataAfter: 60,
  };
  await createRule(ctx, ruleCreate.parse(rule));

  const control = { method: "POST", body: JSON.stringify({ model: "No-show forecast", drift: true }) };
  expect((await fetch(`http://127.0.0.1:${port}/control`, control)).status).toBe(204);
  const opened = await until(async () => {
    await ctx.emit(connectionPollRequested.create({ orgId: ctx.orgId, connectionId })); // polled when due, refused else
    await delay(400);
    const [found] = await read(ctx, (tx) =>
      tx.select({ level: alert.level, value: alert.value }).from(alert).where(isNull(alert.closedAt)),
    );
    return found;
  }, 60_000);
  expect(opened.level).toBe("critical");
  expect(opened.value).toBeLessThan(0.68);
  await until(async () => told.some(({ action }) => action === "alert.open"), 2000);
}, 180_000);
