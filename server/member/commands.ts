import { and, eq, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { history } from "@/db/history";
import { membership } from "@/db/schema/organisation";
import type { MemberActivation, MemberRef, RoleChange } from "@/domain/member/input";
import { AppError } from "@/domain/shared/error";
import type { OrgContext } from "../context";
import { isViolation } from "../organisation/commands";
import { change } from "../record/change";
import { type Edited, joinedEdit, orConflict } from "../record/edit";
import { memberIn } from "./queries";

type MemberState = Pick<Awaited<ReturnType<typeof memberIn>>, "id" | "name" | "role" | "active" | "version">;

const stateOf = ({ id, name, role, active, version }: MemberState): MemberState => ({
  id,
  name,
  role,
  active,
  version,
});

type Patch = Partial<Pick<MemberState, "role" | "active">>;
type Write<T extends Patch> = { memberId: string; version: number; patch: T };

/** Says in words what the database refused. @throws AppError PRECONDITION_FAILED */
async function lastAdminKept<T>(write: Promise<T>): Promise<T> {
  try {
    return await write;
  } catch (error) {
    if (!isViolation(error, "membership_last_admin")) throw error;
    throw new AppError(
      "PRECONDITION_FAILED",
      "This is the last administrator. Make somebody else an administrator first.",
    );
  }
}

/** One edit of a membership under its row lock, inside a change that may write others too. That an administrator remains is the database's promise. */
export async function writeMember(tx: Tx, ctx: OrgContext, { memberId, version, patch }: Write<Patch>): Promise<void> {
  const { actor } = ctx;
  if (patch.active === false && actor.kind === "user" && actor.memberId === memberId)
    throw new AppError("PRECONDITION_FAILED", "You cannot deactivate yourself. Ask another administrator.");
  const one = and(eq(membership.orgId, ctx.orgId), eq(membership.id, memberId));
  await tx.select({ id: membership.id }).from(membership).where(one).for("update");
  const row = await memberIn(tx, ctx.orgId, memberId);
  const held = { row, history: { of: history.membership, own: eq(history.membership.id, memberId) } };
  const joined = await joinedEdit(tx, ctx, held, { version, patch });
  await lastAdminKept(tx.update(membership).set(joined).where(one).execute());
  if (patch.active === false) await tx.execute(sql`select private.close_homeless_sessions(${row.userId})`);
}

async function editMember<T extends Patch>(
  ctx: OrgContext,
  action: string,
  edit: Write<T>,
): Promise<Edited<{ row: MemberState }, T>> {
  const write = change(ctx, { name: action }, async (tx) => {
    await writeMember(tx, ctx, edit);
    return { outcome: "saved" as const, row: stateOf(await memberIn(tx, ctx.orgId, edit.memberId)) };
  });
  return lastAdminKept(orConflict<T, Awaited<typeof write>>(write));
}

/** The new role holds from the member's next request; open pages are told to load again. */
export const changeRole = (ctx: OrgContext, { memberId, role, version }: RoleChange) =>
  editMember(ctx, "membership.change-role", { memberId, version, patch: { role } });

/** A deactivated member is refused from the next request on; without another organisation their sessions end too. */
export const setMemberActive = (ctx: OrgContext, { memberId, active, version }: MemberActivation) =>
  editMember(ctx, active ? "membership.reactivate" : "membership.deactivate", { memberId, version, patch: { active } });

/** Ends every session of a member, in other organisations too: a session belongs to the person. */
export async function signOutMember(ctx: OrgContext, { memberId }: MemberRef): Promise<{ sessions: number }> {
  return change(ctx, { name: "membership.sign-out", detail: { memberId } }, async (tx) => {
    const { userId } = await memberIn(tx, ctx.orgId, memberId);
    const [row] = await tx.execute<{ sessions: number }>(sql`select private.close_sessions(${userId}) as sessions`);
    return { sessions: row?.sessions ?? 0 };
  });
}
