import { createHash, randomUUID } from "node:crypto";
import { and, eq, sql } from "drizzle-orm";
import { connection, connectionHealth } from "@/db/schema/connection";
import { rule, series } from "@/db/schema/metric";
import { model } from "@/db/schema/model";
import { openmetricsConfig } from "@/domain/connection/input";
import { env } from "@/env";
import { CONNECTION_DUE, storePull } from "@/server/connection/poll/commands";
import { parseExposition } from "@/server/connector/openmetrics/exposition";
import { toPull } from "@/server/connector/openmetrics/mapper";
import type { OrgContext } from "@/server/context";
import { setDue } from "@/server/due/commands";
import { evaluateRules } from "@/server/metric/alert/commands";
import { RULES_DUE } from "@/server/metric/rule/commands";
import { seriesKeyOf } from "@/server/model/discover/commands";
import { change } from "@/server/record/change";
import { DEFAULT_SPEED, type StoryClock } from "@/server/sample-model/clock";
import { deliveries, historyPages } from "@/server/sample-model/history";
import { followAlerts } from "./risk/look";
import { type Cast, type Event, initiativeByCode } from "./story";

const DAY_MS = 86_400_000;
const CONNECTED_DAYS_AGO = 364.5;
/** Every model's initiative is registered by then. */
const LINKED_DAYS_AGO = 325;
const POLL_SECONDS = 15;
const CONFIG = { prefix: "model_" };

type Watched = {
  metric: string;
  dims: Record<string, string>;
  rule: Omit<typeof rule.$inferInsert, "orgId" | "modelId" | "seriesId">;
  /** Predictions of a day below which a window says too little. */
  fewestCases?: number;
};
type Plan = { name: string; code: string; purpose: string; type: string; tier: number; rules: Watched[] };

const WEEK = { window: "7d" };
const DAY = { window: "1d" };
const P95 = { window: "1d", quantile: "0.95" };

/**
 * Labels come three weeks late, so silence about recall means something only after that. No delay of outcomes is set: the
 * service's labels catch up with today while it runs.
 */
const recall = (warning: number, critical: number): Watched => ({
  metric: "recall",
  dims: WEEK,
  rule: { direction: "low", warning, critical, breaches: 2, clears: 3, noDataAfter: 25 },
  fewestCases: 100,
});
const inputs: Watched = {
  metric: "input_psi",
  dims: WEEK,
  rule: {
    direction: "high",
    warning: 0.1,
    critical: 0.25,
    clearWarning: 0.08,
    clearCritical: 0.2,
    breaches: 2,
    clears: 3,
    noDataAfter: 2,
  },
};
const slow = (warning: number, critical: number): Watched => ({
  metric: "latency",
  dims: P95,
  rule: { direction: "high", warning, critical, breaches: 2, clears: 2, noDataAfter: 2 },
});
const volume = (critical: number): Watched => ({
  metric: "predictions",
  dims: DAY,
  rule: { direction: "low", critical, breaches: 2, clears: 1, noDataAfter: 2 },
});

const PLANS: readonly Plan[] = [
  {
    name: "Sepsis early warning",
    code: "AI-07",
    purpose:
      "Logistic regression on six inputs, scored for adult inpatients; it informs the charge nurse and orders nothing.",
    type: "predictive",
    tier: 1,
    rules: [recall(0.82, 0.78), inputs, slow(3, 5), volume(200)],
  },
  {
    name: "No-show forecast",
    code: "AI-03",
    purpose: "Logistic regression on five inputs; clinics remind or overbook the visits it marks.",
    type: "predictive",
    tier: 3,
    rules: [recall(0.72, 0.68), inputs, volume(150)],
  },
  {
    name: "Denial prediction",
    code: "AI-11",
    purpose: "Logistic regression on five inputs; claims it marks are held and corrected before they leave.",
    type: "predictive",
    tier: 2,
    rules: [recall(0.72, 0.66), inputs, slow(2, 4), volume(120)],
  },
];

/** Live at vendors that send no figures yet: shown as not yet measured. */
const UNCONNECTED: readonly (Omit<Plan, "rules"> & { baseModel: string })[] = [
  {
    name: "Intracranial bleed flag",
    code: "AI-09",
    purpose: "The vendor's reader of head scans; it moves scans up the worklist.",
    type: "vendor_product",
    baseModel: "Harbor Vision 3, 2026-03",
    tier: 1,
  },
  {
    name: "Ambient note drafts",
    code: "AI-16",
    purpose: "The vendor's language model; the clinician edits and signs every draft.",
    type: "generative",
    baseModel: "Meridian-2 Large, 2026-06",
    tier: 2,
  },
];

type Scene = { connectionId: string; machine: OrgContext; cast: Cast; now: Date };

/** The address carries the instant the sample was made: the service tells its story from there. */
function connectEvent({ connectionId, cast, now }: Scene): Event {
  const ctx = cast.contextOf("marsh");
  const { orgId } = ctx;
  const url = `http://127.0.0.1:${env().SAMPLE_MODEL_PORT}/metrics?anchor=${now.toISOString()}`;
  const row = { orgId, id: connectionId, name: "Clinical model server", platform: "openmetrics" as const, url };
  return {
    at: new Date(now.getTime() - CONNECTED_DAYS_AGO * DAY_MS),
    play: (at) =>
      change(ctx, { name: "connection.create", at }, async (tx) => {
        await tx.insert(connection).values({ ...row, auth: "none", config: CONFIG, intervalSeconds: POLL_SECONDS });
        await tx
          .insert(connectionHealth)
          .values({ orgId, connectionId, status: "ok", lastAttemptAt: now, lastSuccessAt: now });
        await setDue(tx, CONNECTION_DUE, connectionId, now);
        await setDue(tx, RULES_DUE, orgId, now);
      }),
  };
}

/** Who the models serve, and the limits they are held to. */
function linkEvent({ connectionId, cast, now }: Scene): Event {
  const ctx = cast.contextOf("marsh");
  const { orgId } = ctx;
  const people = { builderId: cast.memberId("reyes"), operatorId: cast.memberId("marsh") };
  return {
    at: new Date(now.getTime() - LINKED_DAYS_AGO * DAY_MS),
    play: (at) =>
      change(ctx, { name: "rule.create", reason: "Limits as approved.", at }, async (tx) => {
        for (const { name, code, purpose, type, tier, rules } of PLANS) {
          const mine = and(eq(model.orgId, orgId), eq(model.externalRef, name));
          await tx
            .update(model)
            .set({ purpose, type, tier, initiativeId: sql`${initiativeByCode(code)}`, ...people })
            .where(mine);
          const seriesOf = async (metric: string, dims: Record<string, string>) => {
            const key = seriesKeyOf(connectionId, { modelRef: name, metric, dims });
            const [found] = await tx
              .select({ id: series.id, modelId: series.modelId })
              .from(series)
              .where(eq(series.key, key));
            if (!found) throw new Error(`${name} has no series ${metric}`);
            return found;
          };
          const { id: casesSeriesId } = await seriesOf("predictions", DAY);
          for (const { metric, dims, rule: limits, fewestCases } of rules) {
            const found = await seriesOf(metric, dims);
            const cases = fewestCases ? { minimumCases: fewestCases, casesSeriesId } : {};
            await tx.insert(rule).values({ orgId, modelId: found.modelId, seriesId: found.id, ...limits, ...cases });
            if (metric !== "recall") continue;
            await tx.update(series).set({ primary: false }).where(eq(series.modelId, found.modelId));
            await tx.update(series).set({ primary: true }).where(eq(series.id, found.id));
          }
        }
        for (const { name, code, purpose, type, tier, baseModel } of UNCONNECTED)
          await tx
            .insert(model)
            .values({ orgId, name, purpose, type, tier, baseModel, initiativeId: sql`${initiativeByCode(code)}` });
      }),
  };
}

/** Stores one delivery the way a poll does, looks at the rules, then at the risks their alerts speak of. */
function deliveryEvents({ connectionId, machine, cast }: Scene, { at, page }: { at: Date; page: string }): Event[] {
  const store = async (instant: Date) => {
    const found = toPull(parseExposition(page, "openmetrics"), openmetricsConfig.parse(CONFIG), instant);
    const responseSha256 = createHash("sha256").update(page).digest("hex");
    const provenance = { requestUrl: `http://127.0.0.1:${env().SAMPLE_MODEL_PORT}/metrics`, responseSha256 };
    const took = { startedAt: instant, durationMs: 0 };
    await storePull({ ...machine, now: instant }, connectionId, { ...found, provenance, truncated: false }, took, {
      at: instant,
    });
  };
  let alerts = 0;
  const look = async (instant: Date) => {
    const { opened, changed, closed } = await evaluateRules({ ...machine, now: instant }, {}, { at: instant });
    alerts = opened + changed + closed;
  };
  const follow = async (instant: Date) => {
    if (alerts > 0) await followAlerts(cast, instant);
  };
  return [
    { at, play: store },
    { at: new Date(at.getTime() + 1000), play: look },
    { at: new Date(at.getTime() + 2000), play: follow },
  ];
}

/**
 * A year of three models, read from the sample model service's own history through the path of every poll. Figures of the
 * last weeks that need labels arrive live, once the service runs.
 */
export async function modelEvents(cast: Cast, now: Date): Promise<Event[]> {
  const clock: StoryClock = { anchor: now, daysAMinute: env().SAMPLE_MODEL_SPEED ?? DEFAULT_SPEED };
  const machine: OrgContext = { ...cast.contextOf(null), actor: { kind: "job", name: "Connection poll" } };
  const scene: Scene = { connectionId: randomUUID(), machine, cast, now };
  const from = new Date(now.getTime() - (CONNECTED_DAYS_AGO - 1) * DAY_MS);
  const last = new Date(now.getTime() - 60_000); // the look after it must not lie in the future
  const pages = [...historyPages(clock, from, deliveries(new Date(from.getTime() + 2 * DAY_MS), last))];
  return [connectEvent(scene), linkEvent(scene), ...pages.flatMap((page) => deliveryEvents(scene, page))];
}
