import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { describe, expect } from "vitest";
import { connect, type Database } from "@/db/client";
import { initiative } from "@/db/schema/initiative";
import type { Role } from "@/domain/access/permission";
import { change } from "../record/change";
import { read } from "../record/read";
import { asMember, joinAs, type Member, type TestDatabase, test } from "../testing";
import { hashToken, requestContext } from "./context";
import { createCallerFactory, readProcedure, router } from "./init";
import { appRouter } from "./root";

/** The same database, counting questions for a session and noting each statement that reads, in order. */
function watched(db: Database) {
  const seen = { resolved: 0, sent: [] as string[] };
  const raw = new Proxy(db.sql, {
    apply(target, self, args: [TemplateStringsArray, ...unknown[]]) {
      if (args[0].join("").includes("private.resolve(")) seen.resolved += 1;
      return Reflect.apply(target as unknown as (...given: unknown[]) => unknown, self, args);
    },
  });
  const pool = new Proxy(db.pool, {
    get(target, name) {
      if (name !== "reserve") return Reflect.get(target, name);
      return async () => {
        const connection = await target.reserve();
        return new Proxy(connection, {
          get(inner, key) {
            if (key !== "unsafe") return Reflect.get(inner, key);
            return (...args: Parameters<typeof connection.unsafe>) => {
              seen.sent.push(args[0]);
              return inner.unsafe(...args);
            };
          },
        });
      };
    },
  });
  return { db: { ...db, sql: raw, pool } as Database, seen };
}

/** A browser of the member, signed in, that asks for the register; each request has a context of its own. */
async function signedIn(db: TestDatabase, { userId }: Member, slug: string) {
  const token = randomUUID();
  const hash = hashToken(token);
  await db.sql`select private.open_session(${userId}, ${hash}, ${new Date(Date.now() + 86_400_000)}, 'test')`;
  const { db: spied, seen } = watched(db);
  const context = () =>
    requestContext({
      ...{ db: spied, emit: async () => undefined, cookie: `authjs.session-token=${token}` },
      ...{ address: "10.0.0.1", userAgent: "test" },
    });
  const titles = async (at?: string) => {
    const input = { org: slug, columns: ["title"], ...(at && { at }) };
    const { rows } = await createCallerFactory(appRouter)(context()).initiative.rows(input);
    return rows.map(({ title }) => title);
  };
  return { hash, seen, context, titles };
}

async function office(db: TestDatabase, role: Role = "viewer") {
  const admin = await asMember(db, "admin", "Ana Lind");
  await change(admin.ctx, { name: "fill" }, (tx) =>
    tx.insert(initiative).values({ orgId: admin.orgId, code: "A-1", title: "Sepsis alert" }),
  );
  const member = await joinAs(db, admin.orgId, role, "Kim Dale");
  const set = (what: ReturnType<typeof sql>) =>
    change(admin.ctx, { name: "member.edit" }, (tx) =>
      tx.execute(sql`update membership set ${what} where id = ${member.memberId}::uuid`),
    );
  return { admin, member, set, tab: await signedIn(db, member, admin.slug) };
}

describe("a session known from before", () => {
  test("is confirmed in the message that reads, before what it reads, and asked for no more", async ({ db }) => {
    const { tab } = await office(db);
    expect(await tab.titles()).toEqual(["Sepsis alert"]);
    expect(tab.seen.resolved).toBe(1);
    tab.seen.sent.length = 0;
    expect(await tab.titles()).toEqual(["Sepsis alert"]);
    expect(tab.seen.resolved).toBe(1);
    const [first = "", second = ""] = tab.seen.sent.filter((text) => text !== "commit");
    expect(first).toMatch(/^begin isolation level repeatable read read only; select private\.confirm_session\('/);
    expect(first.indexOf("confirm_session")).toBeLessThan(first.indexOf("set_config"));
    expect(second).toContain('"initiative"');
  });

  test("stops at once when it is revoked, by any way", async ({ db }) => {
    for (const end of [
      (hash: string, _: Member) => db.sql`select private.close_session(${hash})`,
      (_: string, { userId }: Member) => db.sql`select private.close_sessions(${userId})`,
    ]) {
      const { tab, member } = await office(db);
      expect(await tab.titles()).toHaveLength(1);
      await end(tab.hash, member);
      for (const _ of [1, 2]) await expect(tab.titles()).rejects.toMatchObject({ code: "UNAUTHORIZED" });
    }
  });

  test("is what its membership is now", async ({ db }) => {
    const { tab, set } = await office(db, "viewer");
    expect(await tab.titles()).toHaveLength(1);
    await set(sql`name = 'Kim Dale-Ross'`);
    expect(await tab.titles()).toHaveLength(1);
    expect(tab.seen.resolved).toBe(2); // another answer: asked anew
    expect(await tab.titles()).toHaveLength(1);
    expect(tab.seen.resolved).toBe(2);
    await set(sql`active = false`);
    for (const _ of [1, 2]) await expect(tab.titles()).rejects.toMatchObject({ code: "NOT_FOUND" });
    await set(sql`active = true`);
    expect(await tab.titles()).toHaveLength(1);
  });

  test("reads as the role it has now", async ({ db }) => {
    const { admin, tab, set } = await office(db, "admin");
    await change(admin.ctx, { name: "restrict" }, (tx) =>
      tx.insert(initiative).values({ orgId: admin.orgId, code: "A-2", title: "Hidden", restricted: true }),
    );
    expect(await tab.titles()).toEqual(["Sepsis alert", "Hidden"]);
    expect(await tab.titles()).toEqual(["Sepsis alert", "Hidden"]);
    await set(sql`role = 'viewer'`);
    expect(await tab.titles()).toEqual(["Sepsis alert"]);
    await set(sql`role = 'auditor'`);
    expect(await tab.titles()).toEqual(["Sepsis alert", "Hidden"]);
  });

  test("shows the second factor as soon as its organisation asks for one", async ({ db }) => {
    const { admin, tab } = await office(db);
    expect(await tab.titles()).toHaveLength(1);
    const ask = (wanted: boolean) =>
      change(admin.ctx, { name: "organisation.edit" }, (tx) =>
        tx.execute(sql`update organisation set require_factor = ${wanted} where org_id = ${admin.orgId}::uuid`),
      );
    await ask(true);
    for (const _ of [1, 2]) await expect(tab.titles()).rejects.toMatchObject({ code: "FORBIDDEN" });
    await ask(false);
    expect(await tab.titles()).toHaveLength(1);
  });

  test("has its use noted", async ({ db }) => {
    const { tab } = await office(db);
    const owner = connect(db.superUrl, { max: 1 });
    const used = async () => {
      const [row] = await owner.sql<{ at: Date | null }[]>`
        select last_used_at as at from private.session where token_hash = ${tab.hash}`;
      return row?.at?.getTime() ?? 0;
    };
    const hourAgo = Date.now() - 3_600_000;
    await tab.titles();
    await expect.poll(used).toBeGreaterThan(hourAgo);
    await owner.sql`update private.session set last_used_at = ${new Date(hourAgo)} where token_hash = ${tab.hash}`;
    await tab.titles();
    expect(tab.seen.resolved).toBe(1); // by what it read, not by a question of its own
    await expect.poll(used).toBeGreaterThan(hourAgo);
    await owner.end();
  });

  test("that is gone reads nothing: what follows in its message fails with it", async ({ db }) => {
    const { admin, tab } = await office(db);
    await tab.titles();
    const found = tab.context().presume(admin.slug);
    await db.sql`select private.close_session(${tab.hash})`;
    expect(found).not.toBeNull();
    const rows: unknown[] = [];
    const reading = read({ ...admin.ctx, ...(found && { presumed: found.presumed }) }, async (tx) => {
      rows.push(...(await tx.execute(sql`select title from initiative`)));
    });
    await expect(reading).rejects.toMatchObject({ code: "PR003" });
    expect(rows).toEqual([]);
    expect(found?.presumed.isConfirmed).toBe(false);
  });
});

describe("a procedure that should read", () => {
  const calls = { count: 0 };
  const odd = router({
    none: readProcedure.meta({ permission: "initiative:read" }).query(() => {
      calls.count += 1;
      return "an answer without a look";
    }),
    write: readProcedure.meta({ permission: "initiative:read" }).mutation(() => "changed"),
  });

  test("but does not, answers only whom the gate let in", async ({ db }) => {
    const { admin, tab } = await office(db);
    await tab.titles();
    const ask = () => createCallerFactory(odd)(tab.context()).none({ org: admin.slug });
    expect(await ask()).toBe("an answer without a look");
    expect(calls.count).toBe(2); // the first answer had nobody's confirmation
    await db.sql`select private.close_session(${tab.hash})`;
    await expect(ask()).rejects.toMatchObject({ code: "UNAUTHORIZED" });
  });

  test("changes nothing", async ({ db }) => {
    const { admin, tab } = await office(db);
    await expect(createCallerFactory(odd)(tab.context()).write({ org: admin.slug })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
  });
});
