import { eq, sql } from "drizzle-orm";
import { describe, expect } from "vitest";
import { customField } from "@/db/schema/custom-field";
import { initiative, program } from "@/db/schema/initiative";
import { alert, rule, series } from "@/db/schema/metric";
import { model } from "@/db/schema/model";
import { INITIATIVE_STAGES } from "@/domain/initiative/choice";
import { INITIATIVE_REGISTER } from "@/domain/initiative/columns";
import { initiativeCreation } from "@/domain/initiative/edit";
import { ATTENTION_REASONS } from "@/domain/pack/standing";
import { customKey, isFilterable, isSortable, RELEVANCE, type RegisterColumn } from "@/domain/table/column";
import { rowsInput, valuesInput } from "@/domain/table/input";
import { readerOf, viewFromParams } from "@/domain/table/view-params";
import type { OrgContext } from "../../context";
import { change } from "../../record/change";
import { mintInstant } from "../../record/instant";
import { listValues } from "../../table/group";
import { asMember, joinAs, test } from "../../testing";
import { createInitiative, editInitiative } from "../commands";
import { exportInitiatives } from "../export";
import { formChoices, getInitiative } from "../queries";
import { initiativeRegister } from "./columns";
import { listInitiatives, summariseInitiatives } from "./queries";

type Given = { [name: string]: unknown };

const COLUMNS: readonly RegisterColumn[] = INITIATIVE_REGISTER.columns;

/** What the register asks for under an address: names and values as they stand in one, and beside them what is no part of it. */
function asked({ ids, sort, columns, page, pageSize, ...address }: Given) {
  const { q, filter, archived } = viewFromParams(readerOf(address as Record<string, string>), INITIATIVE_REGISTER);
  return rowsInput.parse({ q, filter, archived, ids, sort: sort ? [sort] : [], columns, page, pageSize });
}
const list = (ctx: OrgContext, given: Given = {}) => listInitiatives(ctx, asked(given));
const titles = async (ctx: OrgContext, given: Given = {}) => (await list(ctx, given)).rows.map(({ title }) => title);
const facet = (ctx: OrgContext, { facet: column, find, ...given }: Given) =>
  listValues(ctx, initiativeRegister, valuesInput.parse({ ...asked(given), column, find }));
const make = (ctx: OrgContext, given: object) => createInitiative(ctx, initiativeCreation.parse(given));
const summary = (ctx: OrgContext, given: Given = {}) => summariseInitiatives(ctx, { ...asked(given), worst: 50 });

async function csv(ctx: OrgContext, given: Given = {}): Promise<string> {
  const chunks: string[] = [];
  await exportInitiatives(ctx, { view: asked(given) }, (chunk) => void chunks.push(chunk));
  return chunks.join("");
}

/** A live model with one open alert of a level, or a closed one for "inside". */
async function addModel(
  ctx: OrgContext,
  initiativeId: string,
  level: "critical" | "warning" | "no_data" | "inside",
  status: "live" | "retired" = "live",
) {
  const { orgId } = ctx;
  await change(ctx, { name: "model" }, async (tx) => {
    const [m] = await tx
      .insert(model)
      .values({ orgId, name: `Model ${level}`, initiativeId, status })
      .returning({ id: model.id });
    const modelId = m?.id ?? "";
    const [s] = await tx
      .insert(series)
      .values({ orgId, modelId, metric: "recall", label: "Recall", key: modelId })
      .returning({ id: series.id });
    const seriesId = s?.id ?? "";
    const [r] = await tx
      .insert(rule)
      .values({ orgId, modelId, seriesId, direction: "low", critical: 0.5 })
      .returning({ id: rule.id });
    const opened = { orgId, modelId, seriesId, ruleId: r?.id ?? "", openedAt: new Date("2026-01-05T00:00:00Z") };
    const open =
      level === "inside" ? { level: "critical" as const, closedAt: new Date("2026-01-06T00:00:00Z") } : { level };
    await tx.insert(alert).values({ ...opened, ...open });
  });
}

describe("the register", () => {
  test("filters join with and, values of one with or; none stands for an empty value", async ({ db }) => {
    const { ctx, orgId } = await asMember(db, "pmo", "Ana Lind");
    const kim = await joinAs(db, orgId, "owner", "Kim Dale");
    const [top] = await change(ctx, { name: "p" }, (tx) =>
      tx.insert(program).values({ orgId, name: "Top" }).returning({ id: program.id }),
    );
    const [sub] = await change(ctx, { name: "p" }, (tx) =>
      tx
        .insert(program)
        .values({ orgId, name: "Sub", parentId: top?.id ?? "" })
        .returning({ id: program.id }),
    );
    await make(ctx, {
      title: "A",
      stage: "build",
      tier: 1,
      businessUnit: "Wards",
      tags: ["x"],
      programId: sub?.id,
      ownerId: kim.memberId,
    });
    await make(ctx, { title: "B", stage: "pilot", tier: 2, businessUnit: "Wards", tags: ["x", "y"], type: "agent" });
    await make(ctx, { title: "C", tags: ["y"], programId: top?.id });
    expect(await titles(ctx, { stage: ["build", "none"] })).toEqual(["A", "C"]);
    expect(await titles(ctx, { stage: ["build", "pilot"], tier: ["2"] })).toEqual(["B"]);
    expect(await titles(ctx, { unit: ["Wards"], type: ["none"] })).toEqual(["A"]);
    expect(await titles(ctx, { tag: ["y"] })).toEqual(["B", "C"]);
    expect(await titles(ctx, { program: [top?.id] })).toEqual(["A", "C"]);
    expect(await titles(ctx, { program: ["none"] })).toEqual(["B"]);
    expect(await titles(ctx, { owner: [kim.memberId] })).toEqual(["A"]);
    expect(await titles(ctx, { owner: ["none"] })).toEqual(["B", "C"]);
    expect(await titles(ctx, { changed: "2020-01-01" })).toEqual(["A", "B", "C"]);
    expect(await titles(ctx, { changed: "2999-01-01" })).toEqual([]);
    expect(await list(ctx, { stage: ["build"] })).toMatchObject({ total: 1, all: 3 });
    const row = (await list(ctx, { q: "A", stage: ["build"], columns: ["program", "tag"] })).rows[0];
    expect(row).toMatchObject({
      ownerName: "Kim Dale",
      cells: { program: { label: "Sub" }, tag: ["x"] },
      models: [],
      restricted: false,
    });
    expect(await facet(ctx, { facet: "stage", tier: ["2"] })).toContainEqual({
      value: "pilot",
      label: "Pilot",
      count: 1,
    });
    expect(
      (await facet(ctx, { facet: "stage", stage: ["build"] })).find(({ value }) => value === "none"),
    ).toMatchObject({ count: 1, label: "not stated" });
    expect(await facet(ctx, { facet: "tag" })).toEqual([
      { value: "x", label: "x", count: 2 },
      { value: "y", label: "y", count: 2 },
    ]);
    expect(await facet(ctx, { facet: "owner", find: "kim" })).toEqual([
      { value: kim.memberId, label: "Kim Dale", count: 1 },
    ]);
    expect(await facet(ctx, { facet: "unit" })).toContainEqual({ value: "none", label: "not stated", count: 1 });
    for (const { key } of COLUMNS.filter(isFilterable))
      expect(Array.isArray(await facet(ctx, { facet: key, q: "A" }))).toBe(true);
    expect(await formChoices(ctx)).toMatchObject({
      units: ["Wards"],
      tags: ["x", "y"],
      programs: [{ name: "Sub" }, { name: "Top" }],
    });
  });

  test("every sort puts empty values last, both ways, and pages do not overlap", async ({ db }) => {
    const { ctx, orgId } = await asMember(db, "pmo");
    const [field] = await change(ctx, { name: "f" }, (tx) =>
      tx
        .insert(customField)
        .values({ orgId, noun: "initiative", label: "Budget", kind: "number" })
        .returning({ id: customField.id }),
    );
    const id = field?.id ?? "";
    await make(ctx, {
      title: "early",
      stage: "production",
      startOn: "2026-01-01",
      targetOn: "2026-03-01",
      custom: { [id]: "9" },
    });
    await make(ctx, {
      title: "Late",
      stage: "idea",
      startOn: "2026-02-01",
      targetOn: "2026-02-02",
      custom: { [id]: "10" },
    });
    await make(ctx, { title: "bare" });
    const by = (key: string, descending: boolean) => titles(ctx, { sort: { key, descending } });
    expect(await by("title", false)).toEqual(["bare", "early", "Late"]);
    expect(await by("title", true)).toEqual(["Late", "early", "bare"]);
    expect(await by("stage", false)).toEqual(["Late", "early", "bare"]);
    expect(await by("stage", true)).toEqual(["early", "Late", "bare"]);
    expect(await by("target", false)).toEqual(["Late", "early", "bare"]);
    expect(await by("target", true)).toEqual(["early", "Late", "bare"]);
    expect(await by(`custom.${id}`, false)).toEqual(["early", "Late", "bare"]);
    expect(await by(`custom.${id}`, true)).toEqual(["Late", "early", "bare"]);
    for (const key of [RELEVANCE, ...COLUMNS.filter(isSortable).map((column) => column.key)])
      for (const descending of [true, false]) expect(await by(key, descending)).toHaveLength(3);
    const pages = await Promise.all(
      [1, 2, 3, 4].map((page) => titles(ctx, { page, pageSize: 1, sort: { key: "type" } })),
    );
    expect(pages.flat().sort()).toEqual(["Late", "bare", "early"]);
    expect((await list(ctx, { columns: [customKey(id)] })).rows.map(({ cells }) => cells[customKey(id)])).toEqual([
      9,
      10,
      null,
    ]);
  });

  test("searches words, prefixes, codes and typing errors, the best first", async ({ db }) => {
    const { ctx } = await asMember(db, "pmo");
    await make(ctx, { title: "Readmission outreach", problem: "sepsis is mentioned here" });
    await make(ctx, { title: "Sepsis early warning" });
    await make(ctx, { title: "Denial prediction", code: "RC-7" });
    expect(await titles(ctx, { q: "sepsis" })).toEqual(["Sepsis early warning", "Readmission outreach"]);
    expect(await titles(ctx, { q: "sepsiss" })).toEqual(["Sepsis early warning"]);
    expect(await titles(ctx, { q: "readmis" })).toEqual(["Readmission outreach"]);
    expect(await titles(ctx, { q: "RC-7" })).toEqual(["Denial prediction"]);
    expect(await list(ctx, { q: "nothing like it" })).toMatchObject({ rows: [], total: 0, all: 3 });
    expect(await titles(ctx, { q: "sepsis", sort: { key: "title" } })).toEqual([
      "Readmission outreach",
      "Sepsis early warning",
    ]);
    expect(await titles(ctx, { q: "'); drop table x --" })).toEqual([]);
  });

  test("reads as of an instant, also its search and counts", async ({ db }) => {
    const { ctx } = await asMember(db, "pmo");
    const { id } = await make(ctx, { title: "Falcon", stage: "idea" });
    const then = await mintInstant(ctx);
    await editInitiative(ctx, { id, version: 1, patch: { title: "Heron" } });
    await make(ctx, { title: "Newer" });
    const past = { ...ctx, asOf: then };
    expect(await titles(past)).toEqual(["Falcon"]);
    expect(await list(past, { q: "falcon" })).toMatchObject({ total: 1, all: 1 });
    expect(await titles(ctx, { q: "falcon" })).toEqual([]);
    expect(await facet(past, { facet: "stage" })).toContainEqual({ value: "idea", label: "Idea", count: 1 });
    expect((await summary(past)).cells).toEqual([{ stage: "idea", tier: null, standing: "watch", count: 1 }]);
    expect(await csv(past)).toContain("Falcon");
    expect((await list(past)).rows[0]?.updatedAt.getTime()).toBeLessThanOrEqual(then.getTime());
  });

  test("another organisation sees nothing", async ({ db }) => {
    const { ctx } = await asMember(db, "pmo");
    const other = await asMember(db, "admin");
    const { id, code } = await make(ctx, { title: "Ours", businessUnit: "Wards", tags: ["t"] });
    expect(await list(other.ctx)).toMatchObject({ rows: [], total: 0, all: 0 });
    expect(await list(other.ctx, { q: "ours" })).toMatchObject({ total: 0 });
    expect(await list(other.ctx, { ids: [id] })).toMatchObject({ total: 0 });
    expect(await facet(other.ctx, { facet: "unit" })).toEqual([]);
    expect((await summary(other.ctx)).cells).toEqual([]);
    expect((await formChoices(other.ctx)).tags).toEqual([]);
    expect((await csv(other.ctx)).split("\r\n")).toHaveLength(2);
    for (const ref of [id, code])
      await expect(getInitiative(other.ctx, ref)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  test("a restricted initiative is in nobody else's rows, counts, search, choices, summary or export", async ({
    db,
  }) => {
    const { ctx, orgId, memberId } = await asMember(db, "admin");
    const [pmo, auditor, lead] = await Promise.all([
      joinAs(db, orgId, "pmo"),
      joinAs(db, orgId, "auditor"),
      joinAs(db, orgId, "viewer"),
    ]);
    await make(ctx, { title: "Open one", businessUnit: "Wards", ownerId: memberId });
    const secret = await make(ctx, {
      title: "Merger plan",
      businessUnit: "Board",
      tags: ["hush"],
      stage: "pilot",
      leadId: lead.memberId,
      restricted: true,
    });
    const then = await mintInstant(ctx);
    for (const { ctx: see } of [{ ctx }, auditor, lead]) {
      expect(await list(see)).toMatchObject({ total: 2, all: 2 });
      expect((await getInitiative(see, secret.id)).title).toBe("Merger plan");
    }
    for (const blind of [pmo.ctx, { ...pmo.ctx, asOf: then }]) {
      expect(await list(blind)).toMatchObject({ total: 1, all: 1 });
      expect(await list(blind, { q: "merger" })).toMatchObject({ rows: [], total: 0 });
      expect(await list(blind, { ids: [secret.id] })).toMatchObject({ total: 0 });
      expect(await list(blind, { restricted: "yes" })).toMatchObject({ total: 0 });
      expect(await facet(blind, { facet: "tag" })).toEqual([]);
      expect(await facet(blind, { facet: "unit" })).toEqual([{ value: "Wards", label: "Wards", count: 1 }]);
      expect((await summary(blind)).cells).toHaveLength(1);
      expect((await formChoices(blind)).tags).toEqual([]);
      expect(await csv(blind)).not.toContain("Merger");
      await expect(getInitiative(blind, secret.id)).rejects.toMatchObject({ code: "NOT_FOUND" });
    }
    await expect(
      editInitiative(pmo.ctx, { id: secret.id, version: 2, patch: { title: "Seen" } }),
    ).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

describe("what needs attention", () => {
  test("SQL and the rule agree on every mix of facts", async ({ db }) => {
    const { ctx, orgId } = await asMember(db, "pmo");
    const stages = [...INITIATIVE_STAGES, null];
    const levels = ["critical", "warning", "no_data", "inside", null] as const;
    let n = 0;
    for (const stage of stages)
      for (const targetOn of ["2020-01-01", "2999-01-01", null])
        for (const owned of [true, false]) {
          const level = levels[n % levels.length] ?? null;
          const { id } = await make(ctx, {
            title: `Mix ${n}`,
            stage,
            targetOn,
            ...(owned ? { ownerId: ctx.actor.kind === "user" ? ctx.actor.memberId : null } : {}),
          });
          if (level) await addModel(ctx, id, level, n % 7 === 0 ? "retired" : "live");
          if (n % 4 === 0)
            await change(ctx, { name: "x" }, (tx) =>
              tx.update(initiative).set({ archivedAt: sql`now()` }).where(eq(initiative.id, id)),
            );
          n++;
        }
    for (const now of [new Date(), new Date(Date.now() + 45 * 86_400_000)]) {
      const later = { ...ctx, now };
      const { rows } = await list(later, { archived: "all", pageSize: 100 });
      expect(rows).toHaveLength(n);
      for (const reason of ATTENTION_REASONS) {
        const expected = rows
          .filter(({ attention }) => attention.reasons.some((each) => each.reason === reason))
          .map(({ id }) => id);
        const { rows: found } = await list(later, { archived: "all", attention: [reason], pageSize: 100 });
        expect(found.map(({ id }) => id).sort(), reason).toEqual(expected.sort());
        expect((await summary(later, { archived: "all" })).reasons[reason], reason).toBe(expected.length);
      }
      const { cells, worst } = await summary(later, { archived: "all" });
      for (const standing of ["bad", "stale", "watch", "good"]) {
        const counted = cells.filter((cell) => cell.standing === standing).reduce((sum, cell) => sum + cell.count, 0);
        expect(counted, standing).toBe(rows.filter(({ attention }) => attention.status === standing).length);
      }
      expect(worst[0]?.reasons[0]?.standing).toBe("bad");
      const choices = await facet(later, { facet: "attention", archived: "all" });
      expect(choices[0]).toMatchObject({
        value: "any",
        count: rows.filter(({ attention }) => attention.reasons.length > 0).length,
      });
      expect((await list(later, { sort: { key: "attention", descending: true } })).rows[0]?.attention.status).toBe(
        "bad",
      );
    }
    expect(orgId).toBe(ctx.orgId);
  });
});

describe("the export", () => {
  test("holds exactly the filtered rows, neutralised, with every custom field", async ({ db }) => {
    const { ctx, orgId } = await asMember(db, "pmo", "Ana Lind");
    const [field] = await change(ctx, { name: "f" }, (tx) =>
      tx
        .insert(customField)
        .values({ orgId, noun: "initiative", label: "Cost, centre", kind: "text" })
        .returning({ id: customField.id }),
    );
    const first = await make(ctx, {
      title: '=HYPERLINK("x")',
      stage: "build",
      tags: ["b", "a"],
      custom: { [field?.id ?? ""]: "line\nbreak" },
    });
    await make(ctx, { title: "Other" });
    const text = await csv(ctx, { stage: ["build"] });
    const [head, row] = text.split("\r\n");
    expect(head).toBe(
      '\ufeffPortolan ID,Code,Title,Problem,Outcome,Business unit,Domain,Type,Tier,Stage,Delivery method,Program,Sponsor,Owner,Lead,Start date,Target date,Tags,Restricted,"Cost, centre"',
    );
    expect(row).toBe(`${first.id},AI-01,"'=HYPERLINK(""x"")",,,,,,,Build,,,,,,,,a; b,No,"line\nbreak"`);
    expect(text).not.toContain("Other");
    expect((await csv(ctx, { ids: [first.id] })).split("\r\n")).toHaveLength(3);
  });
});
