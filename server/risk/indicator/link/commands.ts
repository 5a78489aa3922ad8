import { and, eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { history } from "@/db/history";
import { rule } from "@/db/schema/metric";
import { riskIndicator } from "@/db/schema/risk-part";
import type { IndicatorEdit, IndicatorLink } from "@/domain/risk/indicator";
import { AppError } from "@/domain/shared/error";
import type { OrgContext } from "../../../context";
import { change } from "../../../record/change";
import { type Edited, joinedEdit, orConflict } from "../../../record/edit";
import { editableRisk } from "../../edit/guard";
import { riskChanged } from "../../escalate/event";

/** @throws AppError NOT_FOUND, FORBIDDEN, CONFLICT when the risk reads this rule already. */
export async function linkIndicator(
  ctx: OrgContext,
  { riskId, ruleId, ...rest }: IndicatorLink,
  options: { at?: Date } = {},
): Promise<{ id: string }> {
  const { orgId } = ctx;
  const made = await change(ctx, { name: "risk.link-indicator", ...options }, async (tx) => {
    await editableRisk(tx, ctx, riskId);
    const [watched] = await tx
      .select({ id: rule.id })
      .from(rule)
      .where(and(eq(rule.orgId, orgId), eq(rule.id, ruleId)));
    if (!watched) throw new AppError("NOT_FOUND", "No such rule");
    const [row] = await tx
      .insert(riskIndicator)
      .values({ orgId, riskId, ruleId, ...rest })
      .onConflictDoNothing()
      .returning({ id: riskIndicator.id });
    if (!row) throw new AppError("CONFLICT", "This risk reads that rule already.");
    return row;
  });
  if (!options.at) await ctx.emit(riskChanged.create({ orgId, riskId }));
  return made;
}

/** The indicator, locked. @throws AppError NOT_FOUND, FORBIDDEN, PRECONDITION_FAILED (the risk is not open) */
async function ownIndicator(tx: Tx, ctx: OrgContext, indicatorId: string) {
  const own = and(eq(riskIndicator.orgId, ctx.orgId), eq(riskIndicator.id, indicatorId));
  const [found] = await tx.select({ riskId: riskIndicator.riskId }).from(riskIndicator).where(own);
  if (!found) throw new AppError("NOT_FOUND", "No such indicator");
  await editableRisk(tx, ctx, found.riskId); // always the risk first, as a look at its measures does
  const [row] = await tx.select().from(riskIndicator).where(own).for("update");
  if (!row) throw new AppError("NOT_FOUND", "No such indicator");
  return row;
}

export async function unlinkIndicator(
  ctx: OrgContext,
  { indicatorId }: { indicatorId: string },
): Promise<{ id: string }> {
  const { orgId } = ctx;
  const riskId = await change(ctx, { name: "risk.unlink-indicator" }, async (tx) => {
    const row = await ownIndicator(tx, ctx, indicatorId);
    await tx.delete(riskIndicator).where(and(eq(riskIndicator.orgId, orgId), eq(riskIndicator.id, indicatorId)));
    return row.riskId;
  });
  await ctx.emit(riskChanged.create({ orgId, riskId }));
  return { id: indicatorId };
}

type IndicatorFields = Omit<IndicatorEdit, "indicatorId" | "version">;
/** Steps mean something only together. */
const SHAPE = { whole: true, together: [["raiseWarning", "raiseCritical"]] };

/** @throws AppError NOT_FOUND, FORBIDDEN */
export async function editIndicator(
  ctx: OrgContext,
  { indicatorId, version, ...patch }: IndicatorEdit,
): Promise<Edited<{ id: string }, IndicatorFields>> {
  const { orgId } = ctx;
  let riskId = "";
  const write = change(ctx, { name: "risk.edit-indicator" }, async (tx) => {
    const row = await ownIndicator(tx, ctx, indicatorId);
    riskId = row.riskId;
    const held = { row, history: { of: history.riskIndicator, own: eq(history.riskIndicator.id, indicatorId) } };
    const input = await joinedEdit(tx, ctx, held, { version, patch, shape: SHAPE });
    await tx
      .update(riskIndicator)
      .set(input)
      .where(and(eq(riskIndicator.orgId, orgId), eq(riskIndicator.id, indicatorId)));
    return { outcome: "saved" as const, id: indicatorId };
  });
  const result = await orConflict<IndicatorFields, Awaited<typeof write>>(write);
  if (result.outcome === "saved") await ctx.emit(riskChanged.create({ orgId, riskId }));
  return result;
}
