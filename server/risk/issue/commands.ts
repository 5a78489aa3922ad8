import { and, eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { history } from "@/db/history";
import { issue } from "@/db/schema/raid";
import type { IssueEdit, IssueResolution, NewIssue } from "@/domain/raid/input";
import { FAULTS, standsOnce } from "@/domain/risk/input";
import { AppError } from "@/domain/shared/error";
import type { OrgContext } from "../../context";
import { settingOf } from "../../organisation/queries";
import { change } from "../../record/change";
import { joinedEdit, orConflict } from "../../record/edit";
import { ownerFor, refuseOthers, refuseUnknown } from "../edit/guard";

const mine = (ctx: OrgContext, id: string) => and(eq(issue.orgId, ctx.orgId), eq(issue.id, id));

/** @throws AppError BAD_REQUEST, FORBIDDEN */
export const createIssue = (ctx: OrgContext, input: NewIssue): Promise<{ id: string; code: string }> =>
  change(ctx, { name: "issue.create" }, async (tx) => {
    const fields = { ...input, ownerId: ownerFor(ctx, input.ownerId) };
    await refuseUnknown(tx, ctx, fields);
    await refuseOthers(tx, ctx, fields);
    const { today } = await settingOf(tx, ctx);
    const [made] = await tx
      .insert(issue)
      .values({ ...fields, orgId: ctx.orgId, raisedOn: fields.raisedOn ?? today })
      .returning({ id: issue.id, code: issue.code });
    if (!made) throw new RangeError("No issue was made");
    return made;
  });

/** Locks the row. @throws AppError NOT_FOUND, FORBIDDEN */
async function locked(tx: Tx, ctx: OrgContext, id: string) {
  const [row] = await tx.select().from(issue).where(mine(ctx, id)).for("update");
  if (!row) throw new AppError("NOT_FOUND", "No such issue");
  await refuseOthers(tx, ctx, row);
  return row;
}

/** @throws AppError NOT_FOUND, FORBIDDEN, PRECONDITION_FAILED (resolved) */
async function unresolved(tx: Tx, ctx: OrgContext, id: string) {
  const row = await locked(tx, ctx, id);
  if (row.status === "resolved")
    throw new AppError("PRECONDITION_FAILED", `${row.code} is resolved. Reopen it to change it.`);
  return row;
}

const SHAPE = { together: [["programId", "initiativeId", "modelId"]] };
const heldOf = (row: typeof issue.$inferSelect) => ({
  row,
  history: { of: history.issue, own: eq(history.issue.id, row.id) },
});

/** What `editIssue` writes, inside a change that may write other rows too. */
export async function writeIssueEdit(tx: Tx, ctx: OrgContext, { id, version, patch }: IssueEdit): Promise<void> {
  const row = await unresolved(tx, ctx, id);
  const fields = await joinedEdit(tx, ctx, heldOf(row), { version, patch, shape: SHAPE });
  await refuseUnknown(tx, ctx, fields);
  const next = { ...row, ...fields };
  if (!standsOnce(next)) throw new AppError("BAD_REQUEST", FAULTS.place);
  await refuseOthers(tx, ctx, next);
  await tx.update(issue).set(fields).where(mine(ctx, id));
}

export function editIssue(ctx: OrgContext, input: IssueEdit) {
  const write = change(ctx, { name: "issue.edit" }, async (tx, changeId) => {
    await writeIssueEdit(tx, ctx, input);
    return { outcome: "saved" as const, changeId };
  });
  return orConflict<IssueEdit["patch"], Awaited<typeof write>>(write);
}

/** Resolved, and how. */
export function resolveIssue(ctx: OrgContext, { id, version, resolution }: IssueResolution) {
  const write = change(ctx, { name: "issue.resolve", reason: resolution }, async (tx, changeId) => {
    const row = await unresolved(tx, ctx, id);
    await joinedEdit(tx, ctx, heldOf(row), { version, patch: { status: "resolved" } });
    const { today } = await settingOf(tx, ctx);
    await tx.update(issue).set({ status: "resolved", resolvedOn: today, resolution }).where(mine(ctx, id));
    return { outcome: "saved" as const, changeId };
  });
  return orConflict<{ status: string }, Awaited<typeof write>>(write);
}

/** @throws AppError PRECONDITION_FAILED for one that is not resolved */
export const reopenIssue = (ctx: OrgContext, { id, reason }: { id: string; reason: string }) =>
  change(ctx, { name: "issue.reopen", reason }, async (tx, changeId) => {
    const row = await locked(tx, ctx, id);
    if (row.status !== "resolved") throw new AppError("PRECONDITION_FAILED", `${row.code} is not resolved.`);
    await tx.update(issue).set({ status: "open", resolvedOn: null, resolution: null }).where(mine(ctx, id));
    return { changeId };
  });
