import { initialsOf } from "@/domain/access/initials";
import { can, type Role } from "@/domain/access/permission";
import { env } from "@/env";
import type { RequestContext, Resolved } from "../trpc/context";

export type Place = { slug: string; name: string; role: Role; sample: boolean };

/** The organisations a person is an active member of; samples last. */
export async function placesOf(ctx: Pick<RequestContext, "db">, userId: string): Promise<Place[]> {
  const rows = await ctx.db.sql<Place[]>`select * from private.places_of(${userId})`;
  return [...rows];
}

/**
 * Who may start an organisation: an administrator of one, the sample's too; and somebody without any while the
 * installation has none of its own. Everybody else is invited to one.
 */
export async function mayStart(ctx: Pick<RequestContext, "db">, places: readonly Place[]): Promise<boolean> {
  if (places.some(({ role }) => can(role, "organisation:manage"))) return true;
  if (places.length > 0) return false;
  const [row] = await ctx.db.sql<{ any: boolean }[]>`select private.any_own_organisation() as any`;
  return row?.any === false;
}

export async function sessionOf(ctx: RequestContext): Promise<{ name: string; email: string } | null> {
  const person = await ctx.resolve("");
  return person && { name: person.userName, email: person.userEmail };
}

export async function whoAmI(ctx: RequestContext & { person: Resolved }) {
  const { userId, userName, userEmail } = ctx.person;
  const places = await placesOf(ctx, userId);
  return {
    name: userName,
    email: userEmail,
    initials: initialsOf(userName),
    places,
    mayStart: await mayStart(ctx, places),
  };
}

/** The identity providers offered at sign-in. */
export const offeredProviders = (): { id: string; name: string }[] =>
  env().OIDC_PROVIDERS.map(({ id, name }) => ({ id, name }));
