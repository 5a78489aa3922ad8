import { randomBytes } from "node:crypto";
import { SESSION_DAYS } from "@/domain/access/input";
import { hashToken, type RequestContext } from "../trpc/context";
import { noteAccess } from "./note";

const DAY_MS = 86_400_000;

/** How somebody came in: a factor was shown besides the password, or an identity provider vouches. */
export type SessionMethod = "password" | "factor" | "provider";

/** Opens a session for a person and sets the cookie; the database keeps only the token's hash. A session the request came with ends. */
export async function openSession(
  ctx: Pick<RequestContext, "db" | "now" | "address" | "userAgent" | "tokenHash" | "setSession">,
  userId: string,
  method: SessionMethod,
): Promise<void> {
  const token = randomBytes(32).toString("base64url");
  const expires = new Date(ctx.now.getTime() + SESSION_DAYS * DAY_MS);
  const { userAgent, address } = ctx;
  await ctx.db.sql`
    select private.open_session(${userId}, ${hashToken(token)}, ${expires}, ${userAgent}, ${address}, ${method})`;
  await noteAccess(ctx, "sign-in", { userId, detail: method });
  if (ctx.tokenHash) await ctx.db.sql`select private.close_session(${ctx.tokenHash})`;
  ctx.setSession?.(token, expires);
}
