import { and, asc, desc, eq, lte, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { history } from "@/db/history";
import { change } from "@/db/schema/change";
import { series } from "@/db/schema/metric";
import { model } from "@/db/schema/model";
import { AppError } from "@/domain/shared/error";
import type { OrgContext } from "../../../context";
import { read } from "../../../record/read";
import { policyIn, standingIn } from "../../standing/queries";

/** Assessments are never edited: each has one version, which says when and by which change it was recorded. */
const assessed = history.riskAssessment;
const asSeen = ({ asOf }: OrgContext) => (asOf ? lte(assessed.recordedFrom, asOf) : undefined);

const POINTS_AROUND = 40;
const MOST_CAUSES = 100;

/**
 * Every time a measure moved a risk, the newest first: what was written, by which change, and the alert behind it.
 */
export function listSignals(ctx: OrgContext, { riskId }: { riskId: string }) {
  return read(ctx, async (tx) => {
    const policy = await policyIn(tx, ctx);
    await standingIn(tx, ctx, riskId, policy);
    return tx
      .select({
        id: assessed.id,
        number: assessed.number,
        likelihood: assessed.likelihood,
        severity: assessed.severity,
        score: assessed.score,
        probability: assessed.probability,
        rationale: assessed.rationale,
        alertId: assessed.alertId,
        at: assessed.recordedFrom,
        by: change.actorName,
        changeId: change.id,
      })
      .from(assessed)
      .innerJoin(change, and(eq(change.orgId, assessed.orgId), eq(change.id, assessed.changeId)))
      .where(
        and(
          eq(assessed.orgId, ctx.orgId),
          eq(assessed.riskId, riskId),
          eq(assessed.kind, "residual"),
          eq(assessed.automatic, true),
          asSeen(ctx),
        ),
      )
      .orderBy(desc(assessed.number))
      .limit(MOST_CAUSES);
  });
}

type PointThen = {
  at: Date;
  value: number;
  receivedAt: Date;
  pollRunId: string | null;
  /** What the point says by now; null where it is gone. */
  now: number | null;
};

/** The newest points of a measure as they stood when an assessment was made, oldest first, beside what they say by now. */
async function pointsThen(
  tx: Tx,
  orgId: string,
  { seriesId, assessmentId }: { seriesId: string; assessmentId: string },
): Promise<PointThen[]> {
  const rows = await tx.execute<Omit<PointThen, "at" | "receivedAt"> & { at: string; receivedAt: string }>(sql`
    with made as (select recorded_from as at from history.risk_assessment where org_id = ${orgId} and id = ${assessmentId}),
    known as (
      select p.at, p.value, p.received_at, p.poll_run_id from point p, made
        where p.org_id = ${orgId} and p.series_id = ${seriesId} and p.received_at <= made.at and p.at <= made.at
      union all
      select r.at, r.value, r.received_at, r.poll_run_id from point_replaced r, made
        where r.org_id = ${orgId} and r.series_id = ${seriesId} and r.received_at <= made.at and r.replaced_at > made.at
    )
    select k.at, k.value, k.received_at as "receivedAt", k.poll_run_id as "pollRunId", p.value as now
    from known k left join point p on p.org_id = ${orgId} and p.series_id = ${seriesId} and p.at = k.at
    order by k.at desc limit ${POINTS_AROUND}`);
  const read = rows.map((row) => ({ ...row, at: new Date(row.at), receivedAt: new Date(row.receivedAt) }));
  return read
    .map((row) => ({ ...row, value: Number(row.value), now: row.now === null ? null : Number(row.now) }))
    .reverse();
}

/**
 * Why an automatic assessment was made, down to the points: the alert as it stands in history, the rule as it was then, and
 * the points as they stood then. Each point's own origin: `metric.provenance`.
 *
 * @throws AppError NOT_FOUND, also for an assessment that a person made
 */
export function getCause(ctx: OrgContext, { assessmentId }: { assessmentId: string }) {
  return read(ctx, async (tx) => {
    const [made] = await tx
      .select({
        riskId: assessed.riskId,
        rationale: assessed.rationale,
        alertId: assessed.alertId,
        at: assessed.recordedFrom,
      })
      .from(assessed)
      .where(and(eq(assessed.orgId, ctx.orgId), eq(assessed.id, assessmentId), asSeen(ctx)));
    if (!made?.alertId) throw new AppError("NOT_FOUND", "No measure caused this assessment");
    const versions = await tx
      .select({
        ruleId: history.alert.ruleId,
        seriesId: history.alert.seriesId,
        modelId: history.alert.modelId,
        level: history.alert.level,
        openedAt: history.alert.openedAt,
        closedAt: history.alert.closedAt,
        value: history.alert.value,
        limit: history.alert.limit,
        recordedFrom: history.alert.recordedFrom,
      })
      .from(history.alert)
      .where(
        and(
          eq(history.alert.orgId, ctx.orgId),
          eq(history.alert.id, made.alertId),
          lte(history.alert.recordedFrom, ctx.asOf ?? made.at),
        ),
      )
      .orderBy(asc(history.alert.recordedFrom));
    const last = versions.findLast(({ recordedFrom }) => recordedFrom <= made.at);
    if (!last) throw new AppError("NOT_FOUND", "The alert behind it is not to be seen");
    const [watched] = await tx
      .select({ measure: series.label, unit: series.unit, metric: series.metric, model: model.name })
      .from(series)
      .innerJoin(model, and(eq(model.orgId, series.orgId), eq(model.id, series.modelId)))
      .where(and(eq(series.orgId, ctx.orgId), eq(series.id, last.seriesId)));
    const points = await pointsThen(tx, ctx.orgId, { seriesId: last.seriesId, assessmentId });
    return {
      ...{ riskId: made.riskId, rationale: made.rationale, at: made.at },
      alert: {
        id: made.alertId,
        ...last,
        course: versions.map(({ level, recordedFrom }) => ({ level, at: recordedFrom })),
      },
      measure: watched ?? null,
      points,
    };
  });
}
