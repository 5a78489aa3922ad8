import { randomBytes } from "node:crypto";
import { and, eq, isNull } from "drizzle-orm";
import { apiToken } from "@/db/schema/api-token";
import { API_TOKEN_PREFIX, type ApiTokenNew, type ApiTokenRef } from "@/domain/api-token/input";
import { AppError } from "@/domain/shared/error";
import { may, type OrgContext } from "../context";
import { change } from "../record/change";
import { hashToken } from "../trpc/context";

const DAY_MS = 86_400_000;

/** Tokens one member may have in force; more are a program that makes one for each run. */
const MOST_TOKENS = 50;

/**
 * A new access token of the caller's, for a program. It is given this once: the database keeps its hash.
 * @throws AppError FORBIDDEN for a scope the caller's role does not have, PRECONDITION_FAILED when there are too many
 */
export async function createToken(
  ctx: OrgContext,
  { name, scopes, days }: ApiTokenNew,
): Promise<{ tokenId: string; token: string; expiresAt: Date }> {
  const { actor, orgId } = ctx;
  if (actor.kind !== "user") throw new AppError("FORBIDDEN", "Only a person makes an access token");
  const beyond = scopes.filter((scope) => !may(actor, scope));
  if (beyond.length > 0) throw new AppError("FORBIDDEN", `Your role does not allow ${beyond.join(", ")}.`);
  const token = `${API_TOKEN_PREFIX}${randomBytes(32).toString("base64url")}`;
  const expiresAt = new Date(ctx.now.getTime() + days * DAY_MS);
  const tokenId = await change(ctx, { name: "api-token.create" }, async (tx) => {
    const mine = and(eq(apiToken.orgId, orgId), eq(apiToken.memberId, actor.memberId), isNull(apiToken.revokedAt));
    const held = await tx.select({ expiresAt: apiToken.expiresAt }).from(apiToken).where(mine);
    if (held.filter((each) => each.expiresAt > ctx.now).length >= MOST_TOKENS)
      throw new AppError("PRECONDITION_FAILED", `You have ${MOST_TOKENS} tokens. Revoke some first.`);
    const [made] = await tx
      .insert(apiToken)
      .values({
        ...{ orgId, memberId: actor.memberId, name, scopes: [...scopes], expiresAt, createdAt: ctx.now },
        ...{ tokenHash: hashToken(token), hint: token.slice(-4) },
      })
      .returning({ id: apiToken.id });
    return made?.id ?? "";
  });
  return { tokenId, token, expiresAt };
}

/**
 * Ends a token at once: the caller's own, or anybody's where the caller manages tokens.
 * @throws AppError NOT_FOUND for one that is revoked, or is not the caller's to revoke
 */
export async function revokeToken(ctx: OrgContext, { tokenId }: ApiTokenRef): Promise<void> {
  const { actor, orgId } = ctx;
  const mayAll = actor.kind === "user" && may(actor, "api-token:manage");
  await change(ctx, { name: "api-token.revoke" }, async (tx) => {
    const whose = mayAll || actor.kind !== "user" ? undefined : eq(apiToken.memberId, actor.memberId);
    const rows = await tx
      .update(apiToken)
      .set({ revokedAt: ctx.now })
      .where(and(eq(apiToken.orgId, orgId), eq(apiToken.id, tokenId), isNull(apiToken.revokedAt), whose))
      .returning({ id: apiToken.id });
    if (!rows.length) throw new AppError("NOT_FOUND", "There is no such token in force.");
  });
}
