import { follow } from "@/db/schema/notification";
import type { FollowSet } from "@/domain/follow/input";
import { AppError } from "@/domain/shared/error";
import type { OrgContext } from "../context";
import { read } from "../record/read";
import { store } from "../record/store";
import { subjectIn } from "../subject/queries";

/** Follows a record, or no longer does, whatever its reader's part in it. @throws AppError NOT_FOUND */
export async function setFollowing(ctx: OrgContext, { about, following }: FollowSet): Promise<{ following: boolean }> {
  const { actor, orgId } = ctx;
  if (actor.kind !== "user") throw new AppError("FORBIDDEN", "Only a person follows a record");
  await read(ctx, (tx) => subjectIn(tx, ctx, about));
  await store(
    ctx,
    (tx) =>
      tx
        .insert(follow)
        .values({ orgId, aboutNoun: about.noun, aboutId: about.id, memberId: actor.memberId, following })
        .onConflictDoUpdate({ target: [follow.orgId, follow.aboutId, follow.memberId], set: { following } }),
    { quiet: true },
  );
  return { following };
}
