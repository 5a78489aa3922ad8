import { randomUUID } from "node:crypto";
import { and, eq, sql } from "drizzle-orm";
import { membership } from "@/db/schema/organisation";
import { personName } from "@/domain/access/input";
import {
  type Claims,
  claimedRole,
  type IdentityProvider,
  type ProviderRefusal,
  REFUSALS,
  vouchedEmail,
} from "@/domain/access/provider";
import { type Emit, jobContext, type OrgContext } from "../../context";
import { log } from "../../log";
import { isViolation } from "../../organisation/commands";
import { change } from "../../record/change";
import { read } from "../../record/read";
import { type Caller, noteAccess } from "../note";

export type ProviderCaller = Caller & { emit: Emit };
type Person = { id: string; name: string; email: string };
type Answer = { userId: string } | { refused: ProviderRefusal };

const nameOf = (claims: Claims, email: string): string => {
  const parsed = personName.safeParse(claims.name);
  return parsed.success ? parsed.data : email;
};

/** The person behind the provider's subject, or behind the address it vouches for. Null for somebody new. */
async function knownPerson(
  { db }: ProviderCaller,
  { id: provider }: IdentityProvider,
  subject: string,
  email: string,
): Promise<{ person: Person; linked: boolean } | null | "changed"> {
  const linked = async () => {
    const [person] = await db.sql<Person[]>`select * from private.person_of_account(${provider}, ${subject})`;
    return person ? { person, linked: true } : null;
  };
  const known = await linked();
  if (known) return known;
  const [held] = await db.sql<{ id: string; name: string; other: boolean }[]>`
    select a.id, a.name, private.has_subject(${provider}, a.id) as other from private.sign_in_account(${email}) a`;
  if (!held) return null;
  // The address was somebody else's at the provider: a mailbox that was given on must not bring the account along.
  // Unless the link was made between the two looks, by the same person signing in twice at this moment.
  if (held.other) return (await linked()) ?? "changed";
  return { person: { id: held.id, name: held.name, email }, linked: false };
}

/** The organisation that newcomers of the provider join, as the job that lets them in; null when there is none. */
async function placeOf(caller: ProviderCaller, provider: IdentityProvider): Promise<OrgContext | null> {
  if (!provider.organisation) return null;
  const [row] = await caller.db.sql<{ id: string | null }[]>`
    select private.org_of_slug(${provider.organisation}) as id`;
  if (!row?.id) {
    log.error({ provider: provider.id }, "the organisation of a provider does not exist");
    return null;
  }
  return { ...jobContext(caller, `Sign-in through ${provider.name}`, row.id), address: caller.address };
}

const membershipOf = (place: OrgContext, userId: string) =>
  read(place, async (tx) => {
    const [found] = await tx
      .select({ id: membership.id, role: membership.role, active: membership.active })
      .from(membership)
      .where(and(eq(membership.orgId, place.orgId), eq(membership.userId, userId)));
    return found;
  });

/** A role given by a claim follows it at each sign-in; the last administrator stays one. */
async function followClaim(place: OrgContext, claims: Claims, provider: IdentityProvider, userId: string) {
  const wanted = claimedRole(claims, provider);
  const held = await membershipOf(place, userId);
  if (!wanted || !held || held.role === wanted) return;
  try {
    await change(place, { name: "membership.follow-provider" }, (tx) =>
      tx
        .update(membership)
        .set({ role: wanted })
        .where(and(eq(membership.orgId, place.orgId), eq(membership.id, held.id))),
    );
  } catch (error) {
    if (!isViolation(error, "membership_last_admin")) throw error;
    log.warn({ provider: provider.id }, "the last administrator keeps the role, whatever the provider says");
  }
}

type Found = { person: Person; isNew: boolean; linked: boolean };

/** Account, link to the provider and membership: what of them is missing is made in one transaction. */
async function join(
  caller: ProviderCaller,
  place: OrgContext | null,
  { provider, subject, claims }: { provider: IdentityProvider; subject: string; claims: Claims },
  { person, isNew, linked }: Found,
): Promise<void> {
  const create = sql`select private.create_person(${person.id}, ${person.email}, ${person.name}, null)`;
  const link = sql`select private.link_account(${provider.id}, ${subject}, ${person.id})`;
  const isMember = place && !isNew ? Boolean(await membershipOf(place, person.id)) : false;
  if (place && !isMember) {
    await change(place, { name: "membership.join" }, async (tx) => {
      if (isNew) await tx.execute(create);
      if (!linked) await tx.execute(link);
      await tx.insert(membership).values({
        ...{ orgId: place.orgId, id: randomUUID(), userId: person.id, name: person.name, email: person.email },
        role: claimedRole(claims, provider) ?? provider.role,
      });
    });
    return;
  }
  if (isNew) await caller.db.sql`select private.create_person(${person.id}, ${person.email}, ${person.name}, null)`;
  if (!linked) await caller.db.sql`select private.link_account(${provider.id}, ${subject}, ${person.id})`;
}

async function letIn(caller: ProviderCaller, provider: IdentityProvider, claims: Claims): Promise<Answer> {
  const { sub: subject } = claims;
  if (typeof subject !== "string" || subject.length === 0 || subject.length > 255) return { refused: "failed" };
  const vouched = vouchedEmail(claims, provider);
  const known = await knownPerson(caller, provider, subject, "email" in vouched ? vouched.email : "");
  if (known === "changed") return { refused: "changed" };
  const refuse = async (refused: ProviderRefusal): Promise<Answer> => {
    if (known)
      await noteAccess(caller, "sign-in.refused", {
        userId: known.person.id,
        detail: `${provider.name}. ${REFUSALS[refused]}`,
      });
    return { refused };
  };
  if ("refused" in vouched) return refuse(vouched.refused);
  const place = await placeOf(caller, provider);
  if (known) {
    const held = place && (await membershipOf(place, known.person.id));
    const [row] = await caller.db.sql<{ is: boolean }[]>`select private.is_disabled(${known.person.id}) as is`;
    if (held?.active === false || row?.is) return refuse("disabled");
  }
  const { email } = vouched;
  const found = known
    ? { ...known, isNew: false }
    : { person: { id: randomUUID(), name: nameOf(claims, email), email }, isNew: true, linked: false };
  await join(caller, place, { provider, subject, claims }, found);
  if (place) await followClaim(place, claims, provider, found.person.id);
  return { userId: found.person.id };
}

/** True when somebody else made the same account, link or membership at this moment. */
const cameTwice = (error: unknown): boolean =>
  ["user_email", "account_pkey", "membership_user"].some((name) => isViolation(error, name));

/**
 * Lets in whom a provider vouches for: finds or makes the account, links it, and makes it a member where the provider has an
 * organisation. Decides at every sign-in, on what the provider says now.
 */
export async function admitThrough(
  caller: ProviderCaller,
  provider: IdentityProvider,
  claims: Claims,
): Promise<Answer> {
  try {
    return await letIn(caller, provider, claims).catch((error: unknown) => {
      if (cameTwice(error)) return letIn(caller, provider, claims);
      throw error;
    });
  } catch (error) {
    log.error({ err: error, provider: provider.id }, "a sign-in through a provider failed");
    return { refused: "failed" };
  }
}
