import { and, eq, gt, inArray, isNotNull, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { alert } from "@/db/schema/metric";
import { risk, riskAssessment } from "@/db/schema/risk";
import { riskIndicator } from "@/db/schema/risk-part";
import type { SignalSetBack } from "@/domain/risk/indicator";
import { rate } from "@/domain/risk/matrix";
import { AppError } from "@/domain/shared/error";
import type { OrgContext } from "../../context";
import { change } from "../../record/change";
import { read } from "../../record/read";
import { uuids } from "../../subject/queries";
import { editableRisk } from "../edit/guard";
import { riskChanged } from "../escalate/event";
import { orSettled, unlessSettled } from "../settled/queries";
import { type Policy, policyIn, type Standing, standingIn, standingsIn } from "../standing/queries";
import { assessedIn, type IndicatorReading, type PersonAssessment, readingsIn, signalledIn } from "./queries";
import { type Signal, signalOf } from "./signal/queries";

/** Everything measures ask of these risks now. */
async function signalsIn(tx: Tx, ctx: OrgContext, ids: readonly string[], policy: Policy): Promise<Signal[]> {
  const moved = await signalledIn(tx, ctx.orgId, ids);
  if (moved.length === 0) return [];
  const [standings, assessed, readings] = await Promise.all([
    standingsIn(tx, ctx, moved, policy.today),
    assessedIn(tx, ctx.orgId, moved),
    readingsIn(tx, ctx.orgId, moved),
  ]);
  const closed = await closedIn(tx, ctx.orgId, readings);
  return standings.flatMap((standing) => {
    const base = assessed.get(standing.id);
    const own = readings.filter(({ riskId }) => riskId === standing.id);
    const signal = base && signalOf({ standing, base, readings: own, closed, timeZone: policy.timeZone });
    return signal ? [signal] : [];
  });
}

/** When the alerts that raised something closed, by alert. */
async function closedIn(tx: Tx, orgId: string, readings: readonly IndicatorReading[]): Promise<Map<string, Date>> {
  const ids = readings.flatMap(({ raisedAlertId }) => raisedAlertId ?? []);
  if (ids.length === 0) return new Map();
  const rows = await tx
    .select({ id: alert.id, closedAt: alert.closedAt })
    .from(alert)
    .where(and(eq(alert.orgId, orgId), inArray(alert.id, ids)));
  return new Map(rows.flatMap(({ id, closedAt }) => (closedAt ? [[id, closedAt] as const] : [])));
}

type Assessment = {
  standing: Standing;
  base: PersonAssessment;
  likelihood: number;
  probability: number | null;
  rationale: string;
  automatic: boolean;
  alertId: string | null;
  indicatorId: string | null;
};

/** Writes a residual at another likelihood, with the impacts a person assessed. */
async function assess(tx: Tx, { orgId }: OrgContext, given: Assessment, today: string): Promise<void> {
  const { standing, base, likelihood, probability, rationale, automatic, alertId, indicatorId } = given;
  const matrix = standing.residual?.matrix;
  if (!matrix) throw new RangeError("a residual has its matrix");
  const { impact, level, severity, score } = rate(matrix, likelihood, base.impacts);
  await tx.insert(riskAssessment).values({
    ...{ orgId, riskId: standing.id, kind: "residual" as const, matrixVersionId: base.matrixVersionId },
    ...{ likelihood, impacts: base.impacts, impact, level, severity, score, probability },
    ...{ rationale, automatic, alertId, indicatorId, assessedOn: today },
  });
  // A probability that a person stated meanwhile is theirs, and stays.
  const isOurs = standing.stated === (standing.residual?.automatic ? standing.residual.probability : base.probability);
  if (!isOurs || probability === standing.stated) return;
  await tx
    .update(risk)
    .set({ probability })
    .where(and(eq(risk.orgId, orgId), eq(risk.id, standing.id)));
}

async function writeSignal(
  tx: Tx,
  ctx: OrgContext,
  { standing, base, move, states }: Signal,
  today: string,
): Promise<void> {
  for (const { indicatorId, steps, alertId } of states)
    await tx
      .update(riskIndicator)
      .set({ raisedSteps: steps, alertId, since: alertId === null ? null : sql`private.stamp()` })
      .where(and(eq(riskIndicator.orgId, ctx.orgId), eq(riskIndicator.id, indicatorId)));
  if (move) await assess(tx, ctx, { standing, base, ...move, automatic: true }, today);
}

const lockRisks = (tx: Tx, { orgId }: OrgContext, ids: readonly string[]) =>
  tx
    .select({ id: risk.id })
    .from(risk)
    .where(and(eq(risk.orgId, orgId), sql`${risk.id} = any (${uuids(ids)})`))
    .orderBy(risk.id)
    .for("update");

/** One name for the change, by the gravest thing in it. */
const nameOf = (signals: readonly Signal[]): string =>
  signals.some(({ move }) => move?.kind === "raise")
    ? "risk.signal-raise"
    : signals.some(({ move }) => move)
      ? "risk.signal-clear"
      : "risk.signal-read";

/**
 * Has the measures of some risks raise their likelihood, or give back what a person assessed. Looking twice writes nothing
 * twice. @returns how many risks moved
 *
 * `at`: a past instant of recording; owner and sample organisation only.
 */
export async function applySignals(
  ctx: OrgContext,
  ids: readonly string[],
  options: { at?: Date } = {},
): Promise<number> {
  const look = async (tx: Tx, policy: Policy, which: readonly string[]) => signalsIn(tx, ctx, which, policy);
  const found = await read({ ...ctx, asOf: null }, async (tx) => look(tx, await policyIn(tx, ctx), ids));
  if (found.length === 0) return 0;
  const reason = found.length === 1 ? found[0]?.move?.rationale : undefined;
  const write = change(ctx, { name: nameOf(found), ...(reason ? { reason } : {}), ...options }, async (tx) => {
    const which = found.map(({ standing }) => standing.id);
    await lockRisks(tx, ctx, which);
    const policy = await policyIn(tx, ctx);
    const signals = unlessSettled(await look(tx, policy, which)); // somebody else may have looked meanwhile
    for (const signal of signals) await writeSignal(tx, ctx, signal, policy.today);
    return signals.filter(({ move }) => move).length;
  });
  return orSettled(write, 0);
}

const isRaised = ({ residual }: Standing, base: PersonAssessment): boolean =>
  residual?.automatic === true && residual.at !== base.likelihood;

/**
 * Within a change that rates risks by another matrix: what measures raised is given back first, so that what a person
 * assessed is what is rated anew, and `again` has the same breaches raise that. The caller holds the locks of the risks.
 */
export async function aroundRerating(
  tx: Tx,
  ctx: OrgContext,
  ids: readonly string[],
): Promise<{ again(): Promise<void> }> {
  const policy = await policyIn(tx, ctx);
  const [standings, assessed] = [await standingsIn(tx, ctx, ids, policy.today), await assessedIn(tx, ctx.orgId, ids)];
  const raised = standings.flatMap((standing) => {
    const base = assessed.get(standing.id);
    return base && isRaised(standing, base) ? [{ standing, base }] : [];
  });
  for (const { standing, base } of raised) {
    const { likelihood, probability } = base;
    const rationale = "As a person assessed it, to be rated by another matrix; a breach that lasts raises it again.";
    const given = { standing, base, likelihood, probability, rationale, alertId: null, indicatorId: null };
    await assess(tx, ctx, { ...given, automatic: true }, policy.today);
  }
  const again = async () => {
    // Rating anew is no answer to a breach: what was not answered before is not answered by it.
    for (const { standing, base } of raised)
      await tx
        .update(riskIndicator)
        .set({ since: sql`private.stamp()` })
        .where(
          and(
            eq(riskIndicator.orgId, ctx.orgId),
            eq(riskIndicator.riskId, standing.id),
            isNotNull(riskIndicator.alertId),
            gt(riskIndicator.since, base.at),
          ),
        );
  };
  return { again };
}

/**
 * A person puts back what a measure raised: the likelihood they had assessed holds again, as an assessment of their own, and
 * this breach raises it no more unless it grows graver.
 *
 * @throws AppError NOT_FOUND, FORBIDDEN; PRECONDITION_FAILED when nothing stands raised, or the risk is not open.
 */
export async function setBackSignal(ctx: OrgContext, { riskId, reason }: SignalSetBack): Promise<{ id: string }> {
  const { orgId } = ctx;
  await change(ctx, { name: "risk.signal-set-back", reason }, async (tx) => {
    await editableRisk(tx, ctx, riskId);
    const policy = await policyIn(tx, ctx);
    const standing = await standingIn(tx, ctx, riskId, policy);
    const base = (await assessedIn(tx, orgId, [riskId])).get(riskId);
    if (!base || !isRaised(standing, base))
      throw new AppError("PRECONDITION_FAILED", "No measure raises this risk now.");
    const { likelihood, probability } = base;
    const rationale = `Set back by a person: ${reason}`;
    const given = { standing, base, likelihood, probability, rationale, alertId: null, indicatorId: null };
    await assess(tx, ctx, { ...given, automatic: false }, policy.today);
  });
  await ctx.emit(riskChanged.create({ orgId, riskId }));
  return { id: riskId };
}
