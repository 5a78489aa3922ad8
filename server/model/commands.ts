import { and, eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { history } from "@/db/history";
import { initiative } from "@/db/schema/initiative";
import { series } from "@/db/schema/metric";
import { model } from "@/db/schema/model";
import { membership } from "@/db/schema/organisation";
import type { MainMeasure, ModelEdit } from "@/domain/model/page";
import type { EditShape } from "@/domain/shared/edit";
import { AppError } from "@/domain/shared/error";
import type { OrgContext } from "../context";
import { change } from "../record/change";
import { type Edited, joinedEdit, orConflict } from "../record/edit";

type ModelFields = Omit<ModelEdit, "modelId" | "version">;

/** What `editModel` writes, inside a change that may write other rows too. Only the fields given are meant. */
export async function writeModel(
  tx: Tx,
  ctx: OrgContext,
  {
    modelId,
    version,
    ...patch
  }: Pick<ModelEdit, "modelId" | "version"> & { [Field in keyof ModelFields]?: ModelFields[Field] | undefined },
  shape: EditShape = {},
): Promise<void> {
  const mine = and(eq(model.orgId, ctx.orgId), eq(model.id, modelId));
  const [row] = await tx.select().from(model).where(mine).for("update");
  if (!row) throw new AppError("NOT_FOUND", "No such model");
  const held = { row, history: { of: history.model, own: eq(history.model.id, modelId) } };
  const fields = await joinedEdit(tx, ctx, held, { version, patch, shape });
  if (fields.initiativeId) {
    const [found] = await tx
      .select({ id: initiative.id })
      .from(initiative)
      .where(eq(initiative.id, fields.initiativeId));
    if (!found) throw new AppError("BAD_REQUEST", "No such initiative");
  }
  for (const memberId of [fields.builderId, fields.operatorId].filter((id) => typeof id === "string")) {
    const [found] = await tx.select({ id: membership.id }).from(membership).where(eq(membership.id, memberId));
    if (!found) throw new AppError("BAD_REQUEST", "No such member");
  }
  await tx.update(model).set(fields).where(mine);
}

/**
 * What people say of a model: its name, purpose, tier, status, the initiative it serves, who builds and operates it.
 *
 * @throws AppError NOT_FOUND; BAD_REQUEST for an initiative or member that does not exist.
 */
export function editModel(ctx: OrgContext, edit: ModelEdit): Promise<Edited<{ id: string }, ModelFields>> {
  const write = change(ctx, { name: "model.edit" }, async (tx) => {
    await writeModel(tx, ctx, edit, { whole: true });
    return { outcome: "saved" as const, id: edit.modelId };
  });
  return orConflict(write);
}

/** The measure shown first for its model. @throws AppError NOT_FOUND */
export async function chooseMainMeasure(ctx: OrgContext, { seriesId }: MainMeasure): Promise<{ id: string }> {
  await change(ctx, { name: "model.choose-measure" }, async (tx) => {
    const [found] = await tx
      .select({ modelId: series.modelId })
      .from(series)
      .where(and(eq(series.orgId, ctx.orgId), eq(series.id, seriesId)));
    if (!found) throw new AppError("NOT_FOUND", "No such measure");
    await tx
      .update(series)
      .set({ primary: false })
      .where(and(eq(series.orgId, ctx.orgId), eq(series.modelId, found.modelId)));
    await tx
      .update(series)
      .set({ primary: true })
      .where(and(eq(series.orgId, ctx.orgId), eq(series.id, seriesId)));
  });
  return { id: seriesId };
}
