import { and, eq, isNull } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { history } from "@/db/history";
import { alert, rule, ruleState, series } from "@/db/schema/metric";
import type { RuleClear, RuleCreate, RuleEdit } from "@/domain/metric/input";
import { AppError } from "@/domain/shared/error";
import type { OrgContext } from "../../context";
import { setDue } from "../../due/commands";
import { rulesDue } from "../../inngest/events";
import { change } from "../../record/change";
import { type Edited, joinedEdit, orConflict } from "../../record/edit";

/** Rules of an organisation are looked at together; this is the kind and id of that piece of due work. */
export const RULES_DUE = "rules";

/** @throws AppError BAD_REQUEST for a count that is no measure of the model. */
async function refuseOtherCount(tx: Tx, orgId: string, modelId: string, casesSeriesId: string | null): Promise<void> {
  if (casesSeriesId === null) return;
  const [found] = await tx
    .select({ id: series.id })
    .from(series)
    .where(and(eq(series.orgId, orgId), eq(series.id, casesSeriesId), eq(series.modelId, modelId)));
  if (!found) throw new AppError("BAD_REQUEST", "Cases are counted by a measure of the same model. Choose another.");
}

/** @throws AppError NOT_FOUND when the measure is missing or another organisation's. */
export async function createRule(ctx: OrgContext, input: RuleCreate): Promise<{ id: string }> {
  const { orgId } = ctx;
  const made = await change(ctx, { name: "rule.create" }, async (tx) => {
    const [watched] = await tx
      .select({ modelId: series.modelId })
      .from(series)
      .where(and(eq(series.orgId, orgId), eq(series.id, input.seriesId)));
    if (!watched) throw new AppError("NOT_FOUND", "No such measure");
    await refuseOtherCount(tx, orgId, watched.modelId, input.casesSeriesId);
    const [row] = await tx
      .insert(rule)
      .values({ orgId, modelId: watched.modelId, ...input })
      .returning({ id: rule.id });
    await setDue(tx, RULES_DUE, orgId, ctx.now);
    if (!row) throw new RangeError("an insert gives a row");
    return row;
  });
  await ctx.emit(rulesDue.create({ orgId }));
  return made;
}

type RuleFields = Omit<RuleEdit, "ruleId" | "version">;

/** Limits and counts mean something only together: two edits of them are never mixed unseen. */
const RULE_SHAPE = {
  whole: true,
  together: [
    [
      ...["direction", "warning", "critical", "clearWarning", "clearCritical", "singleShot"],
      ...["breaches", "clears", "noDataAfter", "windowSeconds", "minimumCases", "casesSeriesId", "labelDelayDays"],
    ],
  ],
};

/** @throws AppError NOT_FOUND */
export async function editRule(
  ctx: OrgContext,
  { ruleId, version, ...patch }: RuleEdit,
): Promise<Edited<{ id: string }, RuleFields>> {
  const { orgId } = ctx;
  const mine = and(eq(rule.orgId, orgId), eq(rule.id, ruleId));
  const write = change(ctx, { name: "rule.edit" }, async (tx) => {
    const [row] = await tx.select().from(rule).where(mine).for("update");
    if (!row) throw new AppError("NOT_FOUND", "No such rule");
    const held = { row, history: { of: history.rule, own: eq(history.rule.id, ruleId) } };
    const input = await joinedEdit(tx, ctx, held, { version, patch, shape: RULE_SHAPE });
    await refuseOtherCount(tx, orgId, row.modelId, input.casesSeriesId);
    await tx.update(rule).set(input).where(mine);
    if (!input.active)
      await tx
        .update(alert)
        .set({ closedAt: ctx.now })
        .where(and(eq(alert.orgId, orgId), eq(alert.ruleId, ruleId), isNull(alert.closedAt)));
    await setDue(tx, RULES_DUE, orgId, ctx.now);
    return { outcome: "saved" as const, id: ruleId };
  });
  const result = await orConflict<RuleFields, Awaited<typeof write>>(write);
  if (result.outcome === "saved") await ctx.emit(rulesDue.create({ orgId }));
  return result;
}

/**
 * A person clears a rule that stays until somebody does: its alert closes, and windows up to now no longer count.
 *
 * @throws AppError NOT_FOUND; PRECONDITION_FAILED for a rule that clears by itself.
 */
export async function clearRule(ctx: OrgContext, { ruleId, reason }: RuleClear): Promise<{ id: string }> {
  const { orgId } = ctx;
  await change(ctx, { name: "alert.clear", reason }, async (tx) => {
    const [held] = await tx
      .select({ singleShot: rule.singleShot })
      .from(rule)
      .where(and(eq(rule.orgId, orgId), eq(rule.id, ruleId)))
      .for("update");
    if (!held) throw new AppError("NOT_FOUND", "No such rule");
    if (!held.singleShot)
      throw new AppError("PRECONDITION_FAILED", "This rule clears by itself when its measure is back inside.");
    const state = { clearedAt: ctx.now.toISOString() };
    await tx
      .insert(ruleState)
      .values({ orgId, ruleId, state })
      .onConflictDoUpdate({ target: [ruleState.orgId, ruleState.ruleId], set: { state } });
    await tx
      .update(alert)
      .set({ closedAt: ctx.now })
      .where(and(eq(alert.orgId, orgId), eq(alert.ruleId, ruleId), isNull(alert.closedAt)));
  });
  return { id: ruleId };
}
