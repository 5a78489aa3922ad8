import { and, eq, inArray, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { initiative, program } from "@/db/schema/initiative";
import { model } from "@/db/schema/model";
import { membership } from "@/db/schema/organisation";
import { risk } from "@/db/schema/risk";
import type { Placed } from "@/domain/risk/input";
import { AppError } from "@/domain/shared/error";
import { may, type OrgContext } from "../../context";
import { refuseUnknownCategories } from "../../matrix/queries";

export type RiskRow = typeof risk.$inferSelect;

export const mine = (ctx: OrgContext, id: string) => and(eq(risk.orgId, ctx.orgId), eq(risk.id, id));

/** Locks the row. @throws AppError NOT_FOUND, also for a risk that is hidden from the actor */
export async function lockedRisk(tx: Tx, ctx: OrgContext, id: string): Promise<RiskRow> {
  const [row] = await tx.select().from(risk).where(mine(ctx, id)).for("update");
  if (!row) throw new AppError("NOT_FOUND", "No such risk");
  return row;
}

/** Whether somebody answers for where a record stands: the initiative it counts on, or the model. */
export async function answersForPlace(
  tx: Tx,
  { orgId, actor }: OrgContext,
  { initiativeId, modelId }: Placed,
): Promise<boolean> {
  if (actor.kind === "job") return true;
  const me = sql`${actor.memberId}::uuid`;
  const of = modelId
    ? sql`select 1 from ${model} m left join ${initiative} i on i.org_id = m.org_id and i.id = m.initiative_id
        where m.org_id = ${orgId} and m.id = ${modelId} and ${me} in (m.builder_id, m.operator_id, i.sponsor_id, i.owner_id, i.lead_id)`
    : sql`select 1 from ${initiative} i where i.org_id = ${orgId} and i.id = ${initiativeId ?? null} and ${me} in (i.sponsor_id, i.owner_id, i.lead_id)`;
  return (await tx.execute(of)).length > 0;
}

type Owned = Placed & { ownerId: string | null };

/** An owner edits their own risks and those of their initiatives and models; the other editing roles edit all. */
export async function mayEditRisk(tx: Tx, ctx: OrgContext, row: Owned): Promise<boolean> {
  const { actor, asOf } = ctx;
  if (asOf) return false;
  if (actor.kind === "job") return true;
  if (!may(actor, "risk:edit")) return false;
  return actor.role !== "owner" || row.ownerId === actor.memberId || answersForPlace(tx, ctx, row);
}

/** An owner who names nobody owns what they raise. */
export const ownerFor = ({ actor }: OrgContext, ownerId: string | null | undefined): string | null =>
  actor.kind === "user" && actor.role === "owner" && !ownerId ? actor.memberId : (ownerId ?? null);

export const NOT_YOUR_RISK =
  "You may change only what is your own, and what stands on initiatives and models you answer for.";

/** @throws AppError FORBIDDEN */
export async function refuseOthers(tx: Tx, ctx: OrgContext, row: Owned): Promise<void> {
  if (!(await mayEditRisk(tx, ctx, row))) throw new AppError("FORBIDDEN", NOT_YOUR_RISK);
}

/** Locks a risk that may be changed. @throws AppError NOT_FOUND, FORBIDDEN, PRECONDITION_FAILED (no longer open) */
export async function editableRisk(tx: Tx, ctx: OrgContext, id: string): Promise<RiskRow> {
  const row = await lockedRisk(tx, ctx, id);
  await refuseOthers(tx, ctx, row);
  if (row.status !== "open")
    throw new AppError("PRECONDITION_FAILED", `${row.code} is no longer open. Reopen it to change it.`);
  return row;
}

async function refuseUnknownPlace(tx: Tx, { orgId }: OrgContext, { programId, initiativeId, modelId }: Placed) {
  const places = [
    [program, programId, "program"],
    [initiative, initiativeId, "initiative"],
    [model, modelId, "model"],
  ] as const;
  for (const [table, id, noun] of places) {
    if (!id) continue;
    const [found] = await tx
      .select({ id: table.id })
      .from(table)
      .where(and(eq(table.orgId, orgId), eq(table.id, id)));
    if (!found) throw new AppError("BAD_REQUEST", `This ${noun} does not exist. Choose another.`);
  }
}

/** @throws AppError BAD_REQUEST for people who are no members of this organisation */
export async function refuseStrangers(tx: Tx, { orgId }: OrgContext, ids: readonly (string | null | undefined)[]) {
  const members = [...new Set(ids.filter((id) => typeof id === "string"))];
  if (members.length === 0) return;
  const known = await tx
    .select({ id: membership.id })
    .from(membership)
    .where(and(eq(membership.orgId, orgId), inArray(membership.id, members)));
  if (known.length < members.length)
    throw new AppError("BAD_REQUEST", "One of the people named is no member of this organisation.");
}

/** Whatever a write names must be of this organisation and visible to who writes. @throws AppError BAD_REQUEST */
export async function refuseUnknown(
  tx: Tx,
  ctx: OrgContext,
  named: Placed & { ownerId?: string | null | undefined; category?: string | null | undefined },
): Promise<void> {
  await refuseStrangers(tx, ctx, [named.ownerId]);
  await refuseUnknownPlace(tx, ctx, named);
  await refuseUnknownCategories(tx, ctx, named.category ? [named.category] : []);
}

const causes = (error: unknown): unknown[] => (error instanceof Error ? [error, ...causes(error.cause)] : []);

/** @throws AppError CONFLICT when another risk, visible or not, has the code */
export async function codeTaken<T>(code: string | undefined, write: () => PromiseLike<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    const taken = causes(error).some(
      (cause) => (cause as { constraint_name?: string }).constraint_name === "risk_code",
    );
    if (taken) throw new AppError("CONFLICT", `The code ${code} is already used. Choose another, or leave it blank.`);
    throw error;
  }
}
