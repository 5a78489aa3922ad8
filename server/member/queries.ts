import { and, asc, eq, ilike, or, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { membership } from "@/db/schema/organisation";
import type { MemberSearch } from "@/domain/member/input";
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
