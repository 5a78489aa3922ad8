import { randomBytes } from "node:crypto";
import { and, eq, sql } from "drizzle-orm";
import { encode } from "uqr";
import { membership, organisation } from "@/db/schema/organisation";
import type {
  FactorBegin,
  FactorRemoval,
  FactorRequirement,
  FactorReset,
  FactorShown,
  SignInCode,
} from "@/domain/factor/input";
import { AppError } from "@/domain/shared/error";
import { publicAddress } from "@/env";
import { attemptKey, countAttempts, forgiveAttempts } from "../auth/attempt";
import { noteAccess } from "../auth/note";
import { passwordMatches } from "../auth/password";
import { openSession } from "../auth/session";
import type { OrgContext } from "../context";
import { change } from "../record/change";
import { hashToken, type RequestContext, type Resolved } from "../trpc/context";
import { factorOf, openFactor, sealFactor, takeCode } from "./code/check";
import { hashRecoveryCode, newRecoveryCodes } from "./code/recovery";
import { base32, matchingStep, otpauthAddress } from "./code/totp";

type SignedIn = RequestContext & { person: Resolved };

const SECRET_BYTES = 20; // RFC 4226, 4: 160 bits

/** A stolen session must not be enough to lock its owner out. @throws AppError FORBIDDEN, PRECONDITION_FAILED, TOO_MANY_REQUESTS */
async function demandPassword(ctx: SignedIn, password: string): Promise<void> {
  const keys = [attemptKey("password", "account", ctx.person.userId)];
  await countAttempts(ctx.db, keys);
  const [held] = await ctx.db.sql<{ password_hash: string | null }[]>`
    select password_hash from private.person(${ctx.person.userId})`;
  const matches = await passwordMatches(held?.password_hash, password);
  if (!held?.password_hash)
    throw new AppError("PRECONDITION_FAILED", "You sign in through your provider; a second factor is set up there.");
  if (!matches) throw new AppError("FORBIDDEN", "Your current password is wrong.");
  await forgiveAttempts(ctx.db, keys);
}

/** The dark squares of a QR code as one SVG path. */
function squares(text: string): { size: number; path: string } {
  const { size, data } = encode(text, { ecc: "M", border: 2 });
  const path = data.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : "")));
  return { size, path: path.join("") };
}

/**
 * Makes a secret for an authenticator. It counts only once a code of it was shown.
 * @throws AppError FORBIDDEN when the password is wrong, CONFLICT when there is a second factor already
 */
export async function beginFactor(ctx: SignedIn, { password }: FactorBegin) {
  await demandPassword(ctx, password);
  const { userId, userEmail } = ctx.person;
  const secret = randomBytes(SECRET_BYTES);
  const [row] = await ctx.db.sql<{ begun: boolean }[]>`
    select private.begin_factor(${userId}, ${sealFactor(userId, secret)}) as begun`;
  if (!row?.begun) throw new AppError("CONFLICT", "You have a second factor already. Remove it first.");
  const { host, hostname } = new URL(publicAddress());
  const issuer = hostname === "localhost" ? "Portolan" : `Portolan ${host}`;
  const address = otpauthAddress(secret, { issuer, account: userEmail });
  return { secret: base32(secret), address, qr: squares(address) };
}

async function markSession({ db, tokenHash }: SignedIn): Promise<void> {
  await db.sql`select private.set_session_method(${tokenHash ?? ""}, 'factor')`;
}

/**
 * The first code makes the factor count: recovery codes are given this once, and the person's other sessions end.
 * @throws AppError FORBIDDEN for a wrong code, PRECONDITION_FAILED when nothing was begun, TOO_MANY_REQUESTS
 */
export async function confirmFactor(ctx: SignedIn, { code }: FactorShown): Promise<{ recoveryCodes: string[] }> {
  const { userId } = ctx.person;
  await countAttempts(ctx.db, [attemptKey("factor", "account", userId)]);
  const factor = await factorOf(ctx, userId);
  if (!factor || factor.confirmed_at) throw new AppError("PRECONDITION_FAILED", "Begin with the QR code.");
  const step = matchingStep(openFactor(userId, factor.sealed), code, ctx.now);
  if (step === null) {
    await noteAccess(ctx, "factor.failed", { userId });
    throw new AppError("FORBIDDEN", "This code is wrong. Is the clock of your device right?");
  }
  const recoveryCodes = newRecoveryCodes();
  const hashes = recoveryCodes.map(hashRecoveryCode);
  const [row] = await ctx.db.sql<{ done: boolean }[]>`
    select private.confirm_factor(${userId}, ${step}, ${hashes}) as done`;
  if (!row?.done) throw new AppError("CONFLICT", "You have a second factor already.");
  await markSession(ctx);
  await ctx.db.sql`select private.close_other_sessions(${userId}, ${ctx.tokenHash ?? ""})`;
  await forgiveAttempts(ctx.db, [attemptKey("factor", "account", userId)]);
  await noteAccess(ctx, "factor.added", { userId });
  return { recoveryCodes };
}

/** Shows a code for this session, where an organisation asks for it later. @throws as `takeCode` */
export async function showFactor(ctx: SignedIn, { code }: FactorShown): Promise<void> {
  await takeCode(ctx, ctx.person.userId, code);
  await markSession(ctx);
}

/** @throws AppError FORBIDDEN for a wrong password or code, TOO_MANY_REQUESTS */
export async function removeFactor(ctx: SignedIn, { password, code }: FactorRemoval): Promise<void> {
  await demandPassword(ctx, password);
  const { userId } = ctx.person;
  await takeCode(ctx, userId, code);
  await ctx.db.sql`select private.drop_factor(${userId})`;
  await ctx.db.sql`select private.set_session_method(${ctx.tokenHash ?? ""}, 'password')`;
  await noteAccess(ctx, "factor.removed", { userId });
}

/** New recovery codes; the ones before do not work any more. @throws as `takeCode` */
export async function renewCodes(ctx: SignedIn, { code }: FactorShown): Promise<{ recoveryCodes: string[] }> {
  const { userId } = ctx.person;
  await takeCode(ctx, userId, code);
  const recoveryCodes = newRecoveryCodes();
  await ctx.db.sql`select private.set_recovery_codes(${userId}, ${recoveryCodes.map(hashRecoveryCode)})`;
  await noteAccess(ctx, "factor.codes", { userId });
  return { recoveryCodes };
}

const STEP_MINUTES = 10;

/** After the right password: what the browser must bring back with a code. */
export async function openStep(ctx: RequestContext, userId: string): Promise<string> {
  const challenge = randomBytes(32).toString("base64url");
  const expires = new Date(ctx.now.getTime() + STEP_MINUTES * 60_000);
  await ctx.db.sql`select private.open_step(${userId}, ${hashToken(challenge)}, ${expires})`;
  return challenge;
}

/**
 * The second step of signing in.
 * @throws AppError UNAUTHORIZED when the first one is too long ago, FORBIDDEN for a wrong code, TOO_MANY_REQUESTS
 */
export async function signInWithCode(ctx: RequestContext, { challenge, code }: SignInCode): Promise<{ name: string }> {
  await countAttempts(ctx.db, [attemptKey("code", "address", ctx.address)]);
  const hash = hashToken(challenge);
  const [person] = await ctx.db.sql<{ id: string; name: string }[]>`select * from private.step_person(${hash})`;
  const tooLate = new AppError("UNAUTHORIZED", "That took too long. Sign in again.");
  if (!person) throw tooLate;
  await takeCode(ctx, person.id, code);
  const [row] = await ctx.db.sql<{ closed: boolean }[]>`select private.close_step(${hash}) as closed`;
  if (!row?.closed) throw tooLate;
  await forgiveAttempts(ctx.db, [attemptKey("code", "address", ctx.address)]);
  await openSession(ctx, person.id, "factor");
  return { name: person.name };
}

/** Members then see nothing of the organisation before they have shown a second factor. */
export async function requireFactor(
  ctx: OrgContext,
  { required, version }: FactorRequirement,
): Promise<{ required: boolean; version: number }> {
  return change(ctx, { name: required ? "organisation.require-factor" : "organisation.waive-factor" }, async (tx) => {
    const [row] = await tx
      .update(organisation)
      .set({ requireFactor: required })
      .where(and(eq(organisation.orgId, ctx.orgId), eq(organisation.version, version)))
      .returning({ version: organisation.version });
    if (!row) throw new AppError("CONFLICT", "Somebody changed the settings in the meantime. Look again, then decide.");
    return { required, version: row.version };
  });
}

/**
 * Takes a member's second factor away, who has lost it, and ends their sessions.
 * @throws AppError FORBIDDEN when they belong to an organisation the administrator has no say in, PRECONDITION_FAILED
 */
export async function resetFactor(ctx: OrgContext, { memberId, reason }: FactorReset): Promise<void> {
  const { actor } = ctx;
  if (actor.kind !== "user") throw new AppError("FORBIDDEN", "Only a person resets a second factor");
  await change(ctx, { name: "membership.reset-factor", reason, detail: { memberId } }, async (tx) => {
    const [member] = await tx
      .select({ userId: membership.userId, name: membership.name })
      .from(membership)
      .where(and(eq(membership.orgId, ctx.orgId), eq(membership.id, memberId)));
    if (!member) throw new AppError("NOT_FOUND", "No such member");
    const [beyond] = await tx.execute<{ places: number }>(
      sql`select private.places_beyond(${actor.userId}, ${member.userId}) as places`,
    );
    if (beyond?.places !== 0)
      throw new AppError(
        "FORBIDDEN",
        `${member.name} also belongs to an organisation of which you are no administrator.`,
      );
    const [row] = await tx.execute<{ dropped: boolean }>(sql`select private.drop_factor(${member.userId}) as dropped`);
    if (!row?.dropped) throw new AppError("PRECONDITION_FAILED", `${member.name} has no second factor.`);
    await tx.execute(sql`select private.close_sessions(${member.userId})`);
  });
}
