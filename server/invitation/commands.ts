import { randomBytes, randomUUID } from "node:crypto";
import { and, eq, isNull, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { invitation, membership, organisation } from "@/db/schema/organisation";
import { ROLE_LABELS, type Role } from "@/domain/access/permission";
import { type Acceptance, INVITATION_DAYS, type InvitationRef, type Invite } from "@/domain/invitation/input";
import { dayOf } from "@/domain/shared/day";
import { AppError } from "@/domain/shared/error";
import { publicAddress } from "@/env";
import { attemptKey, countAttempts, forgiveAttempts } from "../auth/attempt";
import { hashPassword } from "../auth/password";
import { openSession } from "../auth/session";
import type { OrgContext } from "../context";
import { announceMail, queueMail } from "../mail/commands";
import { isViolation } from "../organisation/commands";
import { change } from "../record/change";
import { hashToken, type RequestContext } from "../trpc/context";
import { hasAccount, invitationIn, invitationOf, sameEmail } from "./queries";

const DAY_MS = 86_400_000;

/** The link's path. The token is in it and nowhere else: the database keeps its hash. */
type Link = { invitationId: string; path: string; expiresAt: Date };

const HAS_ACCOUNT = "This address has an account. Sign in, then open the link again.";
const GONE = "This link does not work any more. Ask for a new one.";

function newToken(ctx: OrgContext) {
  const token = randomBytes(32).toString("base64url");
  const expiresAt = new Date(ctx.now.getTime() + INVITATION_DAYS * DAY_MS);
  return { path: `/invitation/${token}`, tokenHash: hashToken(token), expiresAt };
}

type Invited = { email: string; name: string; role: Role };

/** The link goes by mail as well; whoever invites may also send it in a way of their own. */
async function mailLink(
  tx: Tx,
  ctx: OrgContext,
  { email, name, role }: Invited,
  link: { path: string; expiresAt: Date },
) {
  const [place] = await tx
    .select({ name: organisation.name, timeZone: organisation.timeZone })
    .from(organisation)
    .where(eq(organisation.orgId, ctx.orgId));
  return queueMail(tx, ctx, {
    template: "invitation",
    to: email,
    values: {
      name,
      invitedBy: ctx.actor.kind === "user" ? ctx.actor.name : null,
      organisation: place?.name ?? "",
      role: ROLE_LABELS[role],
      link: `${publicAddress()}${link.path}`,
      until: dayOf(link.expiresAt, place?.timeZone ?? "UTC"),
    },
  });
}

/** @throws AppError CONFLICT when the person is a member already, or is invited already */
export async function invite(ctx: OrgContext, { email, name, role }: Invite): Promise<Link> {
  const { mailId, ...made } = await change(ctx, { name: "invitation.create" }, async (tx) => {
    const [member] = await tx
      .select({ name: membership.name, active: membership.active })
      .from(membership)
      .where(and(eq(membership.orgId, ctx.orgId), sql`lower(${membership.email}) = lower(${email})`));
    if (member) {
      const cure = member.active ? "Change their role in the list." : "Reactivate them in the list.";
      throw new AppError("CONFLICT", `${member.name} is a member already. ${cure}`);
    }
    const [waiting] = await tx
      .select({ id: invitation.id })
      .from(invitation)
      .where(and(open(ctx), sql`lower(${invitation.email}) = lower(${email})`));
    if (waiting)
      throw new AppError("CONFLICT", `${email} is invited already. Make a new link in the list of invitations.`);
    const { path, tokenHash, expiresAt } = newToken(ctx);
    const invitedBy = ctx.actor.kind === "user" ? ctx.actor.memberId : null;
    const [made] = await tx
      .insert(invitation)
      .values({ orgId: ctx.orgId, email, name, role, tokenHash, expiresAt, invitedBy })
      .returning({ id: invitation.id });
    const mailId = await mailLink(tx, ctx, { email, name, role }, { path, expiresAt });
    return { invitationId: made?.id ?? "", path, expiresAt, mailId };
  });
  await announceMail(ctx, mailId);
  return made;
}

const open = (ctx: OrgContext) =>
  and(eq(invitation.orgId, ctx.orgId), isNull(invitation.acceptedAt), isNull(invitation.revokedAt));

const openOne = (ctx: OrgContext, invitationId: string) => and(open(ctx), eq(invitation.id, invitationId));

/** A new link for an invitation that waits; the old link stops working. */
export async function renewInvitation(ctx: OrgContext, { invitationId }: InvitationRef): Promise<Link> {
  const { mailId, ...made } = await change(ctx, { name: "invitation.renew" }, async (tx) => {
    const { path, tokenHash, expiresAt } = newToken(ctx);
    const [renewed] = await tx
      .update(invitation)
      .set({ tokenHash, expiresAt })
      .where(openOne(ctx, invitationId))
      .returning({ email: invitation.email, name: invitation.name, role: invitation.role });
    if (!renewed) throw new AppError("NOT_FOUND", "This invitation was accepted or revoked.");
    const mailId = await mailLink(tx, ctx, renewed, { path, expiresAt });
    return { invitationId, path, expiresAt, mailId };
  });
  await announceMail(ctx, mailId);
  return made;
}

export async function revokeInvitation(ctx: OrgContext, { invitationId }: InvitationRef): Promise<void> {
  await change(ctx, { name: "invitation.revoke" }, async (tx) => {
    const rows = await tx
      .update(invitation)
      .set({ revokedAt: ctx.now })
      .where(openOne(ctx, invitationId))
      .returning({ id: invitation.id });
    if (!rows.length) throw new AppError("NOT_FOUND", "This invitation was accepted or revoked.");
  });
}

/**
 * Accepts as whoever is signed in, or makes the account: person, membership and acceptance are one transaction.
 * @throws AppError NOT_FOUND (unknown, used, revoked), PRECONDITION_FAILED (expired), FORBIDDEN (signed in as another),
 *   UNAUTHORIZED (the address has an account: sign in first), CONFLICT, TOO_MANY_REQUESTS
 */
export async function acceptInvitation(ctx: RequestContext, { token, account }: Acceptance): Promise<{ slug: string }> {
  const keys = [attemptKey("invitation", "address", ctx.address)];
  await countAttempts(ctx.db, keys);
  const place = await invitationOf(ctx, token);
  if (!place) throw new AppError("NOT_FOUND", GONE);
  const person = await ctx.resolve("");
  const hash = !person && account ? await hashPassword(account.password) : null;
  const { orgId } = place.org;
  const newcomer = {
    kind: "user" as const,
    userId: person?.userId ?? randomUUID(),
    memberId: randomUUID(),
    name: person?.userName ?? account?.name ?? "",
    scopes: null,
    role: "viewer" as const, // until the membership says otherwise
  };

  /** The email of the account that accepts: the signed-in one, or a new one. */
  const emailOfAccount = async (tx: Tx, invited: string): Promise<string> => {
    if (person) {
      if (sameEmail(person.userEmail, invited)) return person.userEmail;
      throw new AppError("FORBIDDEN", `This invitation is for ${invited}. You are signed in as ${person.userEmail}.`);
    }
    if (await hasAccount(ctx, invited)) throw new AppError("UNAUTHORIZED", HAS_ACCOUNT);
    if (!account || !hash) throw new AppError("BAD_REQUEST", "Write your name and a password.");
    await tx.execute(sql`select private.create_person(${newcomer.userId}, ${invited}, ${account.name}, ${hash})`);
    return invited;
  };

  try {
    const slug = await change(
      { ...place.org, actor: newcomer, address: ctx.address },
      { name: "membership.accept" },
      async (tx) => {
        await tx
          .select({ id: invitation.id })
          .from(invitation)
          .where(and(eq(invitation.orgId, orgId), eq(invitation.id, place.id)))
          .for("update");
        const found = await invitationIn(tx, orgId, place.id);
        if (!found || found.acceptedAt || found.revokedAt) throw new AppError("NOT_FOUND", GONE);
        if (found.expiresAt <= ctx.now) {
          throw new AppError("PRECONDITION_FAILED", "This link has expired. Ask for a new one.");
        }
        const email = await emailOfAccount(tx, found.email);
        const { userId, memberId: id, name } = newcomer;
        await tx.insert(membership).values({ orgId, id, userId, name, email, role: found.role });
        await tx
          .update(invitation)
          .set({ acceptedAt: ctx.now })
          .where(and(eq(invitation.orgId, orgId), eq(invitation.id, place.id)));
        return found.slug;
      },
    );
    await forgiveAttempts(ctx.db, keys);
    if (!person) await openSession(ctx, newcomer.userId, "password");
    return { slug };
  } catch (error) {
    if (isViolation(error, "membership_user"))
      throw new AppError("CONFLICT", "You are a member of this organisation already.");
    if (isViolation(error, "user_email")) throw new AppError("UNAUTHORIZED", HAS_ACCOUNT);
    throw error;
  }
}
