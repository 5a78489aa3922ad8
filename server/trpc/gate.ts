import { can, type Permission } from "@/domain/access/permission";
import { FACTOR_NEEDED } from "@/domain/factor/needed";
import { AppError } from "@/domain/shared/error";
import type { Actor, Presumed } from "../context";
import type { RequestContext, Resolved } from "./context";

export type Admitted = { person: Resolved; member: NonNullable<Resolved["member"]> };

/**
 * The one gate of an organisation, for procedures and plain endpoints alike. An access token passes with what it may do and
 * its member may do.
 *
 * @throws AppError UNAUTHORIZED, NOT_FOUND, FORBIDDEN
 */
export async function admit(ctx: RequestContext, org: string, permission: Permission): Promise<Admitted> {
  const person = await ctx.resolve(org);
  if (!person) throw new AppError("UNAUTHORIZED", "Sign in first");
  return admitted(person, permission);
}

/** @throws AppError NOT_FOUND, FORBIDDEN */
function admitted(person: Resolved, permission: Permission): Admitted {
  const { member, scopes } = person;
  if (!member) throw new AppError("NOT_FOUND", "No such organisation");
  if (person.lacksFactor) throw new AppError("FORBIDDEN", FACTOR_NEEDED);
  if (!can(member.role, permission)) throw new AppError("FORBIDDEN", "Your role does not allow this");
  if (scopes && !scopes.includes(permission))
    throw new AppError("FORBIDDEN", `This access token does not allow ${permission}`);
  return { person, member };
}

/** The admitted as presumed; null where that is not known, or would be refused: then the database is asked first. */
export function presume(
  ctx: RequestContext,
  org: string,
  permission: Permission,
): { admitted: Admitted; presumed: Presumed } | null {
  const found = ctx.presume(org);
  if (!found) return null;
  try {
    return { admitted: admitted(found.person, permission), presumed: found.presumed };
  } catch {
    return null;
  }
}

/** The admitted as an actor: a member, who may no more than the token that speaks for them. */
export const actorOf = ({ person, member }: Admitted): Actor => ({
  ...{ kind: "user", userId: person.userId, memberId: member.memberId, name: member.name, role: member.role },
  scopes: person.scopes,
});

/** Somebody at a screen. @throws AppError UNAUTHORIZED, also for an access token, which speaks for no more than its scopes */
export async function signedIn(ctx: RequestContext): Promise<Resolved> {
  const person = await ctx.resolve("");
  if (!person) throw new AppError("UNAUTHORIZED", "Sign in first");
  if (person.scopes) throw new AppError("FORBIDDEN", "An access token cannot do this: sign in");
  return person;
}
