import { and, eq, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { history } from "@/db/history";
import { appetite, escalationRule, riskSetting } from "@/db/schema/matrix";
import { escalationRule as escalationRuleInput } from "@/domain/risk/escalation-rule";
import type { AppetiteSave, ExposureSave, RuleSave } from "@/domain/risk/policy-input";
import { AppError } from "@/domain/shared/error";
import type { OrgContext } from "../../context";
import { change } from "../../record/change";
import { type Edited, joinedEdit, orConflict } from "../../record/edit";
import { risksDue } from "../escalate/event";

/** Every risk is looked at again by what was decided; a trigger has asked for it. */
export const announce = (ctx: OrgContext) => ctx.emit(risksDue.create({ orgId: ctx.orgId }));

type CategoryFields = Pick<AppetiteSave, "name" | "stance" | "tolerance" | "note">;

async function addCategory(tx: Tx, { orgId }: OrgContext, category: string, fields: CategoryFields): Promise<void> {
  const [row] = await tx
    .insert(appetite)
    .values({
      ...{ orgId, category, ...fields },
      position: sql`(select coalesce(max(position), -1) + 1 from appetite where org_id = ${orgId})`,
    })
    .onConflictDoNothing()
    .returning({ category: appetite.category });
  if (!row) throw new AppError("CONFLICT", "There is a category of this key or name already.");
}

/**
 * Saves what is borne in one category, or adds the category.
 *
 * @throws AppError NOT_FOUND; CONFLICT for a key or a name that is taken.
 */
export async function saveAppetite(
  ctx: OrgContext,
  { category, version, ...patch }: AppetiteSave,
): Promise<Edited<{ category: string }, CategoryFields>> {
  const { orgId } = ctx;
  const write = change(ctx, { name: version === null ? "appetite.add" : "appetite.edit" }, async (tx) => {
    const saved = { outcome: "saved" as const, category };
    if (version === null) {
      await addCategory(tx, ctx, category, patch);
      return saved;
    }
    const mine = and(eq(appetite.orgId, orgId), eq(appetite.category, category));
    const [row] = await tx.select().from(appetite).where(mine).for("update");
    if (!row) throw new AppError("NOT_FOUND", "No such category");
    const held = { row, history: { of: history.appetite, own: eq(history.appetite.category, category) } };
    const input = await joinedEdit(tx, ctx, held, { version, patch, shape: { whole: true } });
    await tx.update(appetite).set(input).where(mine);
    return saved;
  });
  const result = await orConflict<CategoryFields, Awaited<typeof write>>(write);
  if (result.outcome === "saved") await announce(ctx);
  return result;
}

type ExposureFields = { exposureLimit: number | null; exposureChance: number | null };

/** @throws AppError NOT_FOUND */
export async function saveExposure(
  ctx: OrgContext,
  { version, limit, chance }: ExposureSave,
): Promise<Edited<object, ExposureFields>> {
  const { orgId } = ctx;
  const write = change(ctx, { name: "appetite.exposure" }, async (tx) => {
    const mine = eq(riskSetting.orgId, orgId);
    const [row] = await tx.select().from(riskSetting).where(mine).for("update");
    if (!row) throw new AppError("NOT_FOUND", "Nothing is decided about risk yet");
    const held = { row, history: { of: history.riskSetting, own: undefined } };
    const shape = { whole: true, together: [["exposureLimit", "exposureChance"]] };
    const patch: ExposureFields = { exposureLimit: limit, exposureChance: chance };
    await tx
      .update(riskSetting)
      .set(await joinedEdit(tx, ctx, held, { version, patch, shape }))
      .where(mine);
    return { outcome: "saved" as const };
  });
  return orConflict<ExposureFields, Awaited<typeof write>>(write);
}

type RuleFields = Pick<RuleSave, "enabled" | "params">;

/** @throws AppError NOT_FOUND, BAD_REQUEST for figures the rule does not have */
export async function saveRule(
  ctx: OrgContext,
  { key, version, ...given }: RuleSave,
): Promise<Edited<{ key: string }, RuleFields>> {
  const { orgId } = ctx;
  const read = escalationRuleInput.safeParse({ key, ...given });
  if (!read.success) throw new AppError("BAD_REQUEST", read.error.issues[0]?.message ?? "This rule cannot be read.");
  const patch: RuleFields = { enabled: read.data.enabled, params: read.data.params };
  const write = change(ctx, { name: "appetite.rule" }, async (tx) => {
    const mine = and(eq(escalationRule.orgId, orgId), eq(escalationRule.key, key));
    const [row] = await tx.select().from(escalationRule).where(mine).for("update");
    if (!row) throw new AppError("NOT_FOUND", "No such rule");
    const held = { row, history: { of: history.escalationRule, own: eq(history.escalationRule.key, key) } };
    await tx
      .update(escalationRule)
      .set(
        await joinedEdit(tx, ctx, held, { version, patch, shape: { whole: true, together: [["enabled", "params"]] } }),
      )
      .where(mine);
    return { outcome: "saved" as const, key };
  });
  const result = await orConflict<RuleFields, Awaited<typeof write>>(write);
  if (result.outcome === "saved") await announce(ctx);
  return result;
}
