import postgres from "postgres";
import { describe, expect } from "vitest";
import { auditFilter, auditPage } from "@/domain/audit/input";
import { initiativeCreation } from "@/domain/initiative/edit";
import { hashPassword } from "../auth/password";
import { createInitiative } from "../initiative/commands";
import { changeRole } from "../member/commands";
import { asMember, joinAs, type Member, type TestDatabase, test } from "../testing";
import { requestContext } from "../trpc/context";
import { createCallerFactory } from "../trpc/init";
import { appRouter } from "../trpc/root";
import { exportAudit } from "./export";
import { listAudit, type Zoned } from "./queries";

const call = createCallerFactory(appRouter);
const zoned = ({ ctx }: Member, timeZone = "UTC"): Zoned => ({ ...ctx, timeZone });
const list = (member: Member, filter: object = {}, timeZone?: string) =>
  listAudit(zoned(member, timeZone), auditPage.parse(filter));

async function emailOf(db: TestDatabase, member: Member): Promise<string> {
  await db.sql`select private.set_password(${member.userId}, ${await hashPassword("correct horse battery")})`;
  const [row] = await db.sql<{ email: string }[]>`select email from private.person(${member.userId})`;
  return row?.email ?? "";
}

const from = (db: TestDatabase, address: string) =>
  call(
    requestContext({
      ...{ db, emit: async () => undefined, cookie: undefined, address },
      userAgent: "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0",
      setSession: () => undefined,
    }),
  );

describe("the audit log", () => {
  test("says who did what to what, why and from where", async ({ db }) => {
    const admin = await asMember(db, "admin", "Ada Min");
    const viewer = await joinAs(db, admin.orgId, "viewer", "Vi Ewer");
    const at = { ...admin.ctx, address: "192.0.2.5" };
    await createInitiative(at, initiativeCreation.parse({ title: "Sepsis early warning" }));
    await changeRole(at, { memberId: viewer.memberId, role: "auditor", version: 1 });
    const { rows, total, isSample } = await list(admin);
    expect(total).toBe(5); // the organisation and two members were set up by a job
    expect(isSample).toBe(false);
    expect(rows.slice(0, 2)).toMatchObject([
      {
        who: "Ada Min",
        by: "user",
        did: "Changed a member’s role",
        about: "Vi Ewer",
        address: "192.0.2.5",
        seeded: false,
      },
      { who: "Ada Min", did: "Created an initiative", about: "Sepsis early warning", address: "192.0.2.5" },
    ]);
    expect(rows.at(-1)).toMatchObject({ who: "setup", by: "job", address: null });
  });

  test("an address that is none is not kept", async ({ db }) => {
    const admin = await asMember(db);
    for (const address of ["page", "unknown", "x', true); select 1 --", "192.0.2.1\n"]) {
      await createInitiative({ ...admin.ctx, address }, initiativeCreation.parse({ title: "One" }));
      expect((await list(admin, { what: "changes" })).rows[0]).toMatchObject({
        did: "Created an initiative",
        address: null,
      });
    }
  });

  test("who came in and who failed to, of this organisation's people only", async ({ db }) => {
    const [admin, other] = [await asMember(db, "admin", "Ada Min"), await asMember(db, "admin", "Else Where")];
    const email = await emailOf(db, admin);
    const theirs = await emailOf(db, other);
    await from(db, "198.51.100.1")
      .access.signIn({ email, password: "wrong" })
      .catch(() => undefined);
    await from(db, "198.51.100.2").access.signIn({ email, password: "correct horse battery" });
    await from(db, "198.51.100.3").access.signIn({ email: theirs, password: "correct horse battery" });
    await from(db, "198.51.100.4")
      .access.signIn({ email: "nobody@example.test", password: "x" })
      .catch(() => undefined);
    const { rows, total } = await list(admin, { what: "access" });
    expect(total).toBe(2);
    expect(rows).toMatchObject([
      { did: "Signed in", who: "Ada Min", about: "by password", address: "198.51.100.2", device: "Firefox on Linux" },
      { did: "Sign-in failed: wrong password", address: "198.51.100.1" },
    ]);
    expect((await list(admin, { what: "failures" })).rows).toHaveLength(1);
    expect(JSON.stringify(await list(other))).not.toContain("Ada Min");
  });

  test("filters by person and by the organisation's days", async ({ db }) => {
    const admin = await asMember(db, "admin", "Ada Min");
    const pmo = await joinAs(db, admin.orgId, "pmo", "Pe Mo");
    await createInitiative(pmo.ctx, initiativeCreation.parse({ title: "Theirs" }));
    expect((await list(admin, { who: pmo.memberId })).rows.map(({ who }) => who)).toEqual(["Pe Mo"]);
    const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);
    expect((await list(admin, { from: day(2) })).total).toBe(0);
    expect((await list(admin, { to: day(-2) })).total).toBe(0);
    expect((await list(admin, { from: day(-1), to: day(1) })).total).toBe(4);
    // On the Line Islands it is at least ten hours later than in Samoa: one instant lies in two days.
    const [instant] = (await list(admin, { who: pmo.memberId })).rows;
    const dayIn = (timeZone: string) => new Intl.DateTimeFormat("en-CA", { timeZone }).format(instant?.at);
    for (const timeZone of ["Pacific/Kiritimati", "Pacific/Pago_Pago"]) {
      const only = { who: pmo.memberId, from: dayIn(timeZone), to: dayIn(timeZone) };
      expect((await list(admin, only, timeZone)).total).toBe(1);
    }
    expect(dayIn("Pacific/Kiritimati")).not.toBe(dayIn("Pacific/Pago_Pago"));
  });

  test("pages in SQL, each row once", async ({ db }) => {
    const admin = await asMember(db);
    const email = await emailOf(db, admin);
    for (let i = 0; i < 60; i++) await createInitiative(admin.ctx, initiativeCreation.parse({ title: `One ${i}` }));
    for (let i = 0; i < 3; i++)
      await from(db, "198.51.100.9").access.signIn({ email, password: "correct horse battery" });
    const pages = [await list(admin), await list(admin, { page: 2 }), await list(admin, { page: 3 })];
    expect(pages.map(({ rows }) => rows.length)).toEqual([50, 15, 0]);
    expect(new Set(pages.flatMap(({ rows }) => rows.map(({ id }) => id))).size).toBe(65);
    const instants = pages.flatMap(({ rows }) => rows.map(({ at }) => at.getTime()));
    expect(instants).toEqual([...instants].sort((a, b) => b - a));
  });

  test("a past date ends the log there; the export holds what the page shows, formulas neutralised", async ({ db }) => {
    const admin = await asMember(db, "admin", "=cmd()");
    await createInitiative(admin.ctx, initiativeCreation.parse({ title: '+1,"x"' }));
    const asOf = new Date();
    await createInitiative(admin.ctx, initiativeCreation.parse({ title: "Later" }));
    expect((await listAudit({ ...zoned(admin), asOf }, auditPage.parse({}))).total).toBe(3);
    const chunks: string[] = [];
    const rows = await exportAudit(zoned(admin), auditFilter.parse({}), (chunk) => void chunks.push(chunk));
    expect(rows).toBe(4);
    const lines = chunks.join("").split("\r\n");
    expect(lines[0]).toBe("\ufeffInstant,Who,Kind,What,About,Reason,Address,Device,Set by the seed");
    expect(lines[2]).toContain(`'=cmd(),user,Created an initiative,"'+1,""x""",`);
  });

  test("a sample says which instants its seed set", async ({ db }) => {
    const admin = await asMember(db);
    const owner = postgres(db.ownerUrl, { max: 1, onnotice: () => undefined });
    await owner.begin(async (tx) => {
      await tx`select set_config('app.org_id', ${admin.orgId}, true)`;
      await tx`update organisation set sample = true where org_id = ${admin.orgId}`;
    });
    await owner.end();
    const superuser = postgres(db.superUrl, { max: 1 });
    await superuser`update change set at = at - interval '30 days' where org_id = ${admin.orgId} and action = 'membership.create'`;
    await superuser.end();
    const { rows, isSample } = await list(admin);
    expect(isSample).toBe(true);
    expect(rows.filter(({ seeded }) => seeded).map(({ did }) => did)).toEqual(["Created a membership"]);
  });

  test("hostile filters are refused or match nothing", async ({ db }) => {
    const admin = await asMember(db);
    for (const filter of [
      { who: "x" },
      { from: "2026-02-30" },
      { to: "'; drop" },
      { what: "all" },
      { page: 0 },
      { page: 1e9 },
    ])
      expect(auditPage.safeParse(filter).success, JSON.stringify(filter)).toBe(false);
    expect((await list(admin, { who: crypto.randomUUID() })).total).toBe(0);
    expect((await list(admin, { from: "9999-12-31", to: "0001-01-01" })).total).toBe(0);
  });
});
