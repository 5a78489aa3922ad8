import { randomBytes } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect } from "vitest";
import { change as changeTable } from "@/db/schema/change";
import { ROLES } from "@/domain/access/permission";
import { rowsInput } from "@/domain/table/input";
import { liveHandler } from "../http/live";
import { read } from "../record/read";
import { listRows } from "../table/rows";
import { asMember, joinAs, type Member, type TestDatabase, test } from "../testing";
import { hashToken, requestContext } from "../trpc/context";
import { createCallerFactory } from "../trpc/init";
import { appRouter } from "../trpc/root";
import { changeRole, setMemberActive, signOutMember } from "./commands";
import { memberRegister } from "./register/columns";

const call = createCallerFactory(appRouter);

async function openTab(db: TestDatabase, userId: string) {
  const token = randomBytes(16).toString("hex");
  await db.sql`select private.open_session(${userId}, ${hashToken(token)}, ${new Date(Date.now() + 3_600_000)}, '')`;
  const cookie = `authjs.session-token=${token}`;
  return {
    cookie,
    api: () => call(requestContext({ db, emit: async () => undefined, cookie, address: "x", userAgent: "" })),
  };
}

const versionOf = async (who: Member) => {
  const { rows } = await listRows(who.ctx, memberRegister, rowsInput.parse({}));
  return rows.find(({ id }) => id === who.memberId)?.version ?? 0;
};

describe("the role of a member", () => {
  test("holds from the next request, without a new sign-in, and is recorded", async ({ db }) => {
    const admin = await asMember(db);
    const viewer = await joinAs(db, admin.orgId, "viewer");
    const tab = await openTab(db, viewer.userId);
    const manage = () => tab.api().invitation.list({ org: admin.slug });
    await expect(manage()).rejects.toMatchObject({ code: "FORBIDDEN" });
    const saved = await changeRole(admin.ctx, { memberId: viewer.memberId, role: "admin", version: 1 });
    expect(saved).toMatchObject({ outcome: "saved", row: { role: "admin", version: 2 } });
    expect((await manage()).total).toBe(0);
    await changeRole(admin.ctx, { memberId: viewer.memberId, role: "viewer", version: 2 });
    await expect(manage()).rejects.toMatchObject({ code: "FORBIDDEN" });
    const actions = await read(admin.ctx, (tx) =>
      tx.select({ what: changeTable.action, who: changeTable.actorId }).from(changeTable),
    );
    expect(actions.filter(({ what }) => what === "membership.change-role").map(({ who }) => who)).toEqual([
      admin.memberId,
      admin.memberId,
    ]);
  });

  test("a second edit sees the first and overwrites nothing", async ({ db }) => {
    const admin = await asMember(db, "admin", "Ada First");
    const other = await joinAs(db, admin.orgId, "admin", "Bea Second");
    const viewer = await joinAs(db, admin.orgId, "viewer", "Vic Viewer");
    const [one, two] = await Promise.all([
      changeRole(admin.ctx, { memberId: viewer.memberId, role: "pmo", version: 1 }),
      changeRole(other.ctx, { memberId: viewer.memberId, role: "finance", version: 1 }),
    ]);
    const [saved, refused] = one.outcome === "saved" ? [one, two] : [two, one];
    if (saved.outcome !== "saved" || refused.outcome !== "conflict") throw new Error("one is saved, one is refused");
    const [both] = refused.fields;
    expect(both).toMatchObject({ field: "role", before: "viewer", theirs: saved.row.role });
    expect(both?.by).toBe(saved.row.role === "pmo" ? "Ada First" : "Bea Second");
    expect(Date.now() - (both?.at.getTime() ?? 0)).toBeLessThan(60_000);
    const again = await changeRole(other.ctx, {
      memberId: viewer.memberId,
      role: "finance",
      version: refused.version,
    });
    expect(again.outcome).toBe("saved");
  });
});

describe("an administrator remains", () => {
  const LAST = { code: "PRECONDITION_FAILED", message: expect.stringMatching(/last administrator/) };

  test("the only one can be neither demoted nor deactivated", async ({ db }) => {
    const admin = await asMember(db);
    const pmo = await joinAs(db, admin.orgId, "pmo");
    await expect(changeRole(admin.ctx, { memberId: admin.memberId, role: "viewer", version: 1 })).rejects.toMatchObject(
      LAST,
    );
    // Whoever asks: a job that deactivates leavers is refused as well.
    const job = { ...admin.ctx, actor: { kind: "job" as const, name: "leavers" } };
    await expect(setMemberActive(job, { memberId: admin.memberId, active: false, version: 1 })).rejects.toMatchObject(
      LAST,
    );
    await changeRole(admin.ctx, { memberId: pmo.memberId, role: "admin", version: 1 });
    await setMemberActive(job, { memberId: admin.memberId, active: false, version: 1 });
    expect(await versionOf(pmo)).toBe(2);
    await expect(changeRole(pmo.ctx, { memberId: pmo.memberId, role: "viewer", version: 2 })).rejects.toMatchObject(
      LAST,
    );
  });

  test("two who demote each other at the same moment leave one", async ({ db }) => {
    for (let round = 0; round < 5; round++) {
      const one = await asMember(db);
      const two = await joinAs(db, one.orgId, "admin");
      const results = await Promise.allSettled([
        changeRole(one.ctx, { memberId: two.memberId, role: "viewer", version: 1 }),
        setMemberActive(two.ctx, { memberId: one.memberId, active: false, version: 1 }),
      ]);
      expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
      expect(results.filter(({ status }) => status === "rejected")[0]).toMatchObject({ reason: LAST });
    }
  });

  test("plain SQL is refused too", async ({ db }) => {
    const admin = await asMember(db);
    const remove = db.sql.begin(async (tx) => {
      await tx`select set_config('app.org_id', ${admin.orgId}, true)`;
      await tx`delete from membership where id = ${admin.memberId}`;
    });
    await expect(remove).rejects.toThrow("at least one active administrator");
  });
});

describe("deactivation", () => {
  test("refuses at once, ends the sessions of who has no other organisation, and can be taken back", async ({ db }) => {
    const admin = await asMember(db);
    const viewer = await joinAs(db, admin.orgId, "viewer");
    const tab = await openTab(db, viewer.userId);
    const shell = () => tab.api().organisation.shell({ org: admin.slug });
    expect((await shell()).person.role).toBe("Viewer");
    await setMemberActive(admin.ctx, { memberId: viewer.memberId, active: false, version: 1 });
    await expect(shell()).rejects.toMatchObject({ code: "UNAUTHORIZED" });
    await setMemberActive(admin.ctx, { memberId: viewer.memberId, active: true, version: 2 });
    await expect(shell()).rejects.toMatchObject({ code: "UNAUTHORIZED" });
    const next = await openTab(db, viewer.userId);
    expect((await next.api().organisation.shell({ org: admin.slug })).person.role).toBe("Viewer");
  });

  test("leaves a person their other organisations", async ({ db }) => {
    const admin = await asMember(db);
    const elsewhere = await asMember(db, "admin");
    await db.sql.begin(async (tx) => {
      await tx`select set_config('app.org_id', ${admin.orgId}, true)`;
      await tx`insert into membership (org_id, user_id, name, email, role) values (${admin.orgId}, ${elsewhere.userId}, 'Two Places', 'x@example.test', 'viewer')`;
    });
    const tab = await openTab(db, elsewhere.userId);
    const { rows } = await tab.api().member.rows({ org: admin.slug, q: "Two Places" });
    await setMemberActive(admin.ctx, { memberId: rows[0]?.id ?? "", active: false, version: 1 });
    await expect(tab.api().member.rows({ org: admin.slug })).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect((await tab.api().member.rows({ org: elsewhere.slug })).total).toBe(1);
  });

  test("not of oneself", async ({ db }) => {
    const admin = await asMember(db);
    await joinAs(db, admin.orgId, "admin");
    const self = setMemberActive(admin.ctx, { memberId: admin.memberId, active: false, version: 1 });
    await expect(self).rejects.toMatchObject({
      code: "PRECONDITION_FAILED",
      message: expect.stringMatching(/yourself/),
    });
  });
});

describe("signing a member out everywhere", () => {
  /** The names of the events a page with this cookie is sent, until its stream ends. */
  async function listenOn(db: TestDatabase, cookie: string, org: string) {
    const server = createServer((req, res) => {
      const url = new URL(req.url ?? "/", "http://localhost");
      void liveHandler(req, res, { db, emit: async () => undefined }, url);
    });
    await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
    const { port } = server.address() as AddressInfo;
    const response = await fetch(`http://127.0.0.1:${port}/api/live?org=${org}`, { headers: { cookie } });
    const reader = (response.body as ReadableStream<Uint8Array>).getReader();
    const decode = (value: Uint8Array | undefined) => new TextDecoder().decode(value);
    const first = await reader.read();
    expect(decode(first.value)).toContain("event: open");
    const rest = async () => {
      let text = "";
      for (let part = await reader.read(); !part.done; part = await reader.read()) text += decode(part.value);
      server.close();
      return text;
    };
    return rest();
  }

  test("ends sessions and the streams of open pages within a second", async ({ db }) => {
    const admin = await asMember(db);
    const viewer = await joinAs(db, admin.orgId, "viewer");
    const [one, two] = [await openTab(db, viewer.userId), await openTab(db, viewer.userId)];
    const stream = listenOn(db, one.cookie, admin.slug);
    await new Promise((resolve) => setTimeout(resolve, 300));
    const started = performance.now();
    expect(await signOutMember(admin.ctx, { memberId: viewer.memberId })).toEqual({ sessions: 2 });
    await expect(two.api().access.whoAmI()).rejects.toMatchObject({ code: "UNAUTHORIZED" });
    expect(await stream).toContain("event: signed-out");
    expect(performance.now() - started).toBeLessThan(1000);
  });

  test("a deactivated member's open page is ended as well", async ({ db }) => {
    const admin = await asMember(db);
    const viewer = await joinAs(db, admin.orgId, "viewer");
    const tab = await openTab(db, viewer.userId);
    const stream = listenOn(db, tab.cookie, admin.slug);
    await new Promise((resolve) => setTimeout(resolve, 300));
    await setMemberActive(admin.ctx, { memberId: viewer.memberId, active: false, version: 1 });
    expect(await stream).toContain("event: signed-out");
  });
});

describe("who may", () => {
  test.for(ROLES.filter((role) => role !== "admin"))("%s may not manage members", async (role, { db }) => {
    const { slug, memberId, userId } = await asMember(db, role);
    const { api } = await openTab(db, userId);
    const ref = { org: slug, memberId, version: 1 };
    const refused = { code: "FORBIDDEN" };
    await expect(api().member.changeRole({ ...ref, role: "admin" })).rejects.toMatchObject(refused);
    await expect(api().member.setActive({ ...ref, active: false })).rejects.toMatchObject(refused);
    await expect(api().member.signOutEverywhere(ref)).rejects.toMatchObject(refused);
    const { rows } = await api().member.rows({ org: slug });
    expect(rows).toMatchObject([{ role, active: true, version: 1, lastSignInAt: null }]);
  });

  test("another organisation's member does not exist", async ({ db }) => {
    const [mine, theirs] = [await asMember(db), await asMember(db)];
    const ref = { memberId: theirs.memberId, version: 1 };
    const missing = { code: "NOT_FOUND" };
    await expect(changeRole(mine.ctx, { ...ref, role: "viewer" })).rejects.toMatchObject(missing);
    await expect(setMemberActive(mine.ctx, { ...ref, active: false })).rejects.toMatchObject(missing);
    await expect(signOutMember(mine.ctx, ref)).rejects.toMatchObject(missing);
    const { api } = await openTab(db, mine.userId);
    await expect(api().member.rows({ org: theirs.slug })).rejects.toMatchObject(missing);
  });
});

test("the list: search, filters, pages, and last sign-ins for administrators", async ({ db }) => {
  const admin = await asMember(db, "admin", "Zoe Admin");
  for (let i = 0; i < 60; i++)
    await joinAs(db, admin.orgId, i % 2 ? "viewer" : "pmo", `Person ${String(i).padStart(2, "0")}`);
  const percent = await joinAs(db, admin.orgId, "finance", "Fifty % Person");
  await setMemberActive(admin.ctx, { memberId: percent.memberId, active: false, version: 1 });
  const { api } = await openTab(db, admin.userId);
  const list = (asked: object) => api().member.rows({ org: admin.slug, ...asked });
  const is = (column: string, value: string) => ({ filter: { column, op: "is" as const, values: [value] } });
  const all = await list({});
  expect(all).toMatchObject({ total: 62, all: 62, page: 1, pageSize: 50 });
  expect(all.rows).toHaveLength(50);
  const second = await list({ page: 2 });
  expect(second.rows.map(({ name }) => name).slice(-2)).toEqual(["Person 59", "Zoe Admin"]);
  expect((second.rows.at(-1)?.lastSignInAt?.getTime() ?? 0) / 1000).toBeCloseTo(Date.now() / 1000, -2);
  expect(await list({ page: 3 })).toMatchObject({ rows: [], total: 62 });
  expect((await list({ q: "person 1" })).total).toBe(10);
  expect((await list({ q: "%" })).rows.map(({ name }) => name)).toEqual(["Fifty % Person"]);
  expect((await list(is("role", "viewer"))).total).toBe(30);
  expect((await list(is("state", "deactivated"))).rows.map(({ id }) => id)).toEqual([percent.memberId]);
  const options = await api().member.options({ org: admin.slug, q: "person" });
  expect(options).toHaveLength(20);
  expect((await api().member.options({ org: admin.slug, q: "fifty" })).length).toBe(0);
});
