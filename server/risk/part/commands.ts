import { and, eq } from "drizzle-orm";
import type { z } from "zod";
import type { Tx } from "@/db/client";
import { history } from "@/db/history";
import { responseAction, riskControl, riskTag } from "@/db/schema/risk-part";
import type { actionEdit, controlEdit, newAction, newControl, RiskTagging } from "@/domain/risk/input";
import { findEntry } from "@/domain/risk/taxonomy/catalogue";
import { AppError } from "@/domain/shared/error";
import type { OrgContext } from "../../context";
import { change } from "../../record/change";
import { joinedEdit, orConflict } from "../../record/edit";
import { editableRisk, refuseStrangers } from "../edit/guard";

/** Adds and removes entries of public taxonomies. @throws AppError BAD_REQUEST for one that its edition does not have */
export async function writeTags(tx: Tx, { orgId }: OrgContext, { riskId, add, remove }: RiskTagging): Promise<void> {
  for (const { framework, edition, ref } of remove)
    await tx
      .delete(riskTag)
      .where(
        and(
          eq(riskTag.orgId, orgId),
          eq(riskTag.riskId, riskId),
          eq(riskTag.framework, framework),
          eq(riskTag.edition, edition),
          eq(riskTag.ref, ref),
        ),
      );
  for (const entry of add)
    if (!findEntry(entry))
      throw new AppError("BAD_REQUEST", `${entry.framework} ${entry.edition} has no entry “${entry.ref}”.`);
  if (add.length > 0)
    await tx
      .insert(riskTag)
      .values(add.map((each) => ({ ...each, orgId, riskId })))
      .onConflictDoNothing();
}

export const tagRisk = (ctx: OrgContext, input: RiskTagging) =>
  change(ctx, { name: "risk.tag" }, async (tx, changeId) => {
    await editableRisk(tx, ctx, input.riskId);
    await writeTags(tx, ctx, input);
    return { changeId };
  });

export const addControl = (ctx: OrgContext, input: z.infer<typeof newControl>) =>
  change(ctx, { name: "risk.add-control" }, async (tx) => {
    await editableRisk(tx, ctx, input.riskId);
    await refuseStrangers(tx, ctx, [input.ownerId]);
    const [made] = await tx
      .insert(riskControl)
      .values({ ...input, orgId: ctx.orgId })
      .returning({ id: riskControl.id });
    if (!made) throw new RangeError("No control was made");
    return made;
  });

export const addAction = (ctx: OrgContext, input: z.infer<typeof newAction>) =>
  change(ctx, { name: "risk.add-action" }, async (tx) => {
    await editableRisk(tx, ctx, input.riskId);
    await refuseStrangers(tx, ctx, [input.ownerId]);
    const [made] = await tx
      .insert(responseAction)
      .values({ ...input, orgId: ctx.orgId })
      .returning({ id: responseAction.id });
    if (!made) throw new RangeError("No action was made");
    return made;
  });

const ownControl = (ctx: OrgContext, id: string) => and(eq(riskControl.orgId, ctx.orgId), eq(riskControl.id, id));
const ownAction = (ctx: OrgContext, id: string) => and(eq(responseAction.orgId, ctx.orgId), eq(responseAction.id, id));

async function lockedControl(tx: Tx, ctx: OrgContext, id: string) {
  const [row] = await tx.select().from(riskControl).where(ownControl(ctx, id)).for("update");
  if (!row) throw new AppError("NOT_FOUND", "No such control");
  await editableRisk(tx, ctx, row.riskId);
  return row;
}

async function lockedAction(tx: Tx, ctx: OrgContext, id: string) {
  const [row] = await tx.select().from(responseAction).where(ownAction(ctx, id)).for("update");
  if (!row) throw new AppError("NOT_FOUND", "No such action");
  await editableRisk(tx, ctx, row.riskId);
  return row;
}

type ControlEdit = z.infer<typeof controlEdit>;
type ActionEdit = z.infer<typeof actionEdit>;

export function editControl(ctx: OrgContext, { id, version, patch }: ControlEdit) {
  const write = change(ctx, { name: "risk.edit-control" }, async (tx, changeId) => {
    const row = await lockedControl(tx, ctx, id);
    const held = { row, history: { of: history.riskControl, own: eq(history.riskControl.id, id) } };
    const fields = await joinedEdit(tx, ctx, held, { version, patch });
    await refuseStrangers(tx, ctx, [fields.ownerId]);
    await tx.update(riskControl).set(fields).where(ownControl(ctx, id));
    return { outcome: "saved" as const, changeId };
  });
  return orConflict<ControlEdit["patch"], Awaited<typeof write>>(write);
}

export function editAction(ctx: OrgContext, { id, version, patch }: ActionEdit) {
  const write = change(ctx, { name: "risk.edit-action" }, async (tx, changeId) => {
    const row = await lockedAction(tx, ctx, id);
    const held = { row, history: { of: history.responseAction, own: eq(history.responseAction.id, id) } };
    const fields = await joinedEdit(tx, ctx, held, { version, patch });
    await refuseStrangers(tx, ctx, [fields.ownerId]);
    await tx.update(responseAction).set(fields).where(ownAction(ctx, id));
    return { outcome: "saved" as const, changeId };
  });
  return orConflict<ActionEdit["patch"], Awaited<typeof write>>(write);
}

export const removeControl = (ctx: OrgContext, { id }: { id: string }) =>
  change(ctx, { name: "risk.remove-control" }, async (tx, changeId) => {
    await lockedControl(tx, ctx, id);
    await tx.delete(riskControl).where(ownControl(ctx, id));
    return { changeId };
  });

export const removeAction = (ctx: OrgContext, { id }: { id: string }) =>
  change(ctx, { name: "risk.remove-action" }, async (tx, changeId) => {
    await lockedAction(tx, ctx, id);
    await tx.delete(responseAction).where(ownAction(ctx, id));
    return { changeId };
  });
