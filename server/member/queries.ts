import { and, asc, count, eq, ilike, or, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { membership } from "@/db/schema/organisation";
import { can } from "@/domain/access/permission";
import { MEMBER_PAGE, type MemberFilter, type MemberSearch } from "@/domain/member/input";
import { AppError } from "@/domain/shared/error";
import type { OrgContext } from "../context";
import { read } from "../record/read";

const OPTIONS = 20;

const columns = {
  id: membership.id,
  userId: membership.userId,
  name: membership.name,
  email: membership.email,
  role: membership.role,
  active: membership.active,
  version: membership.version,
};

/** The text as it stands, not as a pattern: "50%" finds "50%". */
const containing = (text: string) => `%${text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`;

const nameOrEmail = (text: string) =>
  text ? or(ilike(membership.name, containing(text)), ilike(membership.email, containing(text))) : undefined;

/** One page of the members, by name. When they last signed in is said to administrators, and only of today. */
export function listMembers(ctx: OrgContext, { q, role, state, page }: MemberFilter) {
  const seesSignIns = ctx.actor.kind === "user" && can(ctx.actor.role, "member:manage") && !ctx.asOf;
  return read(ctx, async (tx) => {
    const where = and(
      eq(membership.orgId, ctx.orgId),
      nameOrEmail(q),
      role && eq(membership.role, role),
      state && eq(membership.active, state === "active"),
    );
    const rows = await tx
      .select({ ...columns, total: sql<number>`(count(*) over ())::int` })
      .from(membership)
      .where(where)
      .orderBy(asc(sql`lower(${membership.name})`), asc(membership.id))
      .limit(MEMBER_PAGE)
      .offset((page - 1) * MEMBER_PAGE);
    const [all] = await tx
      .select({
        members: count(),
        active: sql<number>`(count(*) filter (where ${membership.active}))::int`,
        admins: sql<number>`(count(*) filter (where ${membership.active} and ${membership.role} = 'admin'))::int`,
      })
      .from(membership)
      .where(eq(membership.orgId, ctx.orgId));
    const total = rows[0]?.total ?? (page > 1 ? await tx.$count(membership, where) : 0);
    const signIns = seesSignIns ? await lastSignIns(tx) : null;
    return {
      rows: rows.map(({ userId, total: _total, ...row }) => ({ ...row, lastSignInAt: signIns?.get(userId) ?? null })),
      total,
      page,
      pageSize: MEMBER_PAGE,
      all: all ?? { members: 0, active: 0, admins: 0 },
      lastSignInKnown: seesSignIns,
    };
  });
}

async function lastSignIns(tx: Tx): Promise<Map<string, Date>> {
  const rows = await tx.execute<{ user_id: string; at: string | null }>(
    sql`select user_id, at from private.last_sign_ins()`,
  );
  return new Map(rows.flatMap(({ user_id, at }) => (at ? [[user_id, new Date(at)] as const] : [])));
}

/** Active members to choose from, by what is typed. */
export function listMemberOptions(ctx: OrgContext, { q }: MemberSearch) {
  return read(ctx, (tx) =>
    tx
      .select({ id: membership.id, name: membership.name, email: membership.email, role: membership.role })
      .from(membership)
      .where(and(eq(membership.orgId, ctx.orgId), eq(membership.active, true), nameOrEmail(q)))
      .orderBy(asc(sql`lower(${membership.name})`), asc(membership.id))
      .limit(OPTIONS),
  );
}

/** @throws AppError NOT_FOUND */
export async function memberIn(tx: Tx, orgId: string, memberId: string) {
  const [found] = await tx
    .select(columns)
    .from(membership)
    .where(and(eq(membership.orgId, orgId), eq(membership.id, memberId)));
  if (!found) throw new AppError("NOT_FOUND", "No such member");
  return found;
}
