import { and, desc, eq, isNull, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { invitation, membership, organisation } from "@/db/schema/organisation";
import { ROLE_LABELS, type Role } from "@/domain/access/permission";
import { mintOrgId } from "@/domain/shared/id";
import type { OrgContext } from "../context";
import { read } from "../record/read";
import { hashToken, type RequestContext } from "../trpc/context";

const MOST = 200;

/** Invitations that wait, the latest first; expired ones too, so that they can be sent again. */
export function listInvitations(ctx: OrgContext) {
  return read(ctx, async (tx) => {
    const rows = await tx
      .select({
        id: invitation.id,
        email: invitation.email,
        name: invitation.name,
        role: invitation.role,
        expiresAt: invitation.expiresAt,
        invitedBy: membership.name,
        total: sql<number>`(count(*) over ())::int`,
      })
      .from(invitation)
      .leftJoin(membership, and(eq(membership.orgId, invitation.orgId), eq(membership.id, invitation.invitedBy)))
      .where(and(eq(invitation.orgId, ctx.orgId), isNull(invitation.acceptedAt), isNull(invitation.revokedAt)))
      .orderBy(desc(invitation.expiresAt), desc(invitation.id))
      .limit(MOST);
    const seenAt = ctx.asOf ?? ctx.now;
    return {
      rows: rows.map(({ total: _total, ...row }) => ({ ...row, expired: row.expiresAt <= seenAt })),
      total: rows[0]?.total ?? 0,
    };
  });
}

type Place = { org_id: string; id: string };

/** The organisation's context and the id behind a link's token; null for a token that was never given, used or revoked. */
export async function invitationOf(
  ctx: RequestContext,
  token: string,
): Promise<{ org: OrgContext; id: string } | null> {
  const [place] = await ctx.db.sql<Place[]>`select org_id, id from private.invitation_org(${hashToken(token)})`;
  if (!place) return null;
  const org: OrgContext = {
    ...{ db: ctx.db, now: ctx.now, requestId: ctx.requestId, emit: ctx.emit, asOf: null },
    orgId: mintOrgId(place.org_id), // holding the token is the right to this one invitation
    actor: { kind: "job", name: "Invitation" },
  };
  return { org, id: place.id };
}

export async function invitationIn(tx: Tx, orgId: string, id: string) {
  const [found] = await tx
    .select({
      email: invitation.email,
      name: invitation.name,
      role: invitation.role,
      expiresAt: invitation.expiresAt,
      acceptedAt: invitation.acceptedAt,
      revokedAt: invitation.revokedAt,
      organisation: organisation.name,
      slug: organisation.slug,
    })
    .from(invitation)
    .innerJoin(organisation, eq(organisation.orgId, invitation.orgId))
    .where(and(eq(invitation.orgId, orgId), eq(invitation.id, id)));
  return found ?? null;
}

export const hasAccount = async ({ db }: Pick<RequestContext, "db">, email: string): Promise<boolean> =>
  (await db.sql`select 1 from private.sign_in_account(${email})`).length > 0;

export type Opened =
  | { state: "gone" }
  | {
      state: "open" | "expired";
      organisation: string;
      email: string;
      name: string;
      role: string;
      expiresAt: Date;
      hasAccount: boolean;
      /** The email of whoever is signed in, and whether it is the invited one. */
      signedInAs: { email: string; isInvited: boolean } | null;
    };

/** What the holder of a link may know before accepting. */
export async function openInvitation(ctx: RequestContext, { token }: { token: string }): Promise<Opened> {
  const place = await invitationOf(ctx, token);
  if (!place) return { state: "gone" };
  const found = await read(place.org, (tx) => invitationIn(tx, place.org.orgId, place.id));
  if (!found) return { state: "gone" };
  const person = await ctx.resolve("");
  const roles: Record<Role, string> = ROLE_LABELS;
  return {
    state: found.expiresAt <= ctx.now ? "expired" : "open",
    organisation: found.organisation,
    email: found.email,
    name: found.name,
    role: roles[found.role],
    expiresAt: found.expiresAt,
    hasAccount: await hasAccount(ctx, found.email),
    signedInAs: person ? { email: person.userEmail, isInvited: sameEmail(person.userEmail, found.email) } : null,
  };
}

export const sameEmail = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();
