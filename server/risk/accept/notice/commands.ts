import { and, eq, inArray, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { riskAcceptance } from "@/db/schema/risk-part";
import { acceptanceState, endsSoon } from "@/domain/risk/acceptance";
import type { Severity } from "@/domain/risk/severity";
import type { OrgContext } from "../../../context";
import { change } from "../../../record/change";
import { read } from "../../../record/read";
import { uuids } from "../../../subject/queries";
import { orSettled, unlessSettled } from "../../settled/queries";
import { policyIn } from "../../standing/queries";

type Row = {
  id: string;
  decidedOn: string;
  expiresOn: string;
  staleOn: string | null;
  endingOn: string | null;
  severity: Severity;
  score: number;
  liveSeverity: Severity | null;
  liveScore: number | null;
};
type Step = { id: string; set: { staleOn: string | null } | { endingOn: string } };

/** Of an acceptance, one thing a look: what is told of it is told by itself. */
function stepOf(row: Row, today: string): Step[] {
  const { id, decidedOn, expiresOn, staleOn, endingOn, severity, score, liveSeverity, liveScore } = row;
  const live = liveSeverity === null || liveScore === null ? null : { severity: liveSeverity, score: liveScore };
  const given = { decision: "accepted" as const, expiresOn, frozen: { severity, score } };
  const { state } = acceptanceState(given, { live, today });
  if (state === "stale" && staleOn === null) return [{ id, set: { staleOn: today } }];
  if (state === "standing" && staleOn !== null) return [{ id, set: { staleOn: null } }];
  return endingOn === null && endsSoon({ decidedOn, expiresOn }, today) ? [{ id, set: { endingOn: today } }] : [];
}

/** Of each open risk the acceptance that was decided last: one that was renewed is told of no more. */
async function stepsIn(tx: Tx, ctx: OrgContext, ids: readonly string[]): Promise<Step[]> {
  const { today } = await policyIn(tx, ctx);
  const rows = await tx.execute<Row>(sql`
    select distinct on (c.risk_id) c.id, c.decided_on::text as "decidedOn", c.expires_on::text as "expiresOn",
      c.stale_on::text as "staleOn", c.ending_on::text as "endingOn", a.severity, a.score,
      r.residual_severity as "liveSeverity", r.residual_score as "liveScore"
    from risk_acceptance c join risk r on r.org_id = c.org_id and r.id = c.risk_id and r.status = 'open'
      join risk_assessment a on a.org_id = c.org_id and a.id = c.assessment_id
    where c.org_id = ${ctx.orgId} and c.risk_id = any (${uuids(ids)}) and c.decision = 'accepted'
    order by c.risk_id, c.decided_on desc, c.id desc`);
  return rows.flatMap((row) => stepOf(row, today));
}

/**
 * Notices of these risks which acceptance went stale, stands again or ends within two weeks, each once; people are told of the
 * first and the last.
 */
export async function noticeAcceptances(ctx: OrgContext, ids: readonly string[]): Promise<number> {
  const found = await read({ ...ctx, asOf: null }, (tx) => stepsIn(tx, ctx, ids));
  if (found.length === 0) return 0;
  const write = change(ctx, { name: "risk.acceptance-notice" }, async (tx) => {
    const which = found.map(({ id }) => id);
    const mine = and(eq(riskAcceptance.orgId, ctx.orgId), inArray(riskAcceptance.id, which));
    await tx
      .select({ id: riskAcceptance.id })
      .from(riskAcceptance)
      .where(mine)
      .orderBy(riskAcceptance.id)
      .for("update");
    const steps = unlessSettled((await stepsIn(tx, ctx, ids)).filter(({ id }) => which.includes(id)));
    for (const { id, set } of steps)
      await tx
        .update(riskAcceptance)
        .set(set)
        .where(and(eq(riskAcceptance.orgId, ctx.orgId), eq(riskAcceptance.id, id)));
    return steps.length;
  });
  return orSettled(write, 0);
}
