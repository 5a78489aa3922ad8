import { and, asc, eq, ne, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { appetite } from "@/db/schema/matrix";
import { risk, riskAssessment } from "@/db/schema/risk";
import { SAFETY_CATEGORY } from "@/domain/risk/authority";
import type { CategoriesOrder, CategoryRemove } from "@/domain/risk/policy-input";
import { AppError } from "@/domain/shared/error";
import { counted, joinClauses, sentence, verb } from "@/domain/shared/sentence";
import type { OrgContext } from "../../../context";
import { currentMatrix } from "../../../matrix/queries";
import { change } from "../../../record/change";
import { announce } from "../commands";

/**
 * Puts the categories into an order.
 *
 * @throws AppError CONFLICT when the order names others than there are.
 */
export function orderCategories(ctx: OrgContext, { order }: CategoriesOrder): Promise<void> {
  const { orgId } = ctx;
  return change(ctx, { name: "appetite.order" }, async (tx) => {
    const rows = await tx
      .select({ category: appetite.category })
      .from(appetite)
      .where(eq(appetite.orgId, orgId))
      .orderBy(asc(appetite.category))
      .for("update");
    const isWhole = rows.length === order.length && rows.every(({ category }) => order.includes(category));
    if (!isWhole) throw new AppError("CONFLICT", "Somebody added or removed a category meanwhile. Look at them again.");
    for (const [position, category] of order.entries())
      await tx
        .update(appetite)
        .set({ position })
        .where(and(eq(appetite.orgId, orgId), eq(appetite.category, category), ne(appetite.position, position)));
  });
}

/** What still speaks of a category, in words; empty where nothing does. */
async function usesOf(tx: Tx, ctx: OrgContext, category: string): Promise<string> {
  const { orgId } = ctx;
  const [[own], [assessed], matrix] = await Promise.all([
    tx
      .select({ count: sql<number>`count(*)::int` })
      .from(risk)
      .where(and(eq(risk.orgId, orgId), eq(risk.category, category))),
    tx
      .select({ count: sql<number>`count(distinct ${riskAssessment.riskId})::int` })
      .from(riskAssessment)
      .where(and(eq(riskAssessment.orgId, orgId), sql`jsonb_exists(${riskAssessment.impacts}, ${category})`)),
    currentMatrix(tx, ctx),
  ]);
  const [of, by] = [own?.count ?? 0, assessed?.count ?? 0];
  return joinClauses([
    of > 0 ? `${counted(of, "risk")} ${verb(of, "is", "are")} of this category` : null,
    by > 0 ? `${counted(by, "risk")} ${verb(by, "is", "are")} assessed by its impact` : null,
    matrix.definition.floors.some((floor) => floor.category === category)
      ? "the matrix in use has a floor for it"
      : null,
  ]);
}

const FOREIGN_KEY = "23503";

/**
 * Takes away a category that nothing uses.
 *
 * @throws AppError NOT_FOUND; CONFLICT when it was changed meanwhile; PRECONDITION_FAILED, saying what uses it.
 */
export async function removeCategory(ctx: OrgContext, { category, version }: CategoryRemove): Promise<void> {
  const { orgId } = ctx;
  const mine = and(eq(appetite.orgId, orgId), eq(appetite.category, category));
  const refuse = (because: string) =>
    new AppError(
      "PRECONDITION_FAILED",
      `It cannot be removed: ${sentence(because).replace(/^./, (first) => first.toLowerCase())}`,
    );
  try {
    await change(ctx, { name: "appetite.remove" }, async (tx) => {
      const [row] = await tx.select().from(appetite).where(mine).for("update");
      if (!row) throw new AppError("NOT_FOUND", "No such category");
      if (row.version !== version)
        throw new AppError("CONFLICT", "Somebody changed this category meanwhile. Look at it again.");
      if (category === SAFETY_CATEGORY)
        throw new AppError("PRECONDITION_FAILED", "Patient safety stays: rules of acceptance speak of it.");
      const uses = await usesOf(tx, ctx, category);
      if (uses) throw refuse(uses);
      await tx.delete(appetite).where(mine);
    });
  } catch (error) {
    // A risk the reader may not see holds it too.
    const { code, cause } = error as { code?: string; cause?: { code?: string } };
    if (code === FOREIGN_KEY || cause?.code === FOREIGN_KEY)
      throw refuse("risks that you may not see are of this category");
    throw error;
  }
  await announce(ctx);
}
