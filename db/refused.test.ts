import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { expect } from "vitest";
import { change } from "@/server/record/change";
import { asMember, test } from "@/server/testing";
import { refusalOf } from "./refused";
import { tag } from "./schema/initiative";
import { organisation } from "./schema/organisation";

const attempt = (work: PromiseLike<unknown>): Promise<unknown> =>
  Promise.resolve(work).then(
    () => "taken",
    (error: unknown) => error,
  );

test("two who save the same are told so, as are those whose ground was removed", async ({ db }) => {
  const { ctx, slug } = await asMember(db);
  const other = await asMember(db);
  const same = change(other.ctx, { name: "x" }, (tx) =>
    tx.update(organisation).set({ slug }).where(eq(organisation.orgId, other.orgId)),
  );
  expect(refusalOf(await attempt(same))).toMatchObject({ code: "CONFLICT" });
  const orphan = change(ctx, { name: "x" }, (tx) =>
    tx.insert(tag).values({ orgId: ctx.orgId, initiativeId: randomUUID(), name: "x" }),
  );
  expect(refusalOf(await attempt(orphan))).toMatchObject({
    code: "CONFLICT",
    message: expect.stringContaining("removed"),
  });
});

test("values that PostgreSQL cannot take are named, other failures are not", async ({ db }) => {
  expect(refusalOf(await attempt(db.sql`select ${2 ** 31}::bigint::integer`))?.message).toMatch(/number is larger/);
  expect(refusalOf(await attempt(db.sql`select ${"a\0b"}::text`))?.message).toMatch(/null character/);
  expect(refusalOf(await attempt(db.sql`select ${"x"}::text::uuid`))?.message).toMatch(/cannot be read/);
  expect(refusalOf(await attempt(db.sql`select ${"2026-13-01"}::text::date`))?.message).toMatch(/date/);
  expect(refusalOf(await attempt(db.sql`select ${"(a"}::text ~ ${"(a"}::text`))?.message).toMatch(/pattern/);
  expect(
    refusalOf(new Error("outer", { cause: await attempt(db.sql`select ${2 ** 31}::bigint::integer`) })),
  ).not.toBeNull();
  expect(refusalOf(await attempt(db.sql`select 1 / 0`))).toBeNull();
  expect(refusalOf(await attempt(db.sql`select * from nowhere`))).toBeNull();
  expect(refusalOf("22003")).toBeNull();
});
