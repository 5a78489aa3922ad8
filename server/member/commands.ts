import { and, eq, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { membership } from "@/db/schema/organisation";
import type { MemberActivation, MemberRef, RoleChange } from "@/domain/member/input";
import { AppError } from "@/domain/shared/error";
import type { OrgContext } from "../context";
import { type Edited, isViolation } from "../organisation/commands";
import { lastEdit } from "../organisation/queries";
import { change } from "../record/change";
import { memberIn } from "./queries";

type MemberState = Pick<Awaited<ReturnType<typeof memberIn>>, "id" | "name" | "role" | "active" | "version">;

const stateOf = ({ id, name, role, active, version }: MemberState): MemberState => ({
  id,
  name,
  role,
  active,
  version,
});

type Write = { memberId: string; version: number; set: Partial<Pick<MemberState, "role" | "active">> };

/** One edit of a membership under its row lock. That an administrator remains is the database's promise. */
async function editMember(
  ctx: OrgContext,
  action: string,
  { memberId, version, set }: Write,
  after?: (tx: Tx, userId: string) => Promise<unknown>,
): Promise<Edited<MemberState>> {
  const one = and(eq(membership.orgId, ctx.orgId), eq(membership.id, memberId));
  try {
    return await change(ctx, { name: action }, async (tx) => {
      await tx.select({ id: membership.id }).from(membership).where(one).for("update");
      const held = await memberIn(tx, ctx.orgId, memberId);
      if (held.version !== version) {
        const edit = await lastEdit(tx, "membership", { orgId: ctx.orgId, id: memberId });
        return { outcome: "conflict" as const, theirs: stateOf(held), ...edit };
      }
      await tx.update(membership).set(set).where(one);
      await after?.(tx, held.userId);
      return { outcome: "saved" as const, row: stateOf(await memberIn(tx, ctx.orgId, memberId)) };
    });
  } catch (error) {
    if (isViolation(error, "membership_last_admin")) {
      throw new AppError(
        "PRECONDITION_FAILED",
        "This is the last administrator. Make somebody else an administrator first.",
      );
    }
    throw error;
  }
}

/** The new role holds from the member's next request; open pages are told to load again. */
export const changeRole = (ctx: OrgContext, { memberId, role, version }: RoleChange) =>
  editMember(ctx, "membership.change-role", { memberId, version, set: { role } });

/** A deactivated member is refused from the next request on; without another organisation their sessions end too. */
export async function setMemberActive(
  ctx: OrgContext,
  { memberId, active, version }: MemberActivation,
): Promise<Edited<MemberState>> {
  if (!active && ctx.actor.kind === "user" && ctx.actor.memberId === memberId) {
    throw new AppError("PRECONDITION_FAILED", "You cannot deactivate yourself. Ask another administrator.");
  }
  return editMember(
    ctx,
    active ? "membership.reactivate" : "membership.deactivate",
    { memberId, version, set: { active } },
    (tx, userId) => (active ? Promise.resolve() : tx.execute(sql`select private.close_homeless_sessions(${userId})`)),
  );
}

/** Ends every session of a member, in other organisations too: a session belongs to the person. */
export async function signOutMember(ctx: OrgContext, { memberId }: MemberRef): Promise<{ sessions: number }> {
  return change(ctx, { name: "membership.sign-out", detail: { memberId } }, async (tx) => {
    const { userId } = await memberIn(tx, ctx.orgId, memberId);
    const [row] = await tx.execute<{ sessions: number }>(sql`select private.close_sessions(${userId}) as sessions`);
    return { sessions: row?.sessions ?? 0 };
  });
}
