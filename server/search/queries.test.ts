import { sql } from "drizzle-orm";
import { describe, expect } from "vitest";
import { initiative, program } from "@/db/schema/initiative";
import { model } from "@/db/schema/model";
import type { OrgContext } from "../context";
import { change } from "../record/change";
import { mintInstant } from "../record/instant";
import { asMember, joinAs, test } from "../testing";
import { find, listRecent } from "./queries";

const add = (ctx: OrgContext, title: string, code: string, more: object = {}) =>
  change(ctx, { name: "add" }, (tx) =>
    tx
      .insert(initiative)
      .values({ orgId: ctx.orgId, code, title, ...more })
      .returning({ id: initiative.id }),
  );
const titles = async (ctx: OrgContext, q: string) => (await find(ctx, { q })).map(({ title }) => title);

describe("find", () => {
  test("finds every noun by the letters it begins with, its code, and nearly right words", async ({ db }) => {
    const { ctx, orgId } = await asMember(db, "pmo", "Sepideh Rahimi");
    await add(ctx, "Sepsis early warning", "AI-014", { stage: "pilot" });
    await add(ctx, "Radiology triage", "AI-015");
    await change(ctx, { name: "add" }, async (tx) => {
      await tx.insert(model).values({ orgId, name: "Sepsis risk 48 h" });
      await tx.insert(program).values({ orgId, name: "Sepsis program" });
    });
    const found = await find(ctx, { q: "seps" });
    expect(new Set(found.map(({ noun }) => noun))).toEqual(new Set(["initiative", "model", "program"]));
    expect(found.find(({ noun }) => noun === "initiative")).toMatchObject({
      detail: "AI-014, pilot",
      path: "initiatives/AI-014",
    });
    expect(await titles(ctx, "ai-015")).toContain("Radiology triage");
    expect(await titles(ctx, "radilogy")).toContain("Radiology triage");
    expect(await titles(ctx, "rahimi")).toEqual(["Sepideh Rahimi"]);
    expect(await titles(ctx, "")).toEqual([]);
  });

  test("shows nothing the role may not read, nothing restricted, nothing of another organisation", async ({ db }) => {
    const { ctx, orgId } = await asMember(db, "pmo", "Ana Lind");
    await add(ctx, "Quiet merger study", "AI-001", {
      restricted: true,
      leadId: ctx.actor.kind === "user" ? ctx.actor.memberId : null,
    });
    const viewer = await joinAs(db, orgId, "viewer", "Vic Tam");
    const stranger = await asMember(db, "admin", "Other Admin");
    expect(await titles(ctx, "quiet")).toEqual(["Quiet merger study"]);
    expect(await titles(viewer.ctx, "quiet")).toEqual([]);
    expect(await titles(stranger.ctx, "quiet")).toEqual([]);
    expect(await listRecent(viewer.ctx, { refs: [{ noun: "initiative", ref: "AI-001" }] })).toEqual([]);
  });

  test("searches a past day as it was recorded", async ({ db }) => {
    const { ctx } = await asMember(db, "pmo", "Ana Lind");
    const [row] = await add(ctx, "Falls prediction", "AI-001");
    const asOf = await mintInstant(ctx);
    await change(ctx, { name: "rename" }, (tx) =>
      tx.execute(sql`update initiative set title = 'Bed planning' where id = ${row?.id}`),
    );
    expect(await titles(ctx, "falls")).toEqual([]);
    expect(await titles({ ...ctx, asOf }, "falls")).toEqual(["Falls prediction"]);
  });

  test("takes any text", async ({ db }) => {
    const { ctx } = await asMember(db, "pmo", "Ana Lind");
    await add(ctx, "100 % of 'beds' & wards", "AI-001");
    for (const q of ["%", "_", "\\", "'", "a & b | !", "((", ":*", "\u0001", "🙂", "x".repeat(200), "<->", "a:b:c"])
      expect(Array.isArray(await find(ctx, { q }))).toBe(true);
    expect(await titles(ctx, "beds")).toEqual(["100 % of 'beds' & wards"]);
  });
});

test("recent ones keep their order and are named as they are now", async ({ db }) => {
  const { ctx, orgId } = await asMember(db, "pmo", "Ana Lind");
  await add(ctx, "One", "AI-001");
  await add(ctx, "Two", "AI-002");
  const [kept] = await change(ctx, { name: "add" }, (tx) =>
    tx.insert(model).values({ orgId, name: "Readmission" }).returning({ id: model.id }),
  );
  const refs = [
    { noun: "initiative" as const, ref: "AI-002" },
    { noun: "model" as const, ref: kept?.id ?? "" },
    { noun: "initiative" as const, ref: "AI-404" },
    { noun: "initiative" as const, ref: "AI-001" },
  ];
  expect((await listRecent(ctx, { refs })).map(({ title }) => title)).toEqual(["Two", "Readmission", "One"]);
});
