import { describe, expect } from "vitest";
import { authoritiesSave, exposureSave, ruleSave } from "@/domain/risk/policy-input";
import type { OrgContext } from "@/server/context";
import { asMember, joinAs, type TestDatabase, test } from "@/server/testing";
import { createRisk } from "../commands";
import { saveAppetite, saveAuthorities, saveExposure, saveRule } from "./commands";
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

  test("authorities are saved together, never a graver class with a lower level", async ({ db }) => {
    const { eve, ada } = await setup(db);
    const versions = { green: 1, yellow: 1, amber: 1, red: 1 };
    const roles = { green: "owner", yellow: "sponsor", amber: "sponsor", red: "executive" } as const;
    expect(await saveAuthorities(eve.ctx, { versions, roles })).toEqual({ outcome: "saved" });
    expect(await saveAuthorities(ada.ctx, { versions, roles: { ...roles, green: "sponsor" } })).toEqual({
      outcome: "conflict",
      roles,
      versions: { ...versions, yellow: 2 },
    });
    const fault = authoritiesSave.safeParse({ versions, roles: { ...roles, red: "owner" } }).error?.issues[0];
    expect(fault).toMatchObject({
      path: ["roles", "red"],
      message: expect.stringContaining("never owned by a lower level"),
    });
    const [changed] = await listAppetiteChanges(eve.ctx);
    expect(changed).toMatchObject({ part: "authority", row: "yellow", by: "Eve Board" });
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
