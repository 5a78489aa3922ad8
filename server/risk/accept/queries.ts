import { and, desc, eq, isNull, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { risk, riskAssessment } from "@/db/schema/risk";
import { riskAcceptance } from "@/db/schema/risk-part";
import { ACCEPTANCE_STATE_LABELS, acceptanceState, authorityNeeded, mayDecide } from "@/domain/risk/acceptance";
import { cellArithmetic } from "@/domain/risk/appetite";
import { type Authority, authorityFor } from "@/domain/risk/authority";
import { type MatrixDefinition, stepName } from "@/domain/risk/matrix";
import type { OrgContext } from "../../context";
import { read } from "../../record/read";
import { levelsOf } from "../level/queries";
import { namesIn, type Policy, policyIn, type Standing, standingIn, standingsIn } from "../standing/queries";

/** The level that owns a risk as it stands; null while no residual is assessed. */
export function neededFor({ residual, category }: Standing, policy: Policy): Authority | null {
  if (!residual) return null;
  const { severity, safetySeverity } = residual;
  return authorityFor({ category: category ?? "", severity, safetySeverity }, policy.authorities);
}

const rowsIn = (tx: Tx, orgId: string) =>
  tx
    .select({
      id: riskAcceptance.id,
      riskId: riskAcceptance.riskId,
      version: riskAcceptance.version,
      decision: riskAcceptance.decision,
      proposedBy: riskAcceptance.proposedBy,
      proposedOn: riskAcceptance.proposedOn,
      decidedBy: riskAcceptance.decidedBy,
      decidedOn: riskAcceptance.decidedOn,
      expiresOn: riskAcceptance.expiresOn,
      expiredOn: riskAcceptance.expiredOn,
      rationale: riskAcceptance.rationale,
      decisionReason: riskAcceptance.decisionReason,
      frozen: {
        assessmentId: riskAssessment.id,
        severity: riskAssessment.severity,
        score: riskAssessment.score,
        likelihood: riskAssessment.likelihood,
        impact: riskAssessment.impact,
        assessedOn: riskAssessment.assessedOn,
        matrix: sql<MatrixDefinition>`(select definition from matrix_version v where v.org_id = ${orgId} and v.id = ${riskAssessment.matrixVersionId})`,
      },
    })
    .from(riskAcceptance)
    .innerJoin(
      riskAssessment,
      and(eq(riskAssessment.orgId, riskAcceptance.orgId), eq(riskAssessment.id, riskAcceptance.assessmentId)),
    );

type Row = Awaited<ReturnType<typeof rowsIn>>[number];

type Looked = {
  standing: Standing;
  policy: Policy;
  names: ReadonlyMap<string, string>;
  owns: boolean;
  memberId: string;
};

function shown(row: Row, { standing, policy, names, owns, memberId }: Looked) {
  const { frozen, decision, expiresOn, proposedBy, decidedBy, ...rest } = row;
  const { matrix, likelihood, impact, ...figures } = frozen;
  const live = standing.residual;
  const { state, because } = acceptanceState({ decision, expiresOn, frozen }, { live, today: policy.today });
  const cell = {
    ...{ severity: frozen.severity, score: frozen.score },
    likelihood: { name: stepName(matrix.likelihoods, likelihood), place: likelihood + 1 },
    impact: { name: stepName(matrix.impacts, impact), place: impact + 1 },
  };
  return {
    ...{ ...rest, decision, expiresOn, state, because },
    label: ACCEPTANCE_STATE_LABELS[state],
    /** Who proposed it, or the level that owns the risk. */
    mayWithdraw: ["proposed", "standing", "stale"].includes(state) && (owns || proposedBy === memberId),
    proposedBy: { id: proposedBy, name: names.get(proposedBy) ?? "Somebody" },
    decidedBy: decidedBy ? { id: decidedBy, name: names.get(decidedBy) ?? "Somebody" } : null,
    frozen: {
      ...figures,
      arithmetic: cellArithmetic(cell),
      likelihood: cell.likelihood.name,
      impact: cell.impact.name,
    },
    live: live && { severity: live.severity, score: live.score, arithmetic: cellArithmetic(live) },
  };
}

/**
 * Every acceptance of a risk, the newest first, with what each is worth today; who may decide, and whether the reader may.
 *
 * @throws AppError NOT_FOUND
 */
export function getAcceptances(ctx: OrgContext, { riskId }: { riskId: string }) {
  return read(ctx, async (tx) => {
    const policy = await policyIn(tx, ctx);
    const standing = await standingIn(tx, ctx, riskId, policy);
    const rows = await rowsIn(tx, ctx.orgId)
      .where(and(eq(riskAcceptance.orgId, ctx.orgId), eq(riskAcceptance.riskId, riskId)))
      .orderBy(desc(riskAcceptance.proposedOn), desc(riskAcceptance.id));
    const names = await namesIn(
      tx,
      ctx.orgId,
      rows.flatMap(({ proposedBy, decidedBy }) => [proposedBy, ...(decidedBy ? [decidedBy] : [])]),
    );
    const needed = neededFor(standing, policy);
    const held = levelsOf(ctx, standing.place);
    const open = rows.find(({ decision }) => decision === null);
    const memberId = ctx.actor.kind === "user" ? ctx.actor.memberId : "";
    const right =
      open && needed && !ctx.asOf ? mayDecide({ proposedBy: open.proposedBy, memberId, held, needed }) : null;
    const owns = !ctx.asOf && needed !== null && mayDecide({ proposedBy: "", memberId, held, needed }).allowed;
    const looked = { standing, policy, names, owns, memberId: ctx.asOf ? "" : memberId };
    return {
      acceptances: rows.map((row) => shown(row, looked)),
      needed: needed && { ...needed, text: authorityNeeded(needed.role) },
      /** Null while nothing waits for a decision. */
      mayDecide: right,
      mayPropose: !ctx.asOf && !open && standing.status === "open" && standing.residual !== null,
    };
  });
}

const MOST_LISTED = 200;

/** Proposals that wait for a decision, the oldest first; which of them the reader may decide, and why not. */
export function listProposals(ctx: OrgContext) {
  return read({ ...ctx, asOf: null }, async (tx) => {
    const rows = await tx
      .select({
        id: riskAcceptance.id,
        riskId: riskAcceptance.riskId,
        version: riskAcceptance.version,
        code: risk.code,
        title: risk.title,
        proposedBy: riskAcceptance.proposedBy,
        proposedOn: riskAcceptance.proposedOn,
        expiresOn: riskAcceptance.expiresOn,
        rationale: riskAcceptance.rationale,
      })
      .from(riskAcceptance)
      .innerJoin(risk, and(eq(risk.orgId, riskAcceptance.orgId), eq(risk.id, riskAcceptance.riskId)))
      .where(and(eq(riskAcceptance.orgId, ctx.orgId), isNull(riskAcceptance.decision)))
      .orderBy(riskAcceptance.proposedOn, riskAcceptance.id)
      .limit(MOST_LISTED);
    const policy = await policyIn(tx, ctx);
    const standings = await standingsIn(
      tx,
      ctx,
      rows.map(({ riskId }) => riskId),
      policy.today,
    );
    const names = await namesIn(
      tx,
      ctx.orgId,
      rows.map(({ proposedBy }) => proposedBy),
    );
    const memberId = ctx.actor.kind === "user" ? ctx.actor.memberId : "";
    return rows.flatMap((row) => {
      const standing = standings.find(({ id }) => id === row.riskId);
      const needed = standing && neededFor(standing, policy);
      if (!standing || !needed) return [];
      const held = levelsOf(ctx, standing.place);
      return {
        ...row,
        proposedBy: names.get(row.proposedBy) ?? "Somebody",
        right: mayDecide({ proposedBy: row.proposedBy, memberId, held, needed }),
      };
    });
  });
}
