import { randomUUID } from "node:crypto";
import { describe, expect } from "vitest";
import { initiative, tag } from "@/db/schema/initiative";
import { riskCreation } from "@/domain/risk/input";
import { STARTERS } from "@/domain/risk/starter/library";
import { change } from "../../record/change";
import { asMember, test } from "../../testing";
import { createRisk } from "../commands";
import { getEntry, listEntries, listStarters, suggestForInitiative } from "./queries";

describe("starters", () => {
  test("all of them, each placed on the organisation's matrix and titled", async ({ db }) => {
    const { ctx } = await asMember(db, "viewer");
    const { starters } = await listStarters(ctx);
    expect(starters.length).toBe(STARTERS.length);
    const fatigue = starters.find(({ id }) => id === "alert-fatigue");
    expect(fatigue?.cell).toEqual({ likelihood: 3, impact: 3 });
    expect(fatigue?.tags[0]).toEqual({
      ...{ framework: "mit-ai-risk", edition: "v3", ref: "5.1", title: "Overreliance and unsafe use" },
    });
  });

  test("fit an initiative by type, tier, words and tags; one that was copied is not suggested again", async ({
    db,
  }) => {
    const { ctx } = await asMember(db, "pmo");
    const initiativeId = randomUUID();
    await change(ctx, { name: "setup" }, async (tx) => {
      const row = { orgId: ctx.orgId, id: initiativeId, code: "AI-1", title: "Bedside warning" };
      await tx.insert(initiative).values({ ...row, type: "predictive", tier: 1 });
      await tx.insert(tag).values({ orgId: ctx.orgId, initiativeId, name: "sepsis" });
    });
    const before = await suggestForInitiative(ctx, initiativeId);
    const fatigue = before.suggestions.find(({ id }) => id === "alert-fatigue");
    expect(fatigue?.reasons).toEqual(["Its text speaks of “sepsis”."]);
    expect(before.sentence).toContain("predictive, tier 1");
    const { id } = await createRisk(ctx, riskCreation.parse({ ...fatigue?.draft, initiativeId }));
    expect(id).toBeDefined();
    const { starters } = await listStarters(ctx);
    expect(starters.filter(({ copies }) => copies > 0).map((each) => [each.id, each.copies])).toEqual([
      ["alert-fatigue", 1],
    ]);
    const after = await suggestForInitiative(ctx, initiativeId);
    expect(after.suggestions.length).toBe(before.suggestions.length - 1);
    expect(after.suggestions.some((each) => each.id === "alert-fatigue")).toBe(false);
  });

  test("another organisation's initiative does not exist", async ({ db }) => {
    const { ctx } = await asMember(db, "pmo");
    await expect(suggestForInitiative(ctx, randomUUID())).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

describe("frameworks", () => {
  test("one edition's identifiers, with the credit they need", async ({ db }) => {
    const { ctx } = await asMember(db, "viewer");
    const { entries, credit } = await listEntries(ctx, { framework: "mitre-atlas", edition: "5.6" });
    expect(entries.length).toBe(170);
    expect(credit).toContain("Apache License 2.0");
    expect((await listEntries(ctx, { framework: "owasp-llm", edition: "1999" })).entries).toEqual([]);
  });

  test("an identifier, what it relates to and the open risks that carry it", async ({ db }) => {
    const { ctx } = await asMember(db, "pmo");
    const ref = { framework: "owasp-llm", edition: "2025", ref: "LLM09" } as const;
    await createRisk(ctx, riskCreation.parse({ title: "Wrong advice", tags: [ref, { ...ref, edition: "2026" }] }));
    const found = await getEntry(ctx, ref);
    expect(found.title).toBe("Misinformation");
    expect(found.related.some(({ entry }) => entry.framework === "ibm-risk-atlas")).toBe(true);
    expect(found.risks.map(({ title }) => title)).toEqual(["Wrong advice"]);
    const { entries } = await listEntries(ctx, ref);
    expect(entries.filter(({ risks }) => risks > 0).map(({ ref: used }) => used)).toEqual(["LLM09"]);
    const stranger = await asMember(db, "pmo");
    expect((await getEntry(stranger.ctx, ref)).risks).toEqual([]);
    expect(() => getEntry(ctx, { ...ref, ref: "LLM99" })).toThrow("no such identifier");
  });
});
