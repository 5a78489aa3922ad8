import { and, eq } from "drizzle-orm";
import { link } from "@/db/schema/link";
import type { LinkCreate, LinkDelete } from "@/domain/link/input";
import { AppError } from "@/domain/shared/error";
import type { OrgContext } from "../context";
import { isViolation } from "../organisation/commands";
import { change } from "../record/change";
import { answersFor, type Subject, subjectIn } from "../subject/queries";

const NOT_YOURS = "You may link only records you answer for.";

/** An owner links what they answer for with anything they see; the other editing roles link everything. */
function refuseOthers(ctx: OrgContext, ends: readonly Subject[]): void {
  const isOwner = ctx.actor.kind === "user" && ctx.actor.role === "owner";
  if (isOwner && !ends.some((end) => answersFor(ctx, end))) throw new AppError("FORBIDDEN", NOT_YOURS);
}

/**
 * Links two records. One link of a kind stands between two, whichever way.
 * @throws AppError NOT_FOUND (an end is not there, or hidden), CONFLICT (they are linked so), FORBIDDEN
 */
export async function createLink(ctx: OrgContext, { from, to, kind, turned }: LinkCreate): Promise<{ id: string }> {
  const [first, second] = turned ? [to, from] : [from, to];
  const ends = { fromNoun: first.noun, fromId: first.id, toNoun: second.noun, toId: second.id };
  try {
    return await change(ctx, { name: "link.create" }, async (tx) => {
      refuseOthers(ctx, [await subjectIn(tx, ctx, from), await subjectIn(tx, ctx, to)]);
      const [made] = await tx
        .insert(link)
        .values({ orgId: ctx.orgId, kind, ...ends })
        .returning({ id: link.id });
      if (!made) throw new RangeError("No link was made");
      return made;
    });
  } catch (error) {
    if (isViolation(error, "link_once"))
      throw new AppError("CONFLICT", "These two are linked in this way already, in one direction or the other.");
    throw error;
  }
}

/** @returns what was there, so that it can be put back */
export async function deleteLink(ctx: OrgContext, { linkId }: LinkDelete) {
  return change(ctx, { name: "link.delete" }, async (tx) => {
    const one = and(eq(link.orgId, ctx.orgId), eq(link.id, linkId));
    const [row] = await tx.select().from(link).where(one).for("update");
    if (!row) throw new AppError("NOT_FOUND", "This link is no longer there.");
    const [from, to] = [
      { noun: row.fromNoun, id: row.fromId },
      { noun: row.toNoun, id: row.toId },
    ];
    refuseOthers(ctx, [await subjectIn(tx, ctx, from), await subjectIn(tx, ctx, to)]);
    await tx.delete(link).where(one);
    return { from, to, kind: row.kind };
  });
}
