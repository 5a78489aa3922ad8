import { and, asc, desc, eq, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { alert, rule, series } from "@/db/schema/metric";
import { model } from "@/db/schema/model";
import { riskIndicator } from "@/db/schema/risk-part";
import { limitsOf } from "@/domain/metric/input";
import { ruleText } from "@/domain/metric/rule-text";
import { stepName } from "@/domain/risk/matrix";
import type { OrgContext } from "../../context";
import { ruleColumns } from "../../metric/queries";
import { read } from "../../record/read";
import { uuids } from "../../subject/queries";
import { policyIn, standingIn } from "../standing/queries";

/** An indicator with the rule it reads and the alert that rule has open. */
export function readingsIn(tx: Tx, orgId: string, riskIds: readonly string[]) {
  return tx
    .select({
      id: riskIndicator.id,
      riskId: riskIndicator.riskId,
      version: riskIndicator.version,
      raiseWarning: riskIndicator.raiseWarning,
      raiseCritical: riskIndicator.raiseCritical,
      active: riskIndicator.active,
      note: riskIndicator.note,
      raisedSteps: riskIndicator.raisedSteps,
      raisedAt: riskIndicator.since,
      raisedAlertId: riskIndicator.alertId,
      rule: ruleColumns,
      measure: series.label,
      unit: series.unit,
      modelId: model.id,
      model: model.name,
      alertId: alert.id,
      level: alert.level,
      value: alert.value,
      limit: alert.limit,
      openedAt: alert.openedAt,
    })
    .from(riskIndicator)
    .innerJoin(rule, and(eq(rule.orgId, riskIndicator.orgId), eq(rule.id, riskIndicator.ruleId)))
    .innerJoin(series, and(eq(series.orgId, rule.orgId), eq(series.id, rule.seriesId)))
    .innerJoin(model, and(eq(model.orgId, series.orgId), eq(model.id, series.modelId)))
    .leftJoin(alert, and(eq(alert.orgId, rule.orgId), eq(alert.ruleId, rule.id), sql`${alert.closedAt} is null`))
    .where(and(eq(riskIndicator.orgId, orgId), sql`${riskIndicator.riskId} = any (${uuids(riskIds)})`))
    .orderBy(asc(series.label), asc(riskIndicator.id));
}
export type IndicatorReading = Awaited<ReturnType<typeof readingsIn>>[number];

/**
 * The residual a person assessed last, with the instant it was recorded, and the probability that stood beside it before a
 * measure moved it.
 */
export async function assessedIn(tx: Tx, orgId: string, riskIds: readonly string[]) {
  const rows = await tx.execute<{
    riskId: string;
    likelihood: number;
    impacts: Record<string, number>;
    matrixVersionId: string;
    probability: number | null;
    at: string;
  }>(sql`
    with base as (
      select distinct on (a.risk_id) a.risk_id, a.id, a.number, a.likelihood, a.impacts, a.matrix_version_id, h.recorded_from as at
      from risk_assessment a join history.risk_assessment h on h.org_id = a.org_id and h.id = a.id
      where a.org_id = ${orgId} and a.risk_id = any (${uuids(riskIds)}) and a.kind = 'residual' and not a.automatic
      order by a.risk_id, a.number desc)
    select b.risk_id as "riskId", b.likelihood, b.impacts, b.matrix_version_id as "matrixVersionId", b.at,
      case when moved.at is null then r.probability else before.probability end as probability
    from base b join risk r on r.org_id = ${orgId} and r.id = b.risk_id
      left join lateral (select h.recorded_from as at, h.change_id from risk_assessment a
          join history.risk_assessment h on h.org_id = a.org_id and h.id = a.id
        where a.org_id = ${orgId} and a.risk_id = b.risk_id and a.kind = 'residual' and a.automatic and a.number > b.number
        order by a.number limit 1) moved on true
      left join lateral (select h.probability from history.risk h
        where h.org_id = ${orgId} and h.id = b.risk_id and h.recorded_from < moved.at and h.change_id <> moved.change_id
        order by h.recorded_from desc limit 1) before on true`);
  return new Map(rows.map((row) => [row.riskId, { ...row, at: new Date(row.at) }]));
}
export type PersonAssessment = NonNullable<ReturnType<Awaited<ReturnType<typeof assessedIn>>["get"]>>;

/** Of these risks, those that a measure moves or has moved. */
export async function signalledIn(tx: Tx, orgId: string, riskIds: readonly string[]): Promise<string[]> {
  const rows = await tx.execute<{ id: string }>(sql`
    select risk_id as id from risk_indicator where org_id = ${orgId} and risk_id = any (${uuids(riskIds)})
    union select a.risk_id from risk_assessment a
      where a.org_id = ${orgId} and a.risk_id = any (${uuids(riskIds)}) and a.kind = 'residual' and a.automatic`);
  return rows.map(({ id }) => id);
}

/**
 * What moves a risk: each measure with its rule and how it stands; the assessed likelihood beside the one that holds.
 *
 * @throws AppError NOT_FOUND
 */
export function getIndicators(ctx: OrgContext, { riskId }: { riskId: string }) {
  return read(ctx, async (tx) => {
    const policy = await policyIn(tx, ctx);
    const { residual } = await standingIn(tx, ctx, riskId, policy);
    const readings = await readingsIn(tx, ctx.orgId, [riskId]);
    const assessed = (await assessedIn(tx, ctx.orgId, [riskId])).get(riskId);
    const steps = residual?.matrix.likelihoods ?? [];
    return {
      indicators: readings.map(({ rule: watched, measure, unit, ...reading }) => ({
        ...reading,
        ruleId: watched.id,
        seriesId: watched.seriesId,
        measure,
        unit,
        text: ruleText(limitsOf(watched), measure, unit),
      })),
      /** Null while no residual is assessed. */
      residual: residual && {
        assessmentId: residual.assessmentId,
        automatic: residual.automatic,
        holds: { likelihood: residual.likelihood.name, probability: residual.probability, score: residual.score },
        assessed: assessed
          ? { likelihood: stepName(steps, assessed.likelihood), probability: assessed.probability }
          : null,
      },
    };
  });
}

/** The rules a risk may be tied to: those of its model, of the models of its initiative, else of any. */
export function listRules(ctx: OrgContext, { riskId }: { riskId: string }) {
  return read(ctx, async (tx) => {
    const policy = await policyIn(tx, ctx);
    const { place } = await standingIn(tx, ctx, riskId, policy);
    const taken = await tx
      .select({ id: riskIndicator.ruleId })
      .from(riskIndicator)
      .where(and(eq(riskIndicator.orgId, ctx.orgId), eq(riskIndicator.riskId, riskId)));
    const rows = await tx
      .select({
        rule: ruleColumns,
        measure: series.label,
        unit: series.unit,
        model: model.name,
        initiativeId: model.initiativeId,
      })
      .from(rule)
      .innerJoin(series, and(eq(series.orgId, rule.orgId), eq(series.id, rule.seriesId)))
      .innerJoin(model, and(eq(model.orgId, series.orgId), eq(model.id, series.modelId)))
      .where(and(eq(rule.orgId, ctx.orgId), eq(rule.active, true)))
      .orderBy(
        desc(sql`${model.initiativeId} is not distinct from ${place.initiativeId}::uuid`),
        asc(model.name),
        asc(series.label),
        asc(rule.id),
      )
      .limit(500);
    return rows.map(({ rule: watched, measure, unit, model: of, initiativeId }) => ({
      ruleId: watched.id,
      measure,
      model: of,
      isOfSameInitiative: place.initiativeId !== null && initiativeId === place.initiativeId,
      isTaken: taken.some(({ id }) => id === watched.id),
      text: ruleText(limitsOf(watched), measure, unit),
    }));
  });
}
