import { randomBytes } from "node:crypto";
import { SESSION_DAYS } from "@/domain/access/input";
import { hashToken, type RequestContext } from "../trpc/context";

const DAY_MS = 86_400_000;

/** Opens a session for a person and sets the cookie; the database keeps only the token's hash. A session the request came with ends. */
export async function openSession(
  ctx: Pick<RequestContext, "db" | "now" | "userAgent" | "tokenHash" | "setSession">,
  userId: string,
): Promise<void> {
  const token = randomBytes(32).toString("base64url");
  const expires = new Date(ctx.now.getTime() + SESSION_DAYS * DAY_MS);
  await ctx.db.sql`select private.open_session(${userId}, ${hashToken(token)}, ${expires}, ${ctx.userAgent})`;
  if (ctx.tokenHash) await ctx.db.sql`select private.close_session(${ctx.tokenHash})`;
  ctx.setSession?.(token, expires);
}
