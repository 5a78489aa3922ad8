import { and, eq, inArray } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { membership } from "@/db/schema/organisation";
import type { Role } from "@/domain/access/permission";
import { AUTHORITY_ROLES, type AuthorityRole, authorityOrder } from "@/domain/risk/authority";
import type { OrgContext } from "../../context";

/** The people around one risk: its owner, those of the initiative it counts on, and who directs its program. */
export type Place = {
  riskOwnerId: string | null;
  initiativeId: string | null;
  ownerId: string | null;
  leadId: string | null;
  sponsorId: string | null;
  /** Of its program or the nearest one above; null where none names a director. */
  directorId: string | null;
};

/** Members who stand on a level for every risk, by the role they hold. */
export type Roster = { pmo: string[]; executive: string[]; admin: string[] };

const LEVEL_ROLES = ["pmo", "executive", "admin"] as const;

export async function rosterIn(tx: Tx, { orgId }: Pick<OrgContext, "orgId">): Promise<Roster> {
  const rows = await tx
    .select({ id: membership.id, role: membership.role })
    .from(membership)
    .where(and(eq(membership.orgId, orgId), eq(membership.active, true), inArray(membership.role, [...LEVEL_ROLES])))
    .orderBy(membership.name, membership.id);
  const of = (role: Role) => rows.filter((row) => row.role === role).map(({ id }) => id);
  return { pmo: of("pmo"), executive: of("executive"), admin: of("admin") };
}

const present = (ids: readonly (string | null)[]): string[] => [
  ...new Set(ids.filter((id): id is string => id !== null)),
];

/** A program without a director is directed by the program office. */
function peopleOn(level: AuthorityRole, place: Place, roster: Roster): string[] {
  switch (level) {
    case "owner":
      return present([place.ownerId ?? place.leadId ?? place.riskOwnerId]);
    case "program_director":
      return place.directorId === null ? roster.pmo : [place.directorId];
    case "sponsor":
      return present([place.sponsorId]);
    case "executive":
      return roster.executive;
  }
}

/** Whom a risk is raised to: the people on the level, where nobody stands there those on the next above, at last administrators. */
export function peopleAt(level: AuthorityRole, place: Place, roster: Roster): string[] {
  for (const each of AUTHORITY_ROLES.slice(authorityOrder(level))) {
    const people = peopleOn(each, place, roster);
    if (people.length > 0) return people;
  }
  return roster.admin;
}

/** The levels a member holds over a risk. An administrator keeps the system and holds none by that. */
export function levelsOf({ actor }: Pick<OrgContext, "actor">, place: Place): AuthorityRole[] {
  if (actor.kind !== "user") return [];
  const { memberId, role } = actor;
  const holds: Record<AuthorityRole, boolean> = {
    owner: present([place.riskOwnerId, place.ownerId, place.leadId]).includes(memberId),
    program_director: place.directorId === null ? role === "pmo" : place.directorId === memberId,
    sponsor: place.sponsorId === memberId,
    executive: role === "executive",
  };
  return AUTHORITY_ROLES.filter((level) => holds[level]);
}
