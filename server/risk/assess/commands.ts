import { and, desc, eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { history } from "@/db/history";
import { change as changeTable } from "@/db/schema/change";
import { risk, riskAssessment } from "@/db/schema/risk";
import type { RiskAssessmentInput } from "@/domain/risk/input";
import { type MatrixDefinition, probabilityAt, rate } from "@/domain/risk/matrix";
import type { AssessmentKind } from "@/domain/risk/response";
import { sameValue } from "@/domain/shared/edit";
import { AppError } from "@/domain/shared/error";
import type { OrgContext } from "../../context";
import { type CurrentMatrix, currentMatrix, refuseUnknownCategories } from "../../matrix/queries";
import { settingOf } from "../../organisation/queries";
import { change } from "../../record/change";
import { editableRisk, mine } from "../edit/guard";

export type Assessment = typeof riskAssessment.$inferSelect;

/** The newest assessment of a kind. */
export async function newestAssessment(
  tx: Tx,
  ctx: Pick<OrgContext, "orgId">,
  riskId: string,
  kind: AssessmentKind,
): Promise<Assessment | null> {
  const [row] = await tx
    .select()
    .from(riskAssessment)
    .where(and(eq(riskAssessment.orgId, ctx.orgId), eq(riskAssessment.riskId, riskId), eq(riskAssessment.kind, kind)))
    .orderBy(desc(riskAssessment.number))
    .limit(1);
  return row ?? null;
}

export type NewAssessment = {
  riskId: string;
  kind: AssessmentKind;
  likelihood: number;
  impacts: Record<string, number>;
  probability?: number | null | undefined;
  rationale?: string | undefined;
  dueOn?: string | null | undefined;
  today: string;
  automatic?: { alertId: string | null; indicatorId: string } | undefined;
};

/** @throws AppError BAD_REQUEST for a cell outside the matrix in use */
function rated({ definition }: CurrentMatrix, likelihood: number, impacts: Record<string, number>) {
  try {
    return rate(definition, likelihood, impacts);
  } catch (error) {
    if (error instanceof RangeError) throw new AppError("BAD_REQUEST", "This cell is not on the matrix in use.");
    throw error;
  }
}

/**
 * Adds an assessment by the matrix in use, inside a change; PostgreSQL works it out again and copies the figures onto the
 * risk. The caller holds the lock of the risk.
 * @throws AppError BAD_REQUEST for a cell or category that does not exist
 */
export async function writeAssessment(
  tx: Tx,
  ctx: OrgContext,
  given: NewAssessment,
  matrix?: CurrentMatrix,
): Promise<Assessment> {
  const used = matrix ?? (await currentMatrix(tx, ctx));
  await refuseUnknownCategories(tx, ctx, Object.keys(given.impacts));
  const { impact, level, severity, score } = rated(used, given.likelihood, given.impacts);
  const [made] = await tx
    .insert(riskAssessment)
    .values({
      ...{ orgId: ctx.orgId, riskId: given.riskId, kind: given.kind, matrixVersionId: used.versionId },
      ...{ likelihood: given.likelihood, impacts: given.impacts, impact, level, severity, score },
      ...{ probability: given.probability ?? null, rationale: given.rationale ?? "", assessedOn: given.today },
      ...{ dueOn: given.dueOn ?? null, automatic: given.automatic !== undefined },
      ...{ alertId: given.automatic?.alertId ?? null, indicatorId: given.automatic?.indicatorId ?? null },
    })
    .returning();
  if (!made) throw new RangeError("No assessment was made");
  return made;
}

/** The probability a risk has once its residual stands at a likelihood: stated, or as near as the band allows. */
export const probabilityAfter = (
  { likelihoods }: MatrixDefinition,
  { likelihood, probability }: Pick<RiskAssessmentInput, "likelihood" | "probability">,
  before: number | null,
): number | null => (probability === undefined ? probabilityAt(likelihoods, likelihood, before) : probability);

const isSameCell = (before: Assessment, { likelihood, impacts }: RiskAssessmentInput): boolean =>
  before.likelihood === likelihood && sameValue(before.impacts, impacts);

export type AssessmentConflict = { outcome: "conflict"; theirs: Assessment; by: string; at: Date };

/** Who made an assessment, and when it was recorded. */
async function madeBy(tx: Tx, ctx: OrgContext, id: string): Promise<{ by: string; at: Date }> {
  const [row] = await tx
    .select({ by: changeTable.actorName, at: history.riskAssessment.recordedFrom })
    .from(history.riskAssessment)
    .innerJoin(
      changeTable,
      and(eq(changeTable.orgId, history.riskAssessment.orgId), eq(changeTable.id, history.riskAssessment.changeId)),
    )
    .where(and(eq(history.riskAssessment.orgId, ctx.orgId), eq(history.riskAssessment.id, id)));
  return { by: row?.by ?? "Somebody", at: row?.at ?? ctx.now };
}

class Overtaken extends Error {
  constructor(readonly conflict: AssessmentConflict) {
    super("Somebody assessed this meanwhile");
  }
}

/**
 * Rates a risk by the matrix in use. A residual that moves says why, and takes the probability along: as stated, else as
 * near as the band of the new likelihood allows. When somebody assessed it since the one `seen`, nothing is written.
 *
 * @throws AppError NOT_FOUND, FORBIDDEN, PRECONDITION_FAILED (closed), BAD_REQUEST (no such cell, no reason)
 */
export async function assessRisk(ctx: OrgContext, input: RiskAssessmentInput) {
  const action = { name: "risk.assess", ...(input.rationale ? { reason: input.rationale } : {}) };
  try {
    return await change(ctx, action, async (tx, changeId) => {
      const row = await editableRisk(tx, ctx, input.riskId);
      const before = await newestAssessment(tx, ctx, input.riskId, input.kind);
      if (input.seen !== undefined && before && before.id !== input.seen)
        throw new Overtaken({ outcome: "conflict", theirs: before, ...(await madeBy(tx, ctx, before.id)) });
      const moved = before !== null && !isSameCell(before, input);
      if (input.kind === "residual" && moved && input.rationale.length < 3)
        throw new AppError("BAD_REQUEST", "Say why the residual moves, in a sentence others can follow.");
      const matrix = await currentMatrix(tx, ctx);
      const { today } = await settingOf(tx, ctx);
      const probability =
        input.kind === "residual" ? probabilityAfter(matrix.definition, input, row.probability) : input.probability;
      const assessment = await writeAssessment(tx, ctx, { ...input, probability, today }, matrix);
      if (input.kind === "residual" && probability !== row.probability)
        await tx.update(risk).set({ probability }).where(mine(ctx, input.riskId));
      return { outcome: "saved" as const, assessment, changeId };
    });
  } catch (error) {
    if (error instanceof Overtaken) return error.conflict;
    throw error;
  }
}
