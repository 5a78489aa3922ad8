import { and, desc, eq, sql } from "drizzle-orm";
import { apiToken } from "@/db/schema/api-token";
import { membership } from "@/db/schema/organisation";
import { SCOPES } from "@/domain/api-token/input";
import { AppError } from "@/domain/shared/error";
import { may, type OrgContext } from "../context";
import { read } from "../record/read";

const MOST = 200;

type Use = { id: string; last_used_at: Date; address: string | null };

/** The caller's access tokens, or everybody's where the caller manages them; and what a new one may be allowed. */
export function listTokens(ctx: OrgContext) {
  const { actor } = ctx;
  if (actor.kind !== "user") throw new AppError("FORBIDDEN", "Only a person has access tokens");
  const all = may(actor, "api-token:manage");
  return read({ ...ctx, asOf: null }, async (tx) => {
    const rows = await tx
      .select({
        id: apiToken.id,
        name: apiToken.name,
        hint: apiToken.hint,
        scopes: apiToken.scopes,
        createdAt: apiToken.createdAt,
        expiresAt: apiToken.expiresAt,
        revokedAt: apiToken.revokedAt,
        memberId: apiToken.memberId,
        member: membership.name,
        memberActive: membership.active,
        total: sql<number>`(count(*) over ())::int`,
      })
      .from(apiToken)
      .innerJoin(membership, and(eq(membership.orgId, apiToken.orgId), eq(membership.id, apiToken.memberId)))
      .where(and(eq(apiToken.orgId, ctx.orgId), all ? undefined : eq(apiToken.memberId, actor.memberId)))
      .orderBy(sql`${apiToken.revokedAt} is not null`, desc(apiToken.createdAt), desc(apiToken.id))
      .limit(MOST);
    const uses = await tx.execute<Use>(sql`select * from private.token_uses()`);
    const used = new Map([...uses].map((use) => [use.id, use]));
    return {
      rows: rows.map(({ total: _total, memberActive, memberId, ...row }) => {
        const use = used.get(row.id);
        const isOver = row.expiresAt <= ctx.now;
        return {
          ...row,
          isMine: memberId === actor.memberId,
          state: row.revokedAt ? "revoked" : isOver ? "expired" : memberActive ? "in force" : "member deactivated",
          lastUsedAt: use ? new Date(use.last_used_at) : null,
          lastAddress: use?.address ?? null,
        };
      }),
      total: rows[0]?.total ?? 0,
      all,
      scopes: SCOPES.filter((permission) => may(actor, permission)),
    };
  });
}
