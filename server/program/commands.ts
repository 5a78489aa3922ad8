import { and, eq, ne } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { program } from "@/db/schema/initiative";
import type { NewProgram, ProgramMove, ProgramRename } from "@/domain/program/input";
import { moveFault } from "@/domain/program/tree";
import { AppError } from "@/domain/shared/error";
import type { OrgContext } from "../context";
import { change } from "../record/change";
import { lastProgramEdit } from "./queries";

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

async function edited(
  ctx: OrgContext,
  action: string,
  seen: { id: string; version: number },
  write: (tx: Tx, row: Row, tree: Row[]) => Promise<void>,
  theirs: (row: Row) => string | null,
) {
  const { id, version } = seen;
  return change(ctx, { name: action }, async (tx, changeId) => {
    const tree = await lockedTree(tx, ctx);
    const row = tree.find((each) => each.id === id);
    if (!row) throw new AppError("NOT_FOUND", "No such program");
    if (row.version !== version) {
      const last = await lastProgramEdit(tx, ctx, id);
      return { outcome: "conflict" as const, version: row.version, theirs: theirs(row), ...last };
    }
    await write(tx, row, tree);
    return { outcome: "saved" as const, changeId };
  });
}

/** @throws AppError NOT_FOUND, CONFLICT (a name in use) */
export const renameProgram = (ctx: OrgContext, { id, version, name }: ProgramRename) =>
  edited(
    ctx,
    "program.rename",
    { id, version },
    async (tx) => {
      await refuseSameName(tx, ctx, name, id);
      await tx.update(program).set({ name }).where(its(ctx, id));
    },
    (row) => row.name,
  );

/** Puts a program, and all below it, under another one or at the top. @throws AppError NOT_FOUND, BAD_REQUEST (a circle) */
export const moveProgram = (ctx: OrgContext, { id, version, parentId }: ProgramMove) =>
  edited(
    ctx,
    "program.move",
    { id, version },
    async (tx, _row, tree) => {
      const fault = moveFault(tree, id, parentId);
      if (fault) throw new AppError("BAD_REQUEST", fault);
      await tx.update(program).set({ parentId }).where(its(ctx, id));
    },
    (row) => row.parentId,
  );
