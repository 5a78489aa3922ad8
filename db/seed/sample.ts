import { randomBytes, randomUUID } from "node:crypto";
import type { Database } from "@/db/client";
import { membership, organisation } from "@/db/schema/organisation";
import { ROLES, type Role } from "@/domain/access/permission";
import { mintOrgId } from "@/domain/shared/id";
import { hashPassword } from "@/server/auth/password";
import type { OrgContext } from "@/server/context";
import type { DocumentStorage } from "@/server/document/storage/contract";
import { documentStorage } from "@/server/document/storage/registry";
import { change } from "@/server/record/change";
import { sealDays } from "@/server/seal/commands";
import type { SampleAccount } from "./sample/accounts";
import { discussionEvents } from "./sample/discussion";
import { modelEvents } from "./sample/models";
import { PEOPLE } from "./sample/people";
import { riskEvents } from "./sample/risk/events";
import { type Cast, playEvents, portfolioEvents } from "./sample/story";

export type Seeded = { slug: string; accounts: SampleAccount[]; events: number };

const SLUG = "cedar-valley";
const DAY_MS = 86_400_000;

type Person = { key: string; name: string; role: Role; email: string; userId: string; memberId: string };

async function createPeople(db: Database): Promise<{ people: Person[]; accounts: SampleAccount[] }> {
  const accounts: SampleAccount[] = [];
  const people: Person[] = [];
  for (const [key, name, role] of PEOPLE) {
    const email = `${key}@cedar-valley.example`;
    const first = ROLES.includes(role) && !accounts.some((account) => account.role === role);
    const password = first ? randomBytes(9).toString("base64url") : null;
    const stored = password ? await hashPassword(password) : null;
    const [known] = await db.sql<{ id: string }[]>`select id from private."user" where lower(email) = ${email}`;
    if (known) await db.sql`select private.set_password(${known.id}, ${stored})`;
    const [row] = known
      ? [known]
      : await db.sql<{ id: string }[]>`select private.create_user(${email}, ${name}, ${stored}) as id`;
    if (!row) throw new Error(`no account for ${key}`);
    people.push({ key, name, role, email, userId: row.id, memberId: randomUUID() });
    if (password) accounts.push({ role, name, email, password });
  }
  return { people, accounts };
}

/**
 * Cedar Valley Health: a fictional health system with 45 initiatives and a year of history. Connects as the owner, the only
 * role that may set past instants, and only in an organisation marked as a sample.
 */
export async function seedSample(
  db: Database,
  now = new Date(),
  storage: DocumentStorage = documentStorage(),
): Promise<Seeded> {
  const [taken] = await db.sql<{ taken: boolean }[]>`select private.slug_taken(${SLUG}) as taken`;
  if (taken?.taken) throw new Error("The sample organisation exists already. Remove it first in its settings.");
  const { people, accounts } = await createPeople(db);
  const orgId = mintOrgId(randomUUID());
  const base: Omit<OrgContext, "actor"> = {
    orgId,
    db,
    now,
    asOf: null,
    requestId: "seed",
    emit: async () => undefined,
  };
  const founder: OrgContext = { ...base, actor: { kind: "job", name: "Sample" } };
  const opened = new Date(now.getTime() - 366 * DAY_MS);
  await change(founder, { name: "organisation.create", at: opened }, async (tx) => {
    await tx
      .insert(organisation)
      .values({ orgId, slug: SLUG, name: "Cedar Valley Health", timeZone: "America/Chicago", sample: true });
    await tx
      .insert(membership)
      .values(
        people.map(({ memberId, userId, name, email, role }) => ({ orgId, id: memberId, userId, name, email, role })),
      );
  });
  const personOf = (key: string | null) => people.find((person) => person.key === key);
  const cast: Cast = {
    memberId: (key) => personOf(key)?.memberId ?? null,
    contextOf: (key) => {
      const person = personOf(key);
      if (!person) return founder;
      const { userId, memberId, name, role } = person;
      // Past decisions were made by people; what they may see today does not limit the telling.
      const seen = role === "auditor" ? role : "admin";
      return { ...base, actor: { kind: "user", userId, memberId, name, role: seen, scopes: null } };
    },
  };
  const events = [
    ...portfolioEvents(cast, now),
    ...discussionEvents(cast, now, storage),
    ...(await modelEvents(cast, now)),
    ...riskEvents(cast, now),
  ];
  await playEvents(events);
  await sealDays(founder);
  return { slug: SLUG, accounts, events: events.length };
}
