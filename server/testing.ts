import { randomBytes, randomUUID } from "node:crypto";
import { test as base } from "vitest";
import { connect, type Database } from "@/db/client";
import { membership, organisation } from "@/db/schema/organisation";
import { cloneTemplate } from "@/db/testing/cluster";
import type { Role } from "@/domain/access/permission";
import { mintOrgId, type OrgId } from "@/domain/shared/id";
import type { JobEvent, OrgContext } from "./context";
import { change } from "./record/change";

export type TestDatabase = Database & { url: string; ownerUrl: string; superUrl: string };

const clusterUrl = () => {
  const url = process.env.TEST_DATABASE_URL;
  if (!url) throw new Error("TEST_DATABASE_URL is not set: db/testing/global-setup.ts sets it");
  return url;
};

/** A database of its own, connected as the app's role. */
export async function openTestDatabase(max = 5): Promise<TestDatabase & { drop(): Promise<void> }> {
  const clone = await cloneTemplate(clusterUrl(), `t_${randomBytes(6).toString("hex")}`);
  const db = connect(clone.app, { max });
  const superUrl = new URL(clusterUrl());
  superUrl.pathname = new URL(clone.app).pathname;
  return {
    ...db,
    url: clone.app,
    ownerUrl: clone.owner,
    superUrl: superUrl.href,
    drop: async () => {
      await db.end();
      await clone.drop();
    },
  };
}

/** One database per test file, as the app's role, so that row-level security is on. */
export const test = base.extend("db", { scope: "file" }, async ({}, { onCleanup }) => {
  const db: TestDatabase & { drop(): Promise<void> } = await openTestDatabase();
  onCleanup(() => db.drop());
  return db as TestDatabase;
});

export type Member = {
  ctx: OrgContext;
  orgId: OrgId;
  slug: string;
  memberId: string;
  userId: string;
  emitted: JobEvent[];
};

async function addPerson(db: Database, name: string): Promise<{ userId: string; email: string }> {
  const email = `${randomBytes(6).toString("hex")}@example.test`;
  const [row] = await db.sql<{ id: string }[]>`select private.create_user(${email}, ${name}, null) as id`;
  if (!row) throw new Error("no user");
  return { userId: row.id, email };
}

/** A fresh organisation with one member of the role, and that member's context. Emitted events are collected. */
export async function asMember(db: Database, role: Role = "admin", name = "Robin Vale"): Promise<Member> {
  const orgId = mintOrgId(randomUUID());
  const slug = `org-${randomBytes(6).toString("hex")}`;
  const setup: OrgContext = { ...contextOf(db, orgId, { kind: "job", name: "setup" }, []) };
  await change(setup, { name: "organisation.create" }, (tx) =>
    tx.insert(organisation).values({ orgId, slug, name: `Test ${slug}` }),
  );
  return { ...(await joinAs(db, orgId, role, name)), slug };
}

/** One more member of an organisation. */
export async function joinAs(db: Database, orgId: OrgId, role: Role, name = "Kim Dale"): Promise<Member> {
  const setup = contextOf(db, orgId, { kind: "job", name: "setup" }, []);
  const { userId, email } = await addPerson(db, name);
  const memberId = randomUUID();
  await change(setup, { name: "membership.create" }, (tx) =>
    tx.insert(membership).values({ orgId, id: memberId, userId, name, email, role }),
  );
  const emitted: JobEvent[] = [];
  return {
    ctx: contextOf(db, orgId, { kind: "user", userId, memberId, name, role, scopes: null }, emitted),
    orgId,
    slug: "",
    memberId,
    userId,
    emitted,
  };
}

function contextOf(db: Database, orgId: OrgId, actor: OrgContext["actor"], emitted: JobEvent[]): OrgContext {
  return {
    orgId,
    actor,
    db,
    now: new Date(),
    asOf: null,
    requestId: randomUUID(),
    emit: async (events) => {
      emitted.push(...[events].flat());
    },
  };
}
