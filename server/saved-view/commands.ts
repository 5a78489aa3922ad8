import { and, eq, type SQL, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { history } from "@/db/history";
import { memberPreference } from "@/db/schema/organisation";
import { savedView } from "@/db/schema/saved-view";
import {
  MOST_VIEWS,
  type ViewDefault,
  type ViewDelete,
  type ViewRename,
  type ViewSave,
  type ViewShare,
} from "@/domain/saved-view/input";
import { AppError } from "@/domain/shared/error";
import type { RegisterNoun } from "@/domain/table/column";
import { filterFaults } from "@/domain/table/filter";
import type { OrgContext } from "../context";
import { change } from "../record/change";
import { joinedEdit, orConflict } from "../record/edit";
import { read } from "../record/read";
import { store } from "../record/store";
import { registers } from "../table/registers";
import { columnsIn } from "../table/setting";
import { lockedView, mayEdit, preferenceOf, refuseUnread } from "./queries";

type Row = typeof savedView.$inferSelect;

const one = (ctx: OrgContext, id: string): SQL | undefined => and(eq(savedView.orgId, ctx.orgId), eq(savedView.id, id));

/** @throws AppError FORBIDDEN for a job, which keeps no views */
function personOf({ actor }: OrgContext): string {
  if (actor.kind !== "user") throw new AppError("FORBIDDEN", "Only a person keeps views");
  return actor.memberId;
}

/** @throws AppError CONFLICT when the owner has a view of this name */
async function refuseTaken(
  tx: Tx,
  ctx: OrgContext,
  { noun, ownerId, name, id }: Pick<Row, "noun" | "ownerId" | "name"> & { id?: string },
) {
  const named = await tx
    .select({ id: savedView.id, name: savedView.name })
    .from(savedView)
    .where(and(eq(savedView.orgId, ctx.orgId), eq(savedView.noun, noun), eq(savedView.ownerId, ownerId)));
  if (named.some((each) => each.name === name && each.id !== id))
    throw new AppError("CONFLICT", `A view is called “${name}” already. Choose another name.`);
  return named.length;
}

/** A filter nobody could read back is not kept. @throws AppError BAD_REQUEST naming column and operator */
async function refuseUnreadable(ctx: OrgContext, noun: RegisterNoun, view: ViewSave["view"]): Promise<void> {
  const columns = await read(ctx, (tx) => columnsIn(tx, ctx, registers[noun]));
  const [fault] = filterFaults(view.filter, columns);
  if (fault) throw new AppError("BAD_REQUEST", fault.message);
}

/** One edit of a view under its lock; of two people who changed the same, the second sees both. */
async function editView<Patch extends Partial<Pick<Row, "name" | "state" | "shared" | "usual">>>(
  ctx: OrgContext,
  action: string,
  { id, version, patch }: { id: string; version: number; patch: Patch },
  check?: (tx: Tx, row: Row) => Promise<unknown>,
) {
  const write = change(ctx, { name: action }, async (tx) => {
    const row = await lockedView(tx, ctx, id);
    if (!mayEdit(ctx, row)) throw new AppError("FORBIDDEN", "Only its owner may change this view.");
    await check?.(tx, row);
    const held = { row, history: { of: history.savedView, own: eq(history.savedView.id, id) } };
    const joined = await joinedEdit(tx, ctx, held, { version, patch });
    const [saved] = await tx
      .update(savedView)
      .set(joined)
      .where(one(ctx, id))
      .returning({ version: savedView.version });
    return { outcome: "saved" as const, id, version: saved?.version ?? version };
  });
  return orConflict<Patch, Awaited<typeof write>>(write);
}

/** Keeps a new view, or what an existing one shows from now on. */
export async function saveView(ctx: OrgContext, input: ViewSave) {
  const ownerId = personOf(ctx);
  if ("id" in input) {
    const { noun } = await read(ctx, async (tx) => {
      const [row] = await tx.select({ noun: savedView.noun }).from(savedView).where(one(ctx, input.id));
      if (!row) throw new AppError("NOT_FOUND", "No such view");
      return row;
    });
    refuseUnread(ctx, noun);
    await refuseUnreadable(ctx, noun, input.view);
    return editView(ctx, "view.edit", { id: input.id, version: input.version, patch: { state: input.view } });
  }
  const { noun, name, view } = input;
  refuseUnread(ctx, noun);
  await refuseUnreadable(ctx, noun, view);
  return change(ctx, { name: "view.save" }, async (tx) => {
    const count = await refuseTaken(tx, ctx, { noun, ownerId, name });
    if (count >= MOST_VIEWS)
      throw new AppError("PRECONDITION_FAILED", `You keep ${MOST_VIEWS} views of this register. Delete one first.`);
    const [made] = await tx
      .insert(savedView)
      .values({ orgId: ctx.orgId, noun, name, ownerId, state: view })
      .returning({ id: savedView.id, version: savedView.version });
    if (!made) throw new RangeError("No view was made");
    return { outcome: "saved" as const, ...made };
  });
}

export const renameView = (ctx: OrgContext, { id, version, name }: ViewRename) =>
  editView(ctx, "view.rename", { id, version, patch: { name } }, (tx, row) => refuseTaken(tx, ctx, { ...row, name }));

/** Shows a view to everybody, or to its owner alone again; the organisation's default then goes with it. */
export const shareView = (ctx: OrgContext, { id, version, shared }: ViewShare) =>
  editView(
    ctx,
    shared ? "view.share" : "view.unshare",
    { id, version, patch: shared ? { shared } : { shared, usual: false } },
    async (_tx, row) => {
      if (!shared && row.ownerId !== personOf(ctx))
        throw new AppError("FORBIDDEN", "Only its owner may take this view back. Delete it instead.");
    },
  );

export async function deleteView(ctx: OrgContext, { id, version }: ViewDelete): Promise<{ id: string }> {
  return change(ctx, { name: "view.delete" }, async (tx) => {
    const row = await lockedView(tx, ctx, id);
    if (!mayEdit(ctx, row)) throw new AppError("FORBIDDEN", "Only its owner may delete this view.");
    if (row.version !== version)
      throw new AppError("CONFLICT", "Somebody changed this view meanwhile. Look at it again.");
    await tx.delete(savedView).where(one(ctx, id));
    return { id };
  });
}

/** What opens for this member; a preference, so nothing of it is recorded. @throws AppError NOT_FOUND */
export async function chooseView(ctx: OrgContext, { noun, id }: ViewDefault): Promise<{ id: string | null }> {
  const memberId = personOf(ctx);
  refuseUnread(ctx, noun);
  const key = preferenceOf(noun);
  const { orgId } = ctx;
  await store(
    ctx,
    async (tx) => {
      if (id === null) {
        const own = [
          eq(memberPreference.orgId, orgId),
          eq(memberPreference.memberId, memberId),
          eq(memberPreference.key, key),
        ];
        return tx.delete(memberPreference).where(and(...own));
      }
      const [found] = await tx
        .select({ id: savedView.id })
        .from(savedView)
        .where(and(one(ctx, id), eq(savedView.noun, noun)));
      if (!found) throw new AppError("NOT_FOUND", "No such view");
      return tx
        .insert(memberPreference)
        .values({ orgId, memberId, key, value: id })
        .onConflictDoUpdate({
          target: [memberPreference.orgId, memberPreference.memberId, memberPreference.key],
          set: { value: id },
        });
    },
    { quiet: true },
  );
  return { id };
}

/** What opens for everybody who chose none. @throws AppError NOT_FOUND, PRECONDITION_FAILED for a view that is not shared */
export async function setUsualView(ctx: OrgContext, { noun, id }: ViewDefault): Promise<{ id: string | null }> {
  return change(ctx, { name: "view.set-default" }, async (tx) => {
    await tx
      .update(savedView)
      .set({ usual: false })
      .where(and(eq(savedView.orgId, ctx.orgId), eq(savedView.noun, noun), sql`${savedView.usual}`));
    if (id === null) return { id };
    const row = await lockedView(tx, ctx, id);
    if (row.noun !== noun) throw new AppError("NOT_FOUND", "No such view");
    if (!row.shared) throw new AppError("PRECONDITION_FAILED", "Share the view first: everybody is to open it.");
    await tx.update(savedView).set({ usual: true }).where(one(ctx, id));
    return { id };
  });
}
