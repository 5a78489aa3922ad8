import { and, eq, isNull, lt, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { riskAssessment } from "@/db/schema/risk";
import { riskAcceptance } from "@/db/schema/risk-part";
import {
  type AcceptanceDecide,
  type AcceptanceDecision,
  type AcceptancePropose,
  type AcceptanceWithdraw,
  expiryRefusal,
  mayDecide,
} from "@/domain/risk/acceptance";
import { AppError } from "@/domain/shared/error";
import type { OrgContext } from "../../context";
import { announceNotifications } from "../../notification/commands";
import { change } from "../../record/change";
import { read } from "../../record/read";
import { uuids } from "../../subject/queries";
import { editableRisk, lockedRisk } from "../edit/guard";
import { riskChanged } from "../escalate/event";
import { levelsOf } from "../level/queries";
import { namesIn, policyIn, standingIn } from "../standing/queries";
import { neededFor } from "./queries";

function personOf({ actor }: OrgContext): string {
  if (actor.kind !== "user") throw new AppError("FORBIDDEN", "Only a person accepts a risk");
  return actor.memberId;
}

async function announce(ctx: OrgContext, riskId: string, changeId: string): Promise<void> {
  await ctx.emit(riskChanged.create({ orgId: ctx.orgId, riskId }));
  await announceNotifications(ctx, changeId);
}

/**
 * Asks for a risk to be accepted as it stands, until a day. The residual it speaks of is kept.
 *
 * @throws AppError NOT_FOUND; FORBIDDEN for an owner elsewhere; PRECONDITION_FAILED for a closed risk or one without a residual; CONFLICT while another waits;
 * BAD_REQUEST for a day that has passed or lies more than twelve months away.
 *
 * `at`: a past instant of recording; owner and sample organisation only.
 */
export async function proposeAcceptance(
  ctx: OrgContext,
  { riskId, expiresOn, rationale }: AcceptancePropose,
  options: { at?: Date } = {},
): Promise<{ id: string }> {
  const { orgId } = ctx;
  let told = "";
  const made = await change(
    ctx,
    { name: "risk.propose-acceptance", reason: rationale, ...options },
    async (tx, changeId) => {
      told = changeId;
      await editableRisk(tx, ctx, riskId);
      const policy = await policyIn(tx, ctx);
      const { residual } = await standingIn(tx, ctx, riskId, policy);
      if (!residual) throw new AppError("PRECONDITION_FAILED", "Assess the residual first: it is what is accepted.");
      const refusal = expiryRefusal(expiresOn, policy.today);
      if (refusal) throw new AppError("BAD_REQUEST", refusal);
      const waiting = await tx.$count(
        riskAcceptance,
        and(eq(riskAcceptance.orgId, orgId), eq(riskAcceptance.riskId, riskId), isNull(riskAcceptance.decision)),
      );
      if (waiting > 0) throw new AppError("CONFLICT", "A proposal to accept this risk waits for its decision already.");
      const [row] = await tx
        .insert(riskAcceptance)
        .values({
          ...{ orgId, riskId, expiresOn, rationale },
          ...{ assessmentId: residual.assessmentId, proposedBy: personOf(ctx), proposedOn: policy.today },
        })
        .returning({ id: riskAcceptance.id });
      if (!row) throw new RangeError("an insert gives a row");
      return row;
    },
  );
  if (!options.at) await announce(ctx, riskId, told);
  return made;
}

/** Somebody was quicker: what they decided, and when. */
export type Decided =
  | { outcome: "saved"; id: string; decision: AcceptanceDecision }
  | { outcome: "conflict"; decision: AcceptanceDecision | null; by: string; at: string | null };

type Held = typeof riskAcceptance.$inferSelect;

async function lockAcceptance(tx: Tx, ctx: OrgContext, id: string): Promise<Held> {
  const own = and(eq(riskAcceptance.orgId, ctx.orgId), eq(riskAcceptance.id, id));
  const [found] = await tx.select({ riskId: riskAcceptance.riskId }).from(riskAcceptance).where(own);
  if (!found) throw new AppError("NOT_FOUND", "No such acceptance");
  await lockedRisk(tx, ctx, found.riskId); // always the risk first, as a look at its rules does
  const [row] = await tx.select().from(riskAcceptance).where(own).for("update");
  if (!row) throw new AppError("NOT_FOUND", "No such acceptance");
  return row;
}

/** Takes the transaction back, so that nothing decided leaves no change behind. */
class Quicker extends Error {
  constructor(readonly found: Extract<Decided, { outcome: "conflict" }>) {
    super("Somebody decided this meanwhile");
  }
}

async function conflictWith(tx: Tx, ctx: OrgContext, row: Held): Promise<Quicker> {
  const names = await namesIn(tx, ctx.orgId, row.decidedBy ? [row.decidedBy] : []);
  const by = (row.decidedBy && names.get(row.decidedBy)) || "Somebody";
  return new Quicker({ outcome: "conflict", decision: row.decision, by, at: row.decidedOn });
}

async function orQuicker(write: Promise<Decided>): Promise<Decided> {
  try {
    return await write;
  } catch (error) {
    if (error instanceof Quicker) return error.found;
    throw error;
  }
}

/**
 * Accepts or refuses a proposal. Two who decide at once: the second is told what the first decided.
 *
 * @throws AppError NOT_FOUND; FORBIDDEN for who proposed it, or stands below the level that owns the risk as it is now;
 * PRECONDITION_FAILED to accept what has run out or speaks of another residual than the one that holds.
 *
 * `at`: a past instant of recording; owner and sample organisation only.
 */
export async function decideAcceptance(
  ctx: OrgContext,
  { acceptanceId, version, decision, reason }: AcceptanceDecide,
  options: { at?: Date } = {},
): Promise<Decided> {
  const { orgId } = ctx;
  const name = decision === "accepted" ? "risk.accept" : "risk.refuse-acceptance";
  let [riskId, told] = ["", ""];
  const write = change(ctx, { name, reason, ...options }, async (tx, changeId): Promise<Decided> => {
    told = changeId;
    const row = await lockAcceptance(tx, ctx, acceptanceId);
    riskId = row.riskId;
    if (row.decision !== null || row.version !== version) throw await conflictWith(tx, ctx, row);
    const policy = await policyIn(tx, ctx);
    const standing = await standingIn(tx, ctx, row.riskId, policy);
    const needed = neededFor(standing, policy);
    if (!needed) throw new AppError("PRECONDITION_FAILED", "Assess the residual first: it is what is accepted.");
    const memberId = personOf(ctx);
    const right = mayDecide({ proposedBy: row.proposedBy, memberId, held: levelsOf(ctx, standing.place), needed });
    if (!right.allowed) throw new AppError("FORBIDDEN", right.because);
    if (decision === "accepted") await refuseOutdated(tx, ctx, row, { standing, today: policy.today });
    await tx
      .update(riskAcceptance)
      .set({ decision, decidedBy: memberId, decidedOn: policy.today, decisionReason: reason })
      .where(and(eq(riskAcceptance.orgId, orgId), eq(riskAcceptance.id, acceptanceId)));
    return { outcome: "saved", id: acceptanceId, decision };
  });
  const result = await orQuicker(write);
  if (result.outcome === "saved" && !options.at) await announce(ctx, riskId, told);
  return result;
}

type Now = { standing: Awaited<ReturnType<typeof standingIn>>; today: string };

/** @throws AppError PRECONDITION_FAILED for a proposal that no longer speaks of how things are. */
async function refuseOutdated(tx: Tx, { orgId }: OrgContext, row: Held, { standing, today }: Now): Promise<void> {
  if (standing.status !== "open")
    throw new AppError("PRECONDITION_FAILED", "This risk is not open: nothing is left to accept.");
  const refusal = expiryRefusal(row.expiresOn, today);
  if (refusal) throw new AppError("PRECONDITION_FAILED", `${refusal} Ask for another day.`);
  const [frozen] = await tx
    .select({ severity: riskAssessment.severity, score: riskAssessment.score })
    .from(riskAssessment)
    .where(and(eq(riskAssessment.orgId, orgId), eq(riskAssessment.id, row.assessmentId)));
  const live = standing.residual;
  if (frozen && (frozen.severity !== live?.severity || frozen.score !== live.score))
    throw new AppError(
      "PRECONDITION_FAILED",
      `It was proposed at ${frozen.severity} ${frozen.score}; the residual is ${live ? `${live.severity} ${live.score}` : "not assessed"} now. It is proposed again as it stands.`,
    );
}

/**
 * Takes a proposal or an acceptance back: who proposed it, or the level that owns the risk.
 *
 * @throws AppError NOT_FOUND, FORBIDDEN, PRECONDITION_FAILED for what was refused or withdrawn before.
 */
export async function withdrawAcceptance(
  ctx: OrgContext,
  { acceptanceId, version, reason }: AcceptanceWithdraw,
): Promise<Decided> {
  const { orgId } = ctx;
  let [riskId, told] = ["", ""];
  const write = change(ctx, { name: "risk.withdraw-acceptance", reason }, async (tx, changeId): Promise<Decided> => {
    told = changeId;
    const row = await lockAcceptance(tx, ctx, acceptanceId);
    riskId = row.riskId;
    if (row.version !== version) throw await conflictWith(tx, ctx, row);
    if (row.decision === "refused" || row.decision === "withdrawn")
      throw new AppError("PRECONDITION_FAILED", "It was decided already: nothing is left to withdraw.");
    const policy = await policyIn(tx, ctx);
    const standing = await standingIn(tx, ctx, row.riskId, policy);
    const memberId = personOf(ctx);
    const needed = neededFor(standing, policy);
    const owns = needed && mayDecide({ proposedBy: "", memberId, held: levelsOf(ctx, standing.place), needed });
    if (row.proposedBy !== memberId && !owns?.allowed)
      throw new AppError(
        "FORBIDDEN",
        `Who proposed it withdraws it, or the level that owns the risk. ${owns?.because ?? ""}`.trim(),
      );
    await tx
      .update(riskAcceptance)
      .set({ decision: "withdrawn", decidedBy: memberId, decidedOn: policy.today, decisionReason: reason })
      .where(and(eq(riskAcceptance.orgId, orgId), eq(riskAcceptance.id, acceptanceId)));
    return { outcome: "saved", id: acceptanceId, decision: "withdrawn" };
  });
  const result = await orQuicker(write);
  if (result.outcome === "saved") await announce(ctx, riskId, told);
  return result;
}

/** Acceptances of these risks whose last day has passed are marked as ended, once; people are told of it. */
export async function endAcceptances(ctx: OrgContext, ids: readonly string[]): Promise<number> {
  const { orgId } = ctx;
  const over = (today: string) =>
    and(
      eq(riskAcceptance.orgId, orgId),
      sql`${riskAcceptance.riskId} = any (${uuids(ids)})`,
      eq(riskAcceptance.decision, "accepted"),
      isNull(riskAcceptance.expiredOn),
      lt(riskAcceptance.expiresOn, today),
    );
  const found = await read({ ...ctx, asOf: null }, async (tx) => {
    const { today } = await policyIn(tx, ctx);
    return { today, count: await tx.$count(riskAcceptance, over(today)) };
  });
  if (found.count === 0) return 0;
  return change(ctx, { name: "risk.acceptance-expire" }, async (tx) => {
    const rows = await tx
      .update(riskAcceptance)
      .set({ expiredOn: found.today })
      .where(over(found.today))
      .returning({ id: riskAcceptance.id });
    return rows.length;
  });
}
