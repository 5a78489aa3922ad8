import { and, asc, desc, eq, gte, isNull, or, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { Tx } from "@/db/client";
import { connection, connectionHealth } from "@/db/schema/connection";
import { initiative } from "@/db/schema/initiative";
import { alert, series } from "@/db/schema/metric";
import { model, modelVersion } from "@/db/schema/model";
import { membership } from "@/db/schema/organisation";
import { type ModelHealth, modelHealth } from "@/domain/metric/health";
import { limitsOf } from "@/domain/metric/input";
import { ruleText } from "@/domain/metric/rule-text";
import type { ModelPageInput } from "@/domain/model/page";
import { type MeasureNow, measuresSentence, modelHeadline } from "@/domain/model/sentence";
import { AppError } from "@/domain/shared/error";
import type { OrgContext } from "../../context";
import { type WatchedRule, watchedIn } from "../../metric/queries";
import { read } from "../../record/read";
import { correctionsIn, pointsIn } from "../course/queries";

const DAY_MS = 86_400_000;
const MOST = { series: 60, alerts: 200, versions: 50 };

const builder = alias(membership, "builder");
const operator = alias(membership, "operator");

async function modelIn(tx: Tx, modelId: string) {
  const [found] = await tx
    .select({
      id: model.id,
      name: model.name,
      purpose: model.purpose,
      type: model.type,
      baseModel: model.baseModel,
      tier: model.tier,
      status: model.status,
      version: model.version,
      externalRef: model.externalRef,
      initiative: { id: initiative.id, code: initiative.code, title: initiative.title },
      builder: { id: builder.id, name: builder.name },
      operator: { id: operator.id, name: operator.name },
      connection: {
        id: connection.id,
        name: connection.name,
        platform: connection.platform,
        intervalSeconds: connection.intervalSeconds,
      },
      lastSuccessAt: connectionHealth.lastSuccessAt,
    })
    .from(model)
    .leftJoin(initiative, and(eq(initiative.orgId, model.orgId), eq(initiative.id, model.initiativeId)))
    .leftJoin(builder, and(eq(builder.orgId, model.orgId), eq(builder.id, model.builderId)))
    .leftJoin(operator, and(eq(operator.orgId, model.orgId), eq(operator.id, model.operatorId)))
    .leftJoin(connection, and(eq(connection.orgId, model.orgId), eq(connection.id, model.connectionId)))
    .leftJoin(
      connectionHealth,
      and(eq(connectionHealth.orgId, model.orgId), eq(connectionHealth.connectionId, model.connectionId)),
    )
    .where(eq(model.id, modelId));
  if (!found) throw new AppError("NOT_FOUND", "No such model");
  return found;
}

const versionsIn = (tx: Tx, modelId: string) =>
  tx
    .select({
      id: modelVersion.id,
      label: modelVersion.label,
      alias: modelVersion.alias,
      liveFrom: modelVersion.liveFrom,
      liveTo: modelVersion.liveTo,
    })
    .from(modelVersion)
    .where(eq(modelVersion.modelId, modelId))
    .orderBy(sql`${modelVersion.liveFrom} desc nulls last`, desc(modelVersion.label))
    .limit(MOST.versions);

/** Alerts that are open or touched the last year, newest first. */
const alertsIn = (tx: Tx, modelId: string, since: Date) =>
  tx
    .select({
      id: alert.id,
      ruleId: alert.ruleId,
      seriesId: alert.seriesId,
      level: alert.level,
      openedAt: alert.openedAt,
      closedAt: alert.closedAt,
      value: alert.value,
      limit: alert.limit,
    })
    .from(alert)
    .where(and(eq(alert.modelId, modelId), or(isNull(alert.closedAt), gte(alert.openedAt, since))))
    .orderBy(desc(alert.openedAt), desc(alert.id))
    .limit(MOST.alerts);

type Alert = Awaited<ReturnType<typeof alertsIn>>[number];

/** The worst open alert, and the rule a chart draws its limits from: the one with a critical limit first. */
function ruleOf(rules: readonly WatchedRule[], seriesId: string): WatchedRule | undefined {
  const mine = rules.filter((rule) => rule.seriesId === seriesId && rule.active);
  return mine.find(({ critical }) => critical !== null) ?? mine[0];
}

const RANK = { critical: 0, warning: 1, no_data: 2 };
function worstOf(alerts: readonly Alert[], seriesId: string): Alert | undefined {
  const open = alerts.filter((one) => one.seriesId === seriesId && one.closedAt === null);
  return open.sort((a, b) => RANK[a.level] - RANK[b.level])[0];
}

/** The version at work: of those without an end, the one that began last. */
const liveVersion = (versions: readonly { label: string; liveTo: Date | null }[]): string | null =>
  versions.find(({ liveTo }) => liveTo === null)?.label ?? null;

function shownRule(rule: WatchedRule, alerts: readonly Alert[]) {
  const { state: _state, evaluatedTo: _evaluatedTo, pollSeconds: _pollSeconds, measure, unit, ...fields } = rule;
  const mine = alerts.filter(({ ruleId }) => ruleId === rule.id);
  const open = mine.find(({ closedAt }) => closedAt === null) ?? null;
  return { ...fields, measure, text: ruleText(limitsOf(rule), measure, unit), fired: mine, open };
}

/**
 * A model's page in one snapshot: what it is, each measure with its limits, points and corrections, versions, rules with
 * the times they fired. Eight queries, whatever the number of rows.
 *
 * @throws AppError NOT_FOUND
 */
export function getModel(ctx: OrgContext & { timeZone: string }, { modelId, days }: ModelPageInput) {
  const until = ctx.asOf ?? ctx.now;
  const from = new Date(until.getTime() - days * DAY_MS);
  return read(ctx, async (tx) => {
    const found = await modelIn(tx, modelId);
    const listed = await tx
      .select({
        id: series.id,
        metric: series.metric,
        label: series.label,
        kind: series.kind,
        unit: series.unit,
        dims: series.dims,
        primary: series.primary,
        intervalSeconds: series.intervalSeconds,
      })
      .from(series)
      .where(eq(series.modelId, modelId))
      .orderBy(desc(series.primary), asc(series.label), asc(series.id))
      .limit(MOST.series);
    const ids = listed.map(({ id }) => id);
    const [points, corrections, versions, rules, alerts] = await Promise.all([
      pointsIn(tx, ids, from, until),
      correctionsIn(tx, ids, from, ctx.asOf),
      versionsIn(tx, modelId),
      watchedIn(tx, { modelId }),
      alertsIn(tx, modelId, new Date(until.getTime() - 400 * DAY_MS)),
    ]);
    const measures = listed.map((one) => {
      const line = points.get(one.id) ?? [];
      const [rule, open] = [ruleOf(rules, one.id), worstOf(alerts, one.id)];
      const now: MeasureNow = {
        ...{ metric: one.metric, dims: one.dims, label: one.label, unit: one.unit, value: line.at(-1)?.value ?? null },
        ...{ direction: rule?.direction ?? null, warning: rule?.warning ?? null, critical: rule?.critical ?? null },
        ...{ level: open?.level ?? null, since: open?.openedAt ?? null, intervalSeconds: one.intervalSeconds },
      };
      const corrected = corrections.filter(({ seriesId }) => seriesId === one.id);
      return { ...one, ...now, at: line.at(-1)?.at ?? null, points: line, corrected };
    });
    const isWatched = rules.some(({ active }) => active);
    const levels = measures.flatMap(({ level }) => (level ? [level] : []));
    const health: ModelHealth = found.status !== "live" || !isWatched ? "not_measured" : modelHealth([...levels, "ok"]);
    const when = { asOf: until, timeZone: ctx.timeZone };
    return {
      ...found,
      health,
      since: alerts.filter(({ closedAt, level }) => closedAt === null && level === health).at(-1)?.openedAt ?? null,
      headline: modelHeadline({ health, version: liveVersion(versions) }, measures, when),
      lead: measuresSentence(measures),
      lookedFrom: until,
      from,
      measures,
      versions,
      rules: rules.map((rule) => shownRule(rule, alerts)),
    };
  });
}
export type ModelPage = Awaited<ReturnType<typeof getModel>>;
