import type { PasswordChange, SignIn } from "@/domain/access/input";
import { AppError } from "@/domain/shared/error";
import { factorOf } from "../factor/code/check";
import { openStep } from "../factor/commands";
import type { RequestContext } from "../trpc/context";
import { attemptKey, countAttempts, forgiveAttempts } from "./attempt";
import { noteAccess } from "./note";
import { hashPassword, passwordMatches } from "./password";
import { openSession } from "./session";

type Account = { id: string; name: string; password_hash: string | null };
type SignedIn = RequestContext & { person: { userId: string } };

/** Either the session is open, or the second factor is asked for: `challenge` then goes back with its code. */
type SignInAnswer = { name: string; challenge?: undefined } | { challenge: string };

/** @throws AppError UNAUTHORIZED with one message for every cause, TOO_MANY_REQUESTS */
export async function signIn(ctx: RequestContext, { email, password }: SignIn): Promise<SignInAnswer> {
  const keys = [attemptKey("sign-in", "address", ctx.address), attemptKey("sign-in", "account", email)];
  await countAttempts(ctx.db, keys);
  const [account] = await ctx.db.sql<Account[]>`select * from private.sign_in_account(${email})`;
  if (!(await passwordMatches(account?.password_hash, password)) || !account) {
    await noteAccess(ctx, "sign-in.failed", { userId: account?.id ?? null }); // in either case: it takes time
    throw new AppError("UNAUTHORIZED", "The email address or the password is wrong.");
  }
  await forgiveAttempts(ctx.db, keys);
  const factor = await factorOf(ctx, account.id);
  if (factor?.confirmed_at) return { challenge: await openStep(ctx, account.id) };
  await openSession(ctx, account.id, "password");
  return { name: account.name };
}

export async function signOut(ctx: RequestContext): Promise<void> {
  if (ctx.tokenHash) {
    const [row] = await ctx.db.sql<
      { person: string | null }[]
    >`select private.close_session(${ctx.tokenHash}) as person`;
    if (row?.person) await noteAccess(ctx, "sign-out", { userId: row.person });
  }
  ctx.setSession?.(null);
}

/** Ends every session of the person, this one too. */
export async function signOutEverywhere(ctx: SignedIn): Promise<{ sessions: number }> {
  const [row] = await ctx.db.sql<
    { sessions: number }[]
  >`select private.close_sessions(${ctx.person.userId}) as sessions`;
  await noteAccess(ctx, "session.ended", { userId: ctx.person.userId, detail: `all ${row?.sessions ?? 0}` });
  ctx.setSession?.(null);
  return { sessions: row?.sessions ?? 0 };
}

/**
 * Ends the person's other sessions; this one stays.
 * @throws AppError FORBIDDEN when the current password is wrong, TOO_MANY_REQUESTS
 */
export async function changePassword(
  ctx: SignedIn,
  { current, next }: PasswordChange,
): Promise<{ endedSessions: number }> {
  const keys = [attemptKey("password", "account", ctx.person.userId)];
  await countAttempts(ctx.db, keys);
  const [account] = await ctx.db.sql<Account[]>`select * from private.person(${ctx.person.userId})`;
  if (!(await passwordMatches(account?.password_hash, current)))
    throw new AppError("FORBIDDEN", "Your current password is wrong.");
  const hash = await hashPassword(next);
  await ctx.db.sql`select private.set_password(${ctx.person.userId}, ${hash})`;
  const [row] = await ctx.db.sql<{ sessions: number }[]>`
    select private.close_other_sessions(${ctx.person.userId}, ${ctx.tokenHash ?? ""}) as sessions`;
  await forgiveAttempts(ctx.db, keys);
  await noteAccess(ctx, "password.changed", { userId: ctx.person.userId });
  return { endedSessions: row?.sessions ?? 0 };
}
