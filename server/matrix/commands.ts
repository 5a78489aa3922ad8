import { and, eq, sql } from "drizzle-orm";
import { history } from "@/db/history";
import { matrix, matrixVersion, riskSetting } from "@/db/schema/matrix";
import { risk } from "@/db/schema/risk";
import type { MatrixActivation, NewMatrixVersion, Rerating } from "@/domain/risk/matrix-input";
import { rerated } from "@/domain/risk/rerate";
import { AppError } from "@/domain/shared/error";
import type { OrgContext } from "../context";
import { settingOf } from "../organisation/queries";
import { change } from "../record/change";
import { joinedEdit, orConflict } from "../record/edit";
import { writeAssessment } from "../risk/assess/commands";
import { aroundRerating } from "../risk/indicator/commands";
import { currentMatrix, refuseUnknownCategories, versionIn } from "./queries";
import { heldIn } from "./rerate/queries";

const causes = (error: unknown): unknown[] => (error instanceof Error ? [error, ...causes(error.cause)] : []);

/**
 * Another version of a matrix, or the first of a new one. Nothing is rated by it until it is put to use.
 * @throws AppError NOT_FOUND, CONFLICT (the name is another matrix's), BAD_REQUEST (a floor for a category nobody has)
 */
export async function createMatrixVersion(ctx: OrgContext, input: NewMatrixVersion) {
  const { name, definition, note } = input;
  try {
    return await change(ctx, { name: "matrix.create-version" }, async (tx) => {
      await refuseUnknownCategories(
        tx,
        ctx,
        definition.floors.map(({ category }) => category),
      );
      const { orgId } = ctx;
      let { matrixId } = input;
      if (matrixId) {
        const [found] = await tx
          .update(matrix)
          .set({ name })
          .where(and(eq(matrix.orgId, orgId), eq(matrix.id, matrixId)))
          .returning({ id: matrix.id });
        if (!found) throw new AppError("NOT_FOUND", "No such matrix");
      } else {
        const { today } = await settingOf(tx, ctx);
        const [made] = await tx.insert(matrix).values({ orgId, name, createdOn: today }).returning({ id: matrix.id });
        matrixId = made?.id ?? "";
      }
      const next = sql`(select coalesce(max(number), 0) + 1 from matrix_version where org_id = ${orgId} and matrix_id = ${matrixId})`;
      const [made] = await tx
        .insert(matrixVersion)
        .values({ orgId, matrixId, number: next, definition, note })
        .returning({ id: matrixVersion.id, matrixId: matrixVersion.matrixId, number: matrixVersion.number });
      if (!made) throw new RangeError("No version was made");
      return made;
    });
  } catch (error) {
    if (causes(error).some((cause) => (cause as { constraint_name?: string }).constraint_name === "matrix_name"))
      throw new AppError("CONFLICT", `There is a matrix called “${name}” already.`);
    throw error;
  }
}

/** The version new assessments are made by from now on. Earlier ones keep theirs until somebody rates them again. */
export function activateMatrixVersion(ctx: OrgContext, { versionId, version }: MatrixActivation) {
  const write = change(ctx, { name: "matrix.activate" }, async (tx, changeId) => {
    const chosen = await versionIn(tx, ctx, versionId);
    await refuseUnknownCategories(
      tx,
      ctx,
      chosen.definition.floors.map(({ category }) => category),
    );
    const mine = eq(riskSetting.orgId, ctx.orgId);
    const [row] = await tx.select().from(riskSetting).where(mine).for("update");
    if (!row) throw new AppError("NOT_FOUND", "No such setting");
    const held = { row, history: { of: history.riskSetting, own: undefined } }; // the organisation has one
    await joinedEdit(tx, ctx, held, { version, patch: { matrixVersionId: versionId } });
    await tx.update(riskSetting).set({ matrixVersionId: versionId }).where(mine);
    return { outcome: "saved" as const, changeId };
  });
  return orConflict<{ matrixVersionId: string }, Awaited<typeof write>>(write);
}

/**
 * Rates the chosen open risks again by the version in use, each kind of assessment where another version made the newest.
 * @throws AppError PRECONDITION_FAILED when the version is not in use
 */
export const rerate = (ctx: OrgContext, { versionId, riskIds }: Rerating) =>
  change(ctx, { name: "matrix.rerate" }, async (tx, changeId) => {
    const current = await currentMatrix(tx, ctx);
    if (current.versionId !== versionId)
      throw new AppError("PRECONDITION_FAILED", "This matrix version is not in use. Put it to use first.");
    const { name, number } = await versionIn(tx, ctx, versionId);
    const { today } = await settingOf(tx, ctx);
    const chosen = [...new Set(riskIds)];
    await tx
      .select({ id: risk.id })
      .from(risk)
      .where(and(eq(risk.orgId, ctx.orgId), sql`${risk.id} in ${chosen}`))
      .orderBy(risk.id)
      .for("update");
    const signals = await aroundRerating(tx, ctx, chosen);
    const held = await heldIn(tx, ctx, versionId, chosen);
    for (const { definition, ...before } of held) {
      const { cell } = rerated(definition, current.definition, before);
      const rationale = `Rated again by ${name}, version ${number}.`;
      const { riskId, kind, probability, dueOn } = before;
      await writeAssessment(tx, ctx, { riskId, kind, ...cell, probability, dueOn, rationale, today }, current);
    }
    await signals.again();
    return { changeId, assessments: held.length, risks: new Set(held.map(({ riskId }) => riskId)).size };
  });
