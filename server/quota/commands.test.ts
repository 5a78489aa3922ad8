import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { describe, expect } from "vitest";
import { connect } from "@/db/client";
import { connection } from "@/db/schema/connection";
import { initiative } from "@/db/schema/initiative";
import { membership } from "@/db/schema/organisation";
import { quota } from "@/db/schema/quota";
import type { QuotaKind } from "@/domain/quota/limit";
import { jobContext, type OrgContext } from "../context";
import { change } from "../record/change";
import { asMember, joinAs, type TestDatabase, test } from "../testing";
import { setQuotas } from "./commands";
import { listQuotas } from "./queries";

async function limited(db: TestDatabase, orgId: string, limits: Partial<Record<QuotaKind, number | null>>) {
  const owner = connect(db.ownerUrl, { max: 1 });
  const ctx = jobContext({ db: owner, emit: async () => undefined }, "Command line", orgId);
  const given = Object.entries(limits).map(([kind, most]) => ({ kind: kind as QuotaKind, most: most ?? null }));
  await setQuotas(ctx, given).finally(() => owner.end());
}

const start = (ctx: OrgContext, code: string, restricted = false) =>
  change(ctx, { name: "initiative.create" }, (tx) =>
    tx.insert(initiative).values({ orgId: ctx.orgId, code, title: code, restricted }),
  );

describe("limits of an organisation", () => {
  test("nothing is limited but documents until somebody says so; use is said kind by kind", async ({ db }) => {
    const { ctx } = await asMember(db);
    await start(ctx, "AI-1");
    const held = new Map((await listQuotas(ctx)).map(({ kind, ...more }) => [kind, more]));
    expect(held.get("members")).toEqual({ used: 1, most: null });
    expect(held.get("initiatives")).toEqual({ used: 1, most: null });
    expect(held.get("points")).toEqual({ used: 0, most: null });
    expect(held.get("documents")).toEqual({ used: 0, most: 10_000_000_000 });
  });

  test("PostgreSQL refuses what leads past one, in words; ten at once do not pass either", async ({ db }) => {
    const { ctx, orgId } = await asMember(db);
    await limited(db, orgId, { initiatives: 3, members: 2 });
    await start(ctx, "AI-1", true);
    const tries = await Promise.allSettled(Array.from({ length: 10 }, (_, at) => start(ctx, `AI-${at + 2}`)));
    expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(2);
    await expect(start(ctx, "AI-99")).rejects.toMatchObject({
      code: "PRECONDITION_FAILED",
      message: expect.stringContaining("The limit of this organisation is reached: 3 initiatives."),
    });
    const viewer = await joinAs(db, orgId, "viewer");
    await expect(joinAs(db, orgId, "viewer")).rejects.toThrow("2 active members");
    const set = (active: boolean) =>
      change(ctx, { name: "membership.edit" }, (tx) =>
        tx.update(membership).set({ active }).where(eq(membership.id, viewer.memberId)),
      );
    await set(false);
    await joinAs(db, orgId, "viewer");
    await expect(set(true)).rejects.toThrow("2 active members");
    await limited(db, orgId, { initiatives: null, members: 1 });
    await start(ctx, "AI-100");
    expect(await listQuotas(ctx)).toContainEqual({ kind: "members", used: 2, most: 1 });
  });

  test("connections count while they are not archived", async ({ db }) => {
    const { ctx, orgId } = await asMember(db);
    await limited(db, orgId, { connections: 0 });
    const add = (id: string) =>
      change(ctx, { name: "connection.create" }, (tx) =>
        tx.insert(connection).values({ orgId, id, name: id, platform: "openmetrics", url: "http://127.0.0.1/m" }),
      );
    await expect(add(randomUUID())).rejects.toThrow("0 connections");
  });

  test("an organisation does not raise its own limit, and is not held to another's", async ({ db }) => {
    const [one, two] = [await asMember(db), await asMember(db)];
    await limited(db, one.orgId, { initiatives: 0 });
    const raise = change(one.ctx, { name: "x" }, (tx) => tx.update(quota).set({ most: 9 }));
    await expect(raise).rejects.toMatchObject({ cause: { code: "42501" } });
    await start(two.ctx, "AI-1");
  });
});
