import { describe, expect } from "vitest";
import { authoritiesSave, exposureSave, ruleSave } from "@/domain/risk/policy-input";
import type { OrgContext } from "@/server/context";
import { asMember, joinAs, type TestDatabase, test } from "@/server/testing";
import { createRisk } from "../commands";
import { saveAuthorities } from "./authority/commands";
import { orderCategories, removeCategory } from "./category/commands";
import { saveAppetite, saveExposure, saveRule } from "./commands";
import { getAppetite, listAppetiteChanges } from "./queries";

async function setup(db: TestDatabase) {
  const eve = await asMember(db, "executive", "Eve Board");
  const ada = await joinAs(db, eve.orgId, "admin", "Ada Admin");
  const category = async (ctx: OrgContext, key: string) =>
    (await getAppetite(ctx)).categories.find((each) => each.category === key);
  return { eve, ada, category };
}
const FINANCIAL = { category: "financial", name: "Financial", stance: "balanced" as const, note: null };

describe("what an organisation decides about risk", () => {
  test("starts with seven categories, four authorities and three rules, and says how much lies beyond", async ({
    db,
  }) => {
    const { eve, ada, category } = await setup(db);
    const first = await getAppetite(eve.ctx);
    expect(first.categories.map(({ name, tolerance }) => [name, tolerance])).toEqual([
      ["Patient safety", "green"],
      ["Financial", "yellow"],
      ["Schedule", "amber"],
      ["Compliance", "green"],
      ["Reputation", "yellow"],
      ["Equity", "yellow"],
      ["Operations", "yellow"],
    ]);
    expect(first.authorities.map(({ role }) => role)).toEqual(["owner", "program_director", "sponsor", "executive"]);
    expect(first.rules.map(({ key, enabled }) => [key, enabled])).toEqual([
      ["beyond_tolerance", true],
      ["red_imminent", true],
      ["action_overdue", true],
    ]);
    const raise = (likelihood: number, kind: "threat" | "opportunity" = "threat") =>
      createRisk(ada.ctx, {
        ...{ title: "A risk", category: "financial", kind, tags: [] },
        residual: { likelihood, impacts: { financial: 3 } },
      });
    await Promise.all([raise(0), raise(2), raise(3), raise(3, "opportunity")]);
    expect(await category(eve.ctx, "financial")).toMatchObject({ open: 4, beyond: 2 });
    expect(await category(eve.ctx, "schedule")).toMatchObject({ open: 0, beyond: 0 });
  });

  test("two edits of one category join where they differ, and ask where they meet; who changed what is kept", async ({
    db,
  }) => {
    const { eve, ada, category } = await setup(db);
    const version = (await category(eve.ctx, "financial"))?.version ?? 0;
    const save = (ctx: OrgContext, patch: object) =>
      saveAppetite(ctx, { ...FINANCIAL, tolerance: "yellow", version, ...patch });
    expect(await save(eve.ctx, { tolerance: "amber" })).toMatchObject({ outcome: "saved" });
    expect(await save(ada.ctx, { note: "Decided in June." })).toMatchObject({ outcome: "saved" });
    expect(await category(eve.ctx, "financial")).toMatchObject({ tolerance: "amber", note: "Decided in June." });
    expect(await save(ada.ctx, { tolerance: "green" })).toMatchObject({
      outcome: "conflict",
      fields: [{ field: "tolerance", before: "yellow", yours: "green", theirs: "amber", by: "Eve Board" }],
    });
    const [second, first] = await listAppetiteChanges(eve.ctx);
    expect(second).toMatchObject({
      by: "Ada Admin",
      row: "financial",
      fields: [{ field: "note", from: null, to: "Decided in June." }],
    });
    expect(first).toMatchObject({ by: "Eve Board", fields: [{ field: "tolerance", from: "yellow", to: "amber" }] });
  });

  test("a category is added once, by key and by name", async ({ db }) => {
    const { eve, category } = await setup(db);
    const vendor = {
      category: "vendor",
      name: "Vendors",
      stance: "cautious",
      tolerance: "yellow",
      note: null,
    } as const;
    expect(await saveAppetite(eve.ctx, { ...vendor, version: null })).toMatchObject({ outcome: "saved" });
    expect(await category(eve.ctx, "vendor")).toMatchObject({ name: "Vendors", version: 1 });
    for (const taken of [vendor, { ...vendor, category: "vendors" }])
      await expect(saveAppetite(eve.ctx, { ...taken, version: null })).rejects.toMatchObject({ code: "CONFLICT" });
    const missing = saveAppetite(eve.ctx, { ...vendor, category: "nothing", version: 1 });
    await expect(missing).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  test("categories stand in the order chosen; one that risks use stays, and says why", async ({ db }) => {
    const { eve, ada, category } = await setup(db);
    const order = async () => (await getAppetite(eve.ctx)).categories.map((each) => each.category);
    const was = await order();
    await orderCategories(eve.ctx, { order: [...was].reverse() });
    expect(await order()).toEqual([...was].reverse());
    await expect(orderCategories(eve.ctx, { order: was.slice(1) })).rejects.toMatchObject({ code: "CONFLICT" });

    const raised = await createRisk(ada.ctx, {
      ...{ title: "A risk", category: "financial", kind: "threat", tags: [] },
      residual: { likelihood: 2, impacts: { financial: 3, equity: 1 } },
    });
    expect(raised.code).toMatch(/^R-/);
    const remove = async (key: string) =>
      removeCategory(eve.ctx, { category: key, version: (await category(eve.ctx, key))?.version ?? 0 });
    await expect(remove("financial")).rejects.toMatchObject({
      code: "PRECONDITION_FAILED",
      message: "It cannot be removed: one risk is of this category and one risk is assessed by its impact.",
    });
    await expect(remove("equity")).rejects.toThrow("one risk is assessed by its impact");
    await expect(remove("patient_safety")).rejects.toMatchObject({ code: "PRECONDITION_FAILED" });
    await expect(removeCategory(eve.ctx, { category: "schedule", version: 99 })).rejects.toMatchObject({
      code: "CONFLICT",
    });
    const held = await category(eve.ctx, "schedule");
    await remove("schedule");
    expect(await order()).not.toContain("schedule");
    await saveAppetite(eve.ctx, {
      ...{
        category: "schedule",
        name: held?.name ?? "",
        stance: "open",
        tolerance: "amber",
        note: null,
        version: null,
      },
    });
    await orderCategories(ada.ctx, { order: was });
    expect(await order()).toEqual(was);
  });

  test("authorities are saved together, never a graver class with a lower level", async ({ db }) => {
    const { eve, ada } = await setup(db);
    const versions = { green: 1, yellow: 1, amber: 1, red: 1 };
    const roles = { green: "owner", yellow: "sponsor", amber: "sponsor", red: "executive" } as const;
    expect(await saveAuthorities(eve.ctx, { versions, roles })).toEqual({ outcome: "saved" });
    const other = { ...roles, green: "program_director", yellow: "program_director" } as const;
    const met = await saveAuthorities(ada.ctx, { versions, roles: other });
    expect(met).toMatchObject({
      outcome: "conflict",
      merged: roles,
      versions: { ...versions, yellow: 2 },
      fields: [
        { field: "green", before: "owner", yours: "program_director", theirs: "owner", by: "Eve Board" },
        { field: "yellow", before: "program_director", yours: "program_director", theirs: "sponsor", by: "Eve Board" },
      ],
    });
    expect((await getAppetite(eve.ctx)).authorities.map(({ role }) => role)).toEqual(Object.values(roles));
    if (met.outcome === "saved") throw new Error("nobody was asked");
    expect(await saveAuthorities(ada.ctx, { versions: met.versions, roles: other })).toEqual({ outcome: "saved" });
    expect(await saveAuthorities(eve.ctx, { versions, roles: { ...roles, yellow: "program_director" } })).toEqual({
      outcome: "saved", // nothing was changed here: theirs stands
    });
    expect((await getAppetite(eve.ctx)).authorities.map(({ role }) => role)).toEqual(Object.values(other));
    const fault = authoritiesSave.safeParse({ versions, roles: { ...roles, red: "owner" } }).error?.issues[0];
    expect(fault).toMatchObject({
      path: ["roles", "red"],
      message: expect.stringContaining("never owned by a lower level"),
    });
    const changes = await listAppetiteChanges(eve.ctx);
    expect(changes.find(({ by }) => by === "Eve Board")).toMatchObject({ part: "authority", row: "yellow" });
  });

  test("the limit of exposure is an amount with its chance; a rule keeps to its figures", async ({ db }) => {
    const { eve } = await setup(db);
    expect(await saveExposure(eve.ctx, { version: 1, limit: 500_000_000, chance: 0.1 })).toMatchObject({
      outcome: "saved",
    });
    expect((await getAppetite(eve.ctx)).exposure).toEqual({ limit: 500_000_000, chance: 0.1, version: 2 });
    expect(exposureSave.safeParse({ version: 1, limit: 1, chance: null }).success).toBe(false);
    const rule = { key: "red_imminent", version: 1, enabled: true } as const;
    expect(await saveRule(eve.ctx, { ...rule, params: { hours: 4, to: "executive" } })).toMatchObject({
      outcome: "saved",
    });
    expect((await getAppetite(eve.ctx)).rules[1]).toMatchObject({
      params: { months: 1, hours: 4, to: "executive" },
      text: "A red risk that may come true in less than one month goes to an executive within four hours.",
    });
    expect(ruleSave.safeParse({ ...rule, params: { hours: -1 } }).success).toBe(false);
    expect(eve.emitted.map(({ name }) => name)).toEqual(["risk/risk.sweep-due"]);
  });

  test("another organisation's is its own", async ({ db }) => {
    const { eve } = await setup(db);
    const stranger = await asMember(db, "executive");
    await saveAppetite(eve.ctx, { ...FINANCIAL, tolerance: "red", version: 1 });
    expect((await getAppetite(stranger.ctx)).categories[1]).toMatchObject({ tolerance: "yellow", version: 1 });
    expect((await listAppetiteChanges(stranger.ctx)).every(({ fields }) => fields === null)).toBe(true);
  });
});
