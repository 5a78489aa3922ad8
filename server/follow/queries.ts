import { and, eq, isNull, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { comment } from "@/db/schema/comment";
import { follow } from "@/db/schema/notification";
import type { FollowState } from "@/domain/follow/input";
import type { OrgContext } from "../context";
import { read } from "../record/read";
import { type Subject, subjectIn, uuids } from "../subject/queries";

export type Following = { following: boolean; because: "asked" | "answers" | "commented" | null };

/**
 * Who follows each of the records: whoever answers for it or commented on it, and whoever asked to; not who asked not to.
 * By record and member, with the reason; two statements.
 */
export async function followersIn(
  tx: Tx,
  ctx: Pick<OrgContext, "orgId">,
  subjects: readonly Subject[],
): Promise<Map<string, Map<string, Following>>> {
  const ids = subjects.map(({ id }) => id);
  const found = new Map(ids.map((id) => [id, new Map<string, Following>()]));
  if (ids.length === 0) return found;
  const [asked, authors] = await Promise.all([
    tx
      .select({ id: follow.aboutId, memberId: follow.memberId, following: follow.following })
      .from(follow)
      .where(and(eq(follow.orgId, ctx.orgId), sql`${follow.aboutId} = any (${uuids(ids)})`)),
    tx
      .selectDistinct({ id: comment.aboutId, memberId: comment.authorId })
      .from(comment)
      .where(
        and(eq(comment.orgId, ctx.orgId), sql`${comment.aboutId} = any (${uuids(ids)})`, isNull(comment.deletedAt)),
      ),
  ]);
  for (const { id, memberId } of authors) found.get(id)?.set(memberId, { following: true, because: "commented" });
  for (const { id, people } of subjects)
    for (const memberId of people) found.get(id)?.set(memberId, { following: true, because: "answers" });
  for (const { id, memberId, following } of asked) found.get(id)?.set(memberId, { following, because: "asked" });
  return found;
}

/** Whether the reader follows a record and why. @throws AppError NOT_FOUND */
export function getFollowing(ctx: OrgContext, { about }: FollowState): Promise<Following & { title: string }> {
  return read({ ...ctx, asOf: null }, async (tx) => {
    const subject = await subjectIn(tx, ctx, about);
    const found = await followersIn(tx, ctx, [subject]);
    const mine = ctx.actor.kind === "user" ? found.get(about.id)?.get(ctx.actor.memberId) : undefined;
    return { ...(mine ?? { following: false, because: null }), title: subject.title };
  });
}
