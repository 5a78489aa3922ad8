import { setTimeout as delay } from "node:timers/promises";
import { and, eq } from "drizzle-orm";
import { expect, vi } from "vitest";
import { point, series } from "@/db/schema/metric";
import { model } from "@/db/schema/model";
import { risk, riskAssessment } from "@/db/schema/risk";
import { connectionCreate } from "@/domain/connection/input";
import { ruleCreate } from "@/domain/metric/input";
import { createConnection } from "../connection/commands";
import type { OrgContext } from "../context";
import { createEmit } from "../inngest/emit";
import { connectionPollRequested } from "../inngest/events";
import { createRule } from "../metric/rule/commands";
import { listNotifications } from "../notification/queries";
import { read } from "../record/read";
import { asMember, joinAs, test } from "../testing";
import { startWorker, until } from "../testing-worker";
import { createRisk } from "./commands";
import { getCause, listSignals } from "./indicator/cause/queries";
import { linkIndicator } from "./indicator/link/commands";

// Before the imports, which read the settings: the sample models of this test may be reached.
vi.hoisted(() => {
  process.env.CONNECTOR_ALLOW = "127.0.0.1/32";
});

test("a live breach of a sample model raises a risk, people are told, the recovery gives it back, and the cause is kept to the points", async ({
  db,
}) => {
  const base = await startWorker(db.url);
  const url = `${base}/metrics?anchor=${new Date().toISOString()}`;

  const member = await asMember(db, "mlops", "Mel Ops");
  const executive = await joinAs(db, member.orgId, "executive", "Eve Board");
  const ctx: OrgContext = { ...member.ctx, emit: createEmit(db.sql) };
  const { id: connectionId } = await createConnection(
    ctx,
    connectionCreate.parse({
      ...{ name: "Sample", platform: "openmetrics", url, auth: "none", intervalSeconds: 10 },
      config: { prefix: "model_" },
    }),
  );
  const recall = await until(async () => {
    const [found] = await read(ctx, (tx) =>
      tx
        .select({ id: series.id, modelId: series.modelId })
        .from(series)
        .innerJoin(model, eq(model.id, series.modelId))
        .innerJoin(point, eq(point.seriesId, series.id))
        .where(and(eq(series.metric, "recall"), eq(model.name, "No-show forecast")))
        .limit(1),
    );
    return found;
  }, 90_000);
  const limits = { direction: "low", warning: 0.72, critical: 0.68, breaches: 2, clears: 2, noDataAfter: 60 };
  const { id: ruleId } = await createRule(ctx, ruleCreate.parse({ seriesId: recall.id, ...limits }));
  const { id: riskId } = await createRisk(ctx, {
    ...{ title: "Slots stay empty", modelId: recall.modelId, category: "schedule", probability: 0.25, tags: [] },
    ...{ lossLikely: 40_000_000, residual: { likelihood: 2, impacts: { schedule: 4 } } },
  });
  await linkIndicator(ctx, { riskId, ruleId, raiseWarning: 1, raiseCritical: 2, note: null });
  const stands = async () => {
    const [row] = await read(ctx, (tx) =>
      tx
        .select({ likelihood: risk.residualLikelihood, severity: risk.residualSeverity, probability: risk.probability })
        .from(risk)
        .where(eq(risk.id, riskId)),
    );
    return row;
  };
  const drift = async (on: boolean) => {
    const body = JSON.stringify({ model: "No-show forecast", drift: on });
    expect((await fetch(`${base}/control`, { method: "POST", body })).status).toBe(204);
  };
  /** Polled when due, refused else. */
  const polledUntil = <T>(look: () => Promise<T | undefined | false>) =>
    until(async () => {
      await ctx.emit(connectionPollRequested.create({ orgId: ctx.orgId, connectionId }));
      await delay(400);
      return look();
    }, 90_000);

  expect(await stands()).toEqual({ likelihood: 2, severity: "amber", probability: 0.25 });
  await drift(true);
  const raised = await polledUntil(async () => {
    const now = await stands();
    return now?.likelihood === 4 && now;
  });
  expect(raised).toEqual({ likelihood: 4, severity: "red", probability: 0.8 });
  const told = await until(async () => {
    const { rows } = await listNotifications(executive.ctx, { page: 1, unread: true });
    return rows.find(({ kind }) => kind === "raised");
  }, 90_000);
  expect(told.text).toBe("R-01 Slots stay empty is raised to an executive: its residual is above tolerance.");

  await drift(false);
  const cleared = await polledUntil(async () => {
    const now = await stands();
    return now?.likelihood === 2 && now;
  });
  expect(cleared).toEqual({ likelihood: 2, severity: "amber", probability: 0.25 });

  const signals = await listSignals(ctx, { riskId });
  expect(signals.at(0)?.rationale).toMatch(
    /is back inside the limits since .*: likelihood returns from almost certain to possible/,
  );
  const made = signals.find(({ likelihood }) => likelihood === 4);
  expect(made?.rationale).toMatch(
    /^Recall of No-show forecast is 0\.\d+, at or below its critical limit of 0\.68, since .*: likelihood raised two steps from possible to almost certain\.$/,
  );
  const cause = await getCause(ctx, { assessmentId: made?.id ?? "" });
  expect(cause.alert).toMatchObject({ level: "critical", limit: 0.68 });
  const low = cause.points.filter(({ value }) => value <= 0.68);
  expect(low.length).toBeGreaterThanOrEqual(2);
  expect(low.map(({ value }) => value)).toContain(cause.alert.value);
  // The platform took those figures back: what they were when the risk was raised is kept beside what they say by now.
  expect(low.some(({ value, now }) => now !== value)).toBe(true);
  const count = await read(ctx, (tx) =>
    tx.$count(riskAssessment, and(eq(riskAssessment.riskId, riskId), eq(riskAssessment.automatic, true))),
  );
  expect(count).toBe(signals.length);
}, 360_000);
