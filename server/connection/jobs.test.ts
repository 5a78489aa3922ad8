import { setTimeout as delay } from "node:timers/promises";
import { and, eq, isNull } from "drizzle-orm";
import { expect, vi } from "vitest";
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
import { startWorker, until } from "../testing-worker";
import { createConnection } from "./commands";

// Before the imports, which read the settings: the sample models of this test may be reached.
vi.hoisted(() => {
  process.env.CONNECTOR_ALLOW = "127.0.0.1/32";
});

test("worker and sample models as processes: a connection fills, a forced drift opens an alert, everyone on the page is told", async ({
  db,
}) => {
  const base = await startWorker(db.url);
  const anchor = new Date().toISOString();
  const url = `${base}/metrics?anchor=${anchor}`;

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
  expect((await fetch(`${base}/control`, control)).status).toBe(204);
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
