import { randomBytes } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { and, eq, isNull } from "drizzle-orm";
import { apiToken } from "@/db/schema/api-token";
import { type PasswordReset, RESET_MINUTES, type ResetRequest } from "@/domain/access/input";
import { AppError } from "@/domain/shared/error";
import { publicAddress } from "@/env";
import { jobContext } from "../../context";
import { log } from "../../log";
import { announceMail, type NewMail, queueMail } from "../../mail/commands";
import { change } from "../../record/change";
import { read } from "../../record/read";
import { store } from "../../record/store";
import { hashToken, type RequestContext } from "../../trpc/context";
import { attemptKey, countAttempts } from "../attempt";
import { noteAccess } from "../note";
import { hashPassword } from "../password";

type Person = { id: string; name: string; email: string };

/** Longer than the work takes, so that the time of an answer does not tell whether the account exists. */
const ANSWER_MS = 400;

/** A person's own mail, in the outbox of one of their organisations. @returns false for somebody who has none */
async function mailTo(
  ctx: RequestContext,
  { id }: Pick<Person, "id">,
  mail: NewMail<"password-reset"> | NewMail<"password-changed">,
): Promise<boolean> {
  const [home] = await ctx.db.sql<{ id: string | null }[]>`select private.home_of(${id}) as id`;
  if (!home?.id) return false;
  const place = jobContext({ db: ctx.db, emit: ctx.emit, now: ctx.now }, "Password reset", home.id);
  const mailId = await store(place, (tx) => queueMail(tx, place, mail), { quiet: true });
  await announceMail(place, mailId);
  return true;
}

async function sendLink(ctx: RequestContext, email: string): Promise<void> {
  const [person] = await ctx.db.sql<(Pick<Person, "id" | "name"> & { provided: boolean })[]>`
    select a.id, a.name, private.is_provided(a.id) as provided from private.sign_in_account(${email}) a`;
  if (!person || person.provided) return;
  const token = randomBytes(32).toString("base64url");
  const expires = new Date(ctx.now.getTime() + RESET_MINUTES * 60_000);
  await ctx.db.sql`select private.open_reset(${person.id}, ${hashToken(token)}, ${expires})`;
  await noteAccess(ctx, "reset.asked", { userId: person.id });
  const values = { name: person.name, link: `${publicAddress()}/reset/${token}`, minutes: RESET_MINUTES };
  await mailTo(ctx, person, { template: "password-reset", to: email, values });
}

/**
 * Mails a link for a new password, if the address has an account with one. The answer is the same if not.
 * @throws AppError TOO_MANY_REQUESTS
 */
export async function requestReset(ctx: RequestContext, { email }: ResetRequest): Promise<void> {
  await countAttempts(ctx.db, [attemptKey("reset", "address", ctx.address), attemptKey("reset", "mail", email)]);
  const work = sendLink(ctx, email).catch((error: unknown) => log.error({ err: error }, "no link was mailed"));
  await Promise.all([work, delay(ANSWER_MS)]);
}

/** Whoever used the old password may have made tokens with it. */
async function revokeTokens(ctx: RequestContext, { id }: Person): Promise<void> {
  const places = await ctx.db.sql<{ org_id: string; id: string }[]>`select * from private.members_of(${id})`;
  for (const { org_id, id: memberId } of places) {
    const place = {
      ...jobContext({ db: ctx.db, emit: ctx.emit, now: ctx.now }, "Password reset", org_id),
      address: ctx.address,
    };
    const own = and(eq(apiToken.orgId, place.orgId), eq(apiToken.memberId, memberId), isNull(apiToken.revokedAt));
    const held = await read(place, (tx) => tx.select({ id: apiToken.id }).from(apiToken).where(own).limit(1));
    if (held.length === 0) continue;
    await change(place, { name: "api-token.revoke", reason: "The member chose a new password by link." }, (tx) =>
      tx.update(apiToken).set({ revokedAt: ctx.now }).where(own),
    );
  }
}

/**
 * Sets a new password by a mailed link. The link is used up, every session and access token of the person ends; a second
 * factor stays.
 * @throws AppError NOT_FOUND for a link that is used, replaced or too old, TOO_MANY_REQUESTS
 */
export async function resetPassword(ctx: RequestContext, { token, password }: PasswordReset): Promise<void> {
  await countAttempts(ctx.db, [attemptKey("reset", "address", ctx.address)]);
  const tokenHash = hashToken(token);
  const known = await ctx.db.sql`select 1 from private.reset_person(${tokenHash})`;
  const hash = known.length > 0 ? await hashPassword(password) : "";
  const [person] = hash
    ? await ctx.db.sql<Person[]>`select * from private.take_reset(${tokenHash}, ${hash})`
    : ([] as Person[]);
  if (!person) throw new AppError("NOT_FOUND", "This link does not work any more. Ask for a new one.");
  await noteAccess(ctx, "reset.used", { userId: person.id });
  await revokeTokens(ctx, person);
  ctx.setSession?.(null);
  const values = { name: person.name, link: `${publicAddress()}/reset` };
  await mailTo(ctx, person, { template: "password-changed", to: person.email, values }).catch((error: unknown) =>
    log.error({ err: error }, "the change of a password was not mailed"),
  );
}

/** Whom a link is for; null when it does not work. */
export async function openReset(ctx: RequestContext, { token }: { token: string }): Promise<{ email: string } | null> {
  const [person] = await ctx.db.sql<Person[]>`select * from private.reset_person(${hashToken(token)})`;
  return person ? { email: person.email } : null;
}
