import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { describe, expect } from "vitest";
import { initiative } from "@/db/schema/initiative";
import { riskSetting } from "@/db/schema/matrix";
import { model } from "@/db/schema/model";
import { exposureOf } from "@/domain/risk/exposure-figures";
import { exposureInput, movedInput } from "@/domain/risk/exposure-input";
import { riskAssessmentInput, riskCreation } from "@/domain/risk/input";
import { heatSentence, movedSentence, movementText } from "@/domain/risk/movement";
import type { OrgContext } from "../../context";
import { change } from "../../record/change";
import { mintInstant } from "../../record/instant";
import { asMember, joinAs, test } from "../../testing";
import { assessRisk } from "../assess/commands";
import { closeRisk, createRisk } from "../commands";
import { listMoved } from "../moved/queries";
import { addAction } from "../part/commands";
import { getExposure } from "./queries";

const make = (ctx: OrgContext, given: object) => createRisk(ctx, riskCreation.parse(given));
const utc = (ctx: OrgContext) => ({ ...ctx, timeZone: "UTC", now: new Date(Date.now() + 1_000) });
const exposure = (ctx: OrgContext, given: object = {}) => getExposure(utc(ctx), exposureInput.parse(given));
const moved = (ctx: OrgContext, since: Date, given: object = {}) =>
  listMoved(utc(ctx), movedInput.parse({ ...given, since: since.toISOString() }));
const cell = (likelihood: number, impact: number) => ({ likelihood, impacts: { financial: impact } });
const is = (column: string, value: string) => ({ column, op: "is", values: [value] });

async function places(ctx: OrgContext) {
  const [initiativeId, modelId] = [randomUUID(), randomUUID()];
  const { orgId } = ctx;
  await change(ctx, { name: "setup" }, async (tx) => {
    await tx
      .insert(initiative)
      .values({ orgId, id: initiativeId, code: "AI-1", title: "Sepsis", businessUnit: "Wards" });
    await tx.insert(model).values({
      orgId,
      id: modelId,
      name: "Sepsis model",
      baseModel: "Meridian-2 Large",
      initiativeId,
      status: "live",
    });
  });
  return { initiativeId, modelId };
}

describe("what open risks may cost", () => {
  test("sums, what the trials need, the limit, what it stands on; now and on a day before", async ({ db }) => {
    const { ctx, orgId } = await asMember(db, "pmo");
    const { initiativeId, modelId } = await places(ctx);
    await change(ctx, { name: "limit" }, (tx) =>
      tx
        .update(riskSetting)
        .set({ exposureLimit: 50_000_000, exposureChance: 0.1 })
        .where(eq(riskSetting.orgId, orgId)),
    );
    const own = await make(ctx, {
      ...{ title: "Recall falls", initiativeId, category: "financial", probability: 0.5, lossLikely: 80_000_000 },
      residual: cell(3, 4),
    });
    await addAction(ctx, { riskId: own.id, title: "Fix", ownerId: null, dueOn: "2020-01-01", doneOn: null });
    const since = await mintInstant(ctx);
    await make(ctx, {
      ...{ title: "Alerts are muted", modelId, probability: 0.2, distribution: "pert" },
      ...{ lossLow: 1_000_000, lossLikely: 2_000_000, lossHigh: 9_000_000 },
    });
    await make(ctx, { title: "A gain", kind: "opportunity", probability: 0.1, lossLikely: 1_000_000 });
    await make(ctx, { title: "Nothing stated" });
    const gone = await make(ctx, { title: "Gone", probability: 0.9, lossLikely: 90_000_000 });
    await closeRisk(ctx, { id: gone.id, version: 1, reason: "Passed" });

    const found = await exposure(ctx, { since: since.toISOString() });
    expect(found.now.figures).toEqual({
      ...{ open: 4, red: 1, beyond: 1, unstated: 1, overdueActions: 1 },
      expected: 40_000_000 + 600_000 - 100_000,
    });
    expect(found.now.left).toEqual({ count: 0, expected: 0 });
    expect(found.before?.figures).toMatchObject({ open: 1, expected: 40_000_000 });
    expect(found.limit).toEqual({ amount: 50_000_000, chance: 0.1 });
    const played = exposureOf(found.now.risks, { seed: found.seed, trials: 500, limit: found.limit });
    expect(played.expected).toBe(found.now.figures.expected);
    expect(played.limit?.found).toBeGreaterThan(0.4);
    const [models, bases, , , units] = found.concentration;
    expect(models).toMatchObject({ basis: "model", index: 10_000, parts: [{ name: "Sepsis model", risks: 2 }] });
    expect(bases).toMatchObject({
      ...{ basis: "base", index: 10_000 },
      parts: [{ name: "Meridian-2 Large", amount: 40_600_000, risks: 2, share: 1 }],
    });
    expect(units).toMatchObject({ basis: "unit", parts: [{ name: "Wards", amount: 40_600_000 }] });
    const narrowed = await exposure(ctx, { filter: is("model", modelId) });
    expect(narrowed).toMatchObject({ now: { figures: { open: 1, overdueActions: 0 } }, before: null });
  });

  test("counts nothing that is hidden", async ({ db }) => {
    const { ctx, orgId } = await asMember(db, "admin");
    const { initiativeId } = await places(ctx);
    await make(ctx, { title: "Hidden", initiativeId, probability: 0.5, lossLikely: 100, residual: cell(1, 1) });
    await change(ctx, { name: "restrict" }, (tx) =>
      tx.update(initiative).set({ restricted: true }).where(eq(initiative.id, initiativeId)),
    );
    const viewer = await joinAs(db, orgId, "viewer");
    expect((await exposure(viewer.ctx)).now).toMatchObject({ figures: { open: 0, expected: 0 }, risks: [] });
    expect((await exposure(ctx)).now.figures.open).toBe(1);
  });
});

test("what moved since an instant, in words", async ({ db }) => {
  const { ctx } = await asMember(db, "pmo");
  const named = (title: string, likelihood: number, impact: number) =>
    make(ctx, { title, probability: 0.2, lossLikely: 1_000_000_00, residual: cell(likelihood, impact) });
  const up = await named("Up", 2, 4);
  const down = await named("Down", 3, 2);
  const still = await named("Still", 1, 1);
  const gone = await named("Gone", 1, 1);
  const since = await mintInstant(ctx);
  const assess = (riskId: string, likelihood: number, impact: number) =>
    assessRisk(
      ctx,
      riskAssessmentInput.parse({ riskId, kind: "residual", ...cell(likelihood, impact), rationale: "Seen" }),
    );
  await assess(up.id, 3, 4);
  await assess(down.id, 1, 2);
  await closeRisk(ctx, { id: gone.id, version: 1, reason: "Passed" });
  await named("New", 2, 2);
  const { movements } = await moved(ctx, since);
  expect(movements.map(({ kind, after }) => [after.title, kind])).toEqual([
    ["Up", "up"],
    ["New", "new"],
    ["Down", "down"],
    ["Gone", "closed"],
  ]);
  expect(movements.some(({ after }) => after.id === still.id)).toBe(false);
  const totals = { movements, openBefore: 4, openAfter: 4, expectedBefore: 0, expectedAfter: 0 };
  expect(heatSentence(totals)).toBe("One moved up and one down; one of them turned red.");
  expect(movedSentence(totals, { since, now: since, timeZone: "UTC" })).toMatch(
    /one turned red, one eased, one is new and one closed\.$/,
  );
  const [first] = movements;
  expect(first && movementText(first, "USD")).toMatch(
    /^Up: possible → likely, still severe\. Score 15 → 20, expected loss/,
  );
  const stranger = await asMember(db, "admin");
  expect((await moved(stranger.ctx, since)).movements).toEqual([]);
});
