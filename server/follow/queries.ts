import { and, eq, isNull } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { comment } from "@/db/schema/comment";
import { follow } from "@/db/schema/notification";
import type { FollowState } from "@/domain/follow/input";
import type { OrgContext } from "../context";
import { read } from "../record/read";
import { type Subject, subjectIn } from "../subject/queries";

export type Following = { following: boolean; because: "asked" | "answers" | "commented" | null };

/**
 * Who follows a record: whoever answers for it or commented on it, and whoever asked to; not who asked not to. By member,
 * with the reason.
 */
export async function followersIn(
  tx: Tx,
  ctx: Pick<OrgContext, "orgId">,
  subject: Subject,
): Promise<Map<string, Following>> {
  const [asked, authors] = await Promise.all([
    tx
      .select({ memberId: follow.memberId, following: follow.following })
      .from(follow)
      .where(and(eq(follow.orgId, ctx.orgId), eq(follow.aboutId, subject.id))),
    tx
      .selectDistinct({ memberId: comment.authorId })
      .from(comment)
      .where(and(eq(comment.orgId, ctx.orgId), eq(comment.aboutId, subject.id), isNull(comment.deletedAt))),
  ]);
  const found = new Map<string, Following>();
  for (const { memberId } of authors) found.set(memberId, { following: true, because: "commented" });
  for (const memberId of subject.people) found.set(memberId, { following: true, because: "answers" });
  for (const { memberId, following } of asked) found.set(memberId, { following, because: "asked" });
  return found;
}

/** Whether the reader follows a record and why. @throws AppError NOT_FOUND */
export function getFollowing(ctx: OrgContext, { about }: FollowState): Promise<Following & { title: string }> {
  return read({ ...ctx, asOf: null }, async (tx) => {
    const subject = await subjectIn(tx, ctx, about);
    const found = await followersIn(tx, ctx, subject);
    const mine = ctx.actor.kind === "user" ? found.get(ctx.actor.memberId) : undefined;
    return { ...(mine ?? { following: false, because: null }), title: subject.title };
  });
}
