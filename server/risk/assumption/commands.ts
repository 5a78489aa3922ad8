import { and, eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { history } from "@/db/history";
import { assumption } from "@/db/schema/raid";
import { risk } from "@/db/schema/risk";
import type { AssumptionEdit, AssumptionOutcome, NewAssumption } from "@/domain/raid/input";
import { FAULTS, riskCreation, standsOnce } from "@/domain/risk/input";
import { AppError } from "@/domain/shared/error";
import type { OrgContext } from "../../context";
import { settingOf } from "../../organisation/queries";
import { change } from "../../record/change";
import { joinedEdit, orConflict } from "../../record/edit";
import { writeRisk } from "../commands";
import { ownerFor, refuseOthers, refuseUnknown } from "../edit/guard";

const mine = (ctx: OrgContext, id: string) => and(eq(assumption.orgId, ctx.orgId), eq(assumption.id, id));

/** @throws AppError BAD_REQUEST for a risk that does not exist or is hidden */
async function refuseUnknownRisk(tx: Tx, { orgId }: OrgContext, riskId: string | null | undefined): Promise<void> {
  if (!riskId) return;
  const [found] = await tx
    .select({ id: risk.id })
    .from(risk)
    .where(and(eq(risk.orgId, orgId), eq(risk.id, riskId)));
  if (!found) throw new AppError("BAD_REQUEST", "This risk does not exist. Choose another.");
}

/** @throws AppError BAD_REQUEST, FORBIDDEN */
export const createAssumption = (ctx: OrgContext, input: NewAssumption): Promise<{ id: string; code: string }> =>
  change(ctx, { name: "assumption.create" }, async (tx) => {
    const fields = { ...input, ownerId: ownerFor(ctx, input.ownerId) };
    await refuseUnknown(tx, ctx, fields);
    await refuseUnknownRisk(tx, ctx, fields.riskId);
    await refuseOthers(tx, ctx, fields);
    const { today } = await settingOf(tx, ctx);
    const [made] = await tx
      .insert(assumption)
      .values({ ...fields, orgId: ctx.orgId, raisedOn: fields.raisedOn ?? today })
      .returning({ id: assumption.id, code: assumption.code });
    if (!made) throw new RangeError("No assumption was made");
    return made;
  });

/** Locks the row. @throws AppError NOT_FOUND, FORBIDDEN */
async function locked(tx: Tx, ctx: OrgContext, id: string) {
  const [row] = await tx.select().from(assumption).where(mine(ctx, id)).for("update");
  if (!row) throw new AppError("NOT_FOUND", "No such assumption");
  await refuseOthers(tx, ctx, row);
  return row;
}

const SHAPE = { together: [["programId", "initiativeId", "modelId"]] };
const heldOf = (row: typeof assumption.$inferSelect) => ({
  row,
  history: { of: history.assumption, own: eq(history.assumption.id, row.id) },
});

/** What `editAssumption` writes, inside a change that may write other rows too. */
export async function writeAssumptionEdit(tx: Tx, ctx: OrgContext, { id, version, patch }: AssumptionEdit) {
  const row = await locked(tx, ctx, id);
  const fields = await joinedEdit(tx, ctx, heldOf(row), { version, patch, shape: SHAPE });
  await refuseUnknown(tx, ctx, fields);
  await refuseUnknownRisk(tx, ctx, fields.riskId);
  const next = { ...row, ...fields };
  if (!standsOnce(next)) throw new AppError("BAD_REQUEST", FAULTS.place);
  await refuseOthers(tx, ctx, next);
  await tx.update(assumption).set(fields).where(mine(ctx, id));
}

export function editAssumption(ctx: OrgContext, input: AssumptionEdit) {
  const write = change(ctx, { name: "assumption.edit" }, async (tx, changeId) => {
    await writeAssumptionEdit(tx, ctx, input);
    return { outcome: "saved" as const, changeId };
  });
  return orConflict<AssumptionEdit["patch"], Awaited<typeof write>>(write);
}

/** Says whether it held. One that proved false may raise the risk that follows, in its place, with the link. */
export function settleAssumption(ctx: OrgContext, { id, version, status, reason, raise }: AssumptionOutcome) {
  const write = change(ctx, { name: "assumption.settle", reason }, async (tx, changeId) => {
    const row = await locked(tx, ctx, id);
    await joinedEdit(tx, ctx, heldOf(row), { version, patch: { status } });
    const { today } = await settingOf(tx, ctx);
    const { programId, initiativeId, modelId, ownerId, statement } = row;
    const follows = { title: raise?.title, cause: `Assumed: ${statement}`, programId, initiativeId, modelId, ownerId };
    const raised = raise ? await writeRisk(tx, ctx, riskCreation.parse(follows)) : null;
    const statusOn = status === "open" ? null : today;
    await tx
      .update(assumption)
      .set({ status, statusOn, ...(raised ? { riskId: raised.id } : {}) })
      .where(mine(ctx, id));
    return { outcome: "saved" as const, changeId, raised };
  });
  return orConflict<{ status: string }, Awaited<typeof write>>(write);
}
