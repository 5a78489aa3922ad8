import { and, eq, ne } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { history } from "@/db/history";
import { program } from "@/db/schema/initiative";
import { membership } from "@/db/schema/organisation";
import type { NewProgram, ProgramDirect, ProgramMove, ProgramRename } from "@/domain/program/input";
import { moveFault } from "@/domain/program/tree";
import { AppError } from "@/domain/shared/error";
import type { OrgContext } from "../context";
import { change } from "../record/change";
import { joinedEdit, orConflict } from "../record/edit";

const its = (ctx: OrgContext, id: string) => and(eq(program.orgId, ctx.orgId), eq(program.id, id));

/** Every program, locked, so that two moves at once cannot make a circle. */
const lockedTree = (tx: Tx, ctx: OrgContext) =>
  tx.select().from(program).where(eq(program.orgId, ctx.orgId)).orderBy(program.id).for("update");

async function refuseSameName(tx: Tx, ctx: OrgContext, name: string, id?: string): Promise<void> {
  const same = and(eq(program.orgId, ctx.orgId), eq(program.name, name), id ? ne(program.id, id) : undefined);
  const [found] = await tx.select({ id: program.id }).from(program).where(same);
  if (found) throw new AppError("CONFLICT", `There is already a program called ${name}.`);
}

/** @throws AppError BAD_REQUEST (no such program above, too deep), CONFLICT (a name in use) */
export async function createProgram(ctx: OrgContext, { name, parentId }: NewProgram): Promise<{ id: string }> {
  return change(ctx, { name: "program.create" }, async (tx) => {
    const fault = moveFault(await lockedTree(tx, ctx), null, parentId);
    if (fault) throw new AppError("BAD_REQUEST", fault);
    await refuseSameName(tx, ctx, name);
    const [made] = await tx.insert(program).values({ orgId: ctx.orgId, name, parentId }).returning({ id: program.id });
    if (!made) throw new RangeError("No program was made");
    return made;
  });
}

type Row = typeof program.$inferSelect;

/** One edit of a program under the lock of the tree. `write` gets what may be written. */
function edited<T extends Partial<Row>>(
  ctx: OrgContext,
  action: string,
  { id, version, patch }: { id: string; version: number; patch: T },
  write: (tx: Tx, patch: T, tree: Row[]) => Promise<void>,
) {
  const saved = change(ctx, { name: action }, async (tx, changeId) => {
    const tree = await lockedTree(tx, ctx);
    const row = tree.find((each) => each.id === id);
    if (!row) throw new AppError("NOT_FOUND", "No such program");
    const held = { row, history: { of: history.program, own: eq(history.program.id, id) } };
    await write(tx, await joinedEdit(tx, ctx, held, { version, patch }), tree);
    return { outcome: "saved" as const, changeId };
  });
  return orConflict<T, Awaited<typeof saved>>(saved);
}

/** @throws AppError NOT_FOUND, CONFLICT (a name in use) */
export const renameProgram = (ctx: OrgContext, { id, version, name }: ProgramRename) =>
  edited(ctx, "program.rename", { id, version, patch: { name } }, async (tx, patch) => {
    await refuseSameName(tx, ctx, patch.name, id);
    await tx.update(program).set(patch).where(its(ctx, id));
  });

/** Puts a program, and all below it, under another one or at the top. @throws AppError NOT_FOUND, BAD_REQUEST (a circle) */
export const moveProgram = (ctx: OrgContext, { id, version, parentId }: ProgramMove) =>
  edited(ctx, "program.move", { id, version, patch: { parentId } }, async (tx, patch, tree) => {
    const fault = moveFault(tree, id, patch.parentId);
    if (fault) throw new AppError("BAD_REQUEST", fault);
    await tx.update(program).set(patch).where(its(ctx, id));
  });

/** Names who directs a program, or nobody. @throws AppError NOT_FOUND, BAD_REQUEST (no such active member) */
export const directProgram = (ctx: OrgContext, { id, version, directorId }: ProgramDirect) =>
  edited(ctx, "program.direct", { id, version, patch: { directorId } }, async (tx, patch) => {
    if (patch.directorId) {
      const named = and(
        eq(membership.orgId, ctx.orgId),
        eq(membership.id, patch.directorId),
        eq(membership.active, true),
      );
      const [found] = await tx.select({ id: membership.id }).from(membership).where(named);
      if (!found) throw new AppError("BAD_REQUEST", "No such member. Choose another.");
    }
    await tx.update(program).set(patch).where(its(ctx, id));
  });
