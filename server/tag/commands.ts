import { and, eq, inArray, ne, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { change as changeTable } from "@/db/schema/change";
import { tag } from "@/db/schema/initiative";
import { AppError } from "@/domain/shared/error";
import type { TagDelete, TagMerge, TagUndo } from "@/domain/tag/input";
import type { OrgContext } from "../context";
import { change } from "../record/change";
import { read } from "../record/read";
import { undoChange } from "../record/undo";

export type Retagged = { changeId: string; initiatives: number };

const ACTIONS = ["tag.rename", "tag.merge", "tag.delete"];

const named = (ctx: OrgContext, names: readonly string[]) =>
  and(eq(tag.orgId, ctx.orgId), inArray(tag.name, [...names]));

/** Locks the rows, and counts the initiatives its caller may see. A tag is one word for all: hidden initiatives change too. */
async function lockTags(tx: Tx, ctx: OrgContext, names: readonly string[]): Promise<number> {
  const seen = await tx.selectDistinct({ id: tag.initiativeId }).from(tag).where(named(ctx, names));
  if (seen.length === 0) throw new AppError("NOT_FOUND", "No initiative has this tag any more.");
  await tx.execute(sql`select set_config('app.role', 'admin', true)`);
  await tx.select({ id: tag.initiativeId }).from(tag).where(named(ctx, names)).for("update");
  return seen.length;
}

/**
 * Gives a tag another name, or makes several into one, as one change over all initiatives.
 * @throws AppError NOT_FOUND, BAD_REQUEST when nothing would change
 */
export async function mergeTags(ctx: OrgContext, { names, into }: TagMerge): Promise<Retagged> {
  const others = [...new Set(names)].filter((name) => name !== into);
  if (others.length === 0) throw new AppError("BAD_REQUEST", "The tag is called so already.");
  const name = others.length === 1 && names.length === 1 ? "tag.rename" : "tag.merge";
  return change(ctx, { name, detail: { names: others, into } }, async (tx, changeId) => {
    const initiatives = await lockTags(tx, ctx, others);
    await tx.execute(sql`insert into ${tag} (org_id, initiative_id, name)
      select distinct org_id, initiative_id, ${into}::text from ${tag} where ${named(ctx, others)} on conflict do nothing`);
    await tx.delete(tag).where(and(named(ctx, others), ne(tag.name, into)));
    return { changeId, initiatives };
  });
}

/** Takes tags from all initiatives, as one change. @throws AppError NOT_FOUND */
export async function deleteTags(ctx: OrgContext, { names }: TagDelete): Promise<Retagged> {
  return change(ctx, { name: "tag.delete", detail: { names } }, async (tx, changeId) => {
    const initiatives = await lockTags(tx, ctx, names);
    await tx.delete(tag).where(named(ctx, names));
    return { changeId, initiatives };
  });
}

/**
 * Takes back one of the changes above, whole.
 * @throws AppError NOT_FOUND for any other change; CONFLICT when a tag was changed again since
 */
export async function undoTags(ctx: OrgContext, { changeId }: TagUndo): Promise<{ rows: number }> {
  const [found] = await read(ctx, (tx) =>
    tx
      .select({ action: changeTable.action })
      .from(changeTable)
      .where(and(eq(changeTable.orgId, ctx.orgId), eq(changeTable.id, changeId))),
  );
  if (!found || !ACTIONS.includes(found.action)) throw new AppError("NOT_FOUND", "No such change of tags");
  const { rows } = await undoChange(ctx, { changeId, tables: ["tag"] });
  return { rows };
}
