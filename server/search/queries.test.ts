import { readFile } from "node:fs/promises";
import { sql } from "drizzle-orm";
import { describe, expect } from "vitest";
import { connect } from "@/db/client";
import { initiative, program } from "@/db/schema/initiative";
import { model } from "@/db/schema/model";
import { rowsInput } from "@/domain/table/input";
import type { OrgContext } from "../context";
import { initiativeRegister } from "../initiative/register/columns";
import { change } from "../record/change";
import { mintInstant } from "../record/instant";
import { listRows } from "../table/rows";
import { asMember, joinAs, test } from "../testing";
import { find, listRecent } from "./queries";

const add = (ctx: OrgContext, title: string, code: string, more: object = {}) =>
  change(ctx, { name: "add" }, (tx) =>
    tx
      .insert(initiative)
      .values({ orgId: ctx.orgId, code, title, ...more })
      .returning({ id: initiative.id }),
  );
const many = <T>(count: number, make: (n: number) => T): T[] => Array.from({ length: count }, (_, n) => make(n + 1));
/** B-00001, B-00002, … with titles that begin alike. */
const addMany = (ctx: OrgContext, count: number, title: string, more: object = {}) =>
  change(ctx, { name: "add" }, (tx) =>
    tx.insert(initiative).values(
      many(count, (n) => ({
        orgId: ctx.orgId,
        code: `B-${String(n).padStart(5, "0")}`,
        title: `${title} ${n}`,
        ...more,
      })),
    ),
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

  test("puts what was typed whole first, however common its words, and misses no noun for another", async ({ db }) => {
    const { ctx, orgId } = await asMember(db, "pmo", "Ana Lind");
    await addMany(ctx, 900, "Assistant for ward");
    await add(ctx, "Assistant", "ZZ-1");
    await add(ctx, "Quiet one", "Assistant for ward");
    await add(ctx, "The other assistant", "ZZ-2", { problem: "Assistant" });
    await change(ctx, { name: "add" }, (tx) =>
      tx.insert(model).values([{ orgId, name: "Ranking assistant" }, ...many(700, (n) => ({ orgId, name: `M ${n}` }))]),
    );
    expect((await find(ctx, { q: "assistant" }))[0]).toMatchObject({ title: "Assistant" });
    expect((await find(ctx, { q: "ASSISTANT FOR WARD" }))[0]).toMatchObject({ title: "Quiet one" });
    expect((await find(ctx, { q: "b-00017" }))[0]).toMatchObject({ title: "Assistant for ward 17" });
    expect((await find(ctx, { q: "zz-1" })).map(({ title }) => title)).toEqual(["Assistant"]);
    expect(await titles(ctx, "assistant")).toContain("Ranking assistant");
    expect(await titles(ctx, "the other a")).toEqual(["The other assistant"]);
  });

  test("finds by every part of a word typed so far, and by several words of which one is wrong", async ({ db }) => {
    const { ctx } = await asMember(db, "pmo", "Ana Lind");
    await addMany(ctx, 60, "Ward");
    await add(ctx, "Early warnings initiative 4", "AI-014");
    for (let typed = 3; typed <= "initiative".length; typed += 1)
      expect(await titles(ctx, "initiative".slice(0, typed)), "initiative".slice(0, typed)).toEqual([
        "Early warnings initiative 4",
      ]);
    for (const q of ["warning", "warnings", "early initative", "erly warning", "initative 4"])
      expect(await titles(ctx, q), q).toEqual(["Early warnings initiative 4"]);
    expect(await titles(ctx, "early zzzzz")).toEqual([]);
  });

  test("shows what may be seen though much of what ranks above it is hidden, now and as of a past day", async ({
    db,
  }) => {
    const { ctx, orgId, memberId } = await asMember(db, "pmo", "Ana Lind");
    await addMany(ctx, 40, "Merger study", { restricted: true, leadId: memberId });
    await add(ctx, "Notes on the merger", "AI-001");
    const asOf = await mintInstant(ctx);
    await change(ctx, { name: "rename" }, (tx) =>
      tx.execute(sql`update initiative set title = 'Minutes on the merger' where code = 'AI-001'`),
    );
    const viewer = await joinAs(db, orgId, "viewer", "Vic Tam");
    expect(await titles(ctx, "merger")).toHaveLength(6);
    expect(await titles(viewer.ctx, "merger")).toEqual(["Minutes on the merger"]);
    expect(await titles({ ...viewer.ctx, asOf }, "merger")).toEqual(["Notes on the merger"]);
    expect(await titles(viewer.ctx, "merger study 1")).toEqual([]);
  });

  test("completes texts kept before names and codes were", async ({ db }) => {
    const { ctx, orgId } = await asMember(db, "pmo", "Ana Lind");
    await add(ctx, "Falls initiative", "AI-001");
    await change(ctx, { name: "add" }, (tx) => tx.insert(model).values({ orgId, name: "Falls risk" }));
    const asOf = await mintInstant(ctx);
    await change(ctx, { name: "rename" }, (tx) =>
      tx.execute(sql`update initiative set title = 'Beds' where code = 'AI-001'`),
    );
    const owner = connect(db.ownerUrl, { max: 1 });
    await owner.sql.begin(async (tx) => {
      await tx`alter table private.search_doc drop column code, drop column name`;
      await tx`truncate private.search_word`;
      await tx.unsafe(await readFile("db/mechanism/30-search.sql", "utf8"));
    });
    await owner.end();
    expect(await titles(ctx, "falls")).toEqual(["Falls risk"]);
    expect(new Set(await titles({ ...ctx, asOf }, "fals"))).toEqual(new Set(["Falls initiative", "Falls risk"]));
    expect((await find({ ...ctx, asOf }, { q: "falls initiative" }))[0]).toMatchObject({ title: "Falls initiative" });
    expect(await titles(ctx, "ai-001")).toEqual(["Beds"]);
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

test("the register's search counts every match and begins with what was typed", async ({ db }) => {
  const { ctx } = await asMember(db, "pmo", "Ana Lind");
  await addMany(ctx, 2_300, "Ward assistant");
  await add(ctx, "Assistant", "ZZ-1");
  await add(ctx, "Assistants at night", "ZZ-2");
  await add(ctx, "Assitant, mistyped", "ZZ-3");
  const search = (q: string) =>
    listRows(ctx, initiativeRegister, rowsInput.parse({ q, columns: ["title"], pageSize: 3 }));
  const common = await search("assistant");
  expect(common).toMatchObject({ total: 2_302, all: 2_303 });
  expect(common.rows.slice(0, 2).map(({ title }) => title)).toEqual(["Assistant", "Assistants at night"]);
  expect(await search("zz-2")).toMatchObject({ total: 1, rows: [{ title: "Assistants at night" }] });
  expect(await search("asistant")).toMatchObject({ total: 2_302 });
  expect(await search("assistant nigt")).toMatchObject({ total: 1, rows: [{ title: "Assistants at night" }] });
  expect(await search("nothing like it")).toMatchObject({ total: 0, all: 2_303 });
});
