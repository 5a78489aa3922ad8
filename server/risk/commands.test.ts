import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { describe, expect } from "vitest";
import { change as changeTable } from "@/db/schema/change";
import { initiative, initiativePerson } from "@/db/schema/initiative";
import { model } from "@/db/schema/model";
import { issue } from "@/db/schema/raid";
import { risk, riskAssessment } from "@/db/schema/risk";
import { responseAction, riskControl, riskTag } from "@/db/schema/risk-part";
import {
  newAction,
  newControl,
  type RiskCreation,
  riskAssessmentInput,
  riskCreation,
  riskEdit,
  riskMaterialising,
} from "@/domain/risk/input";
import type { OrgContext } from "../context";
import { change } from "../record/change";
import { mintInstant } from "../record/instant";
import { read } from "../record/read";
import { asMember, joinAs, test } from "../testing";
import { assessRisk } from "./assess/commands";
import { closeRisk, createRisk, editRisk, materialiseRisk, quickAddRisk, reopenRisk } from "./commands";
import { addAction, addControl, editAction, editControl, removeAction, removeControl, tagRisk } from "./part/commands";

const make = (ctx: OrgContext, given: Partial<RiskCreation> & { title?: string } = {}) =>
  createRisk(ctx, riskCreation.parse({ title: "Recall falls", ...given }));
const edit = (ctx: OrgContext, id: string, version: number, patch: object) =>
  editRisk(ctx, riskEdit.parse({ id, version, patch }));
const rateIt = (ctx: OrgContext, riskId: string, likelihood: number, impact: number, more: object = {}) =>
  assessRisk(
    ctx,
    riskAssessmentInput.parse({ riskId, kind: "residual", likelihood, impacts: { financial: impact }, ...more }),
  );
const rowOf = async (ctx: OrgContext, id: string) => {
  const [row] = await read(ctx, (tx) => tx.select().from(risk).where(eq(risk.id, id)));
  if (!row) throw new Error("no such risk");
  return row;
};

/** An initiative of somebody, and a model on it. */
async function place(ctx: OrgContext, ownerId: string | null = null) {
  const [initiativeId, modelId] = [randomUUID(), randomUUID()];
  const code = `AI-${initiativeId.slice(0, 6)}`;
  await change(ctx, { name: "setup" }, async (tx) => {
    await tx.insert(initiative).values({ orgId: ctx.orgId, id: initiativeId, code, title: "Sepsis", ownerId });
    await tx.insert(model).values({ orgId: ctx.orgId, id: modelId, name: "Sepsis model", initiativeId });
  });
  return { initiativeId, modelId, code };
}

describe("creating", () => {
  test("keeps what was said, with its first assessments and taxonomy", async ({ db }) => {
    const { ctx, memberId } = await asMember(db, "pmo");
    const { initiativeId } = await place(ctx);
    const { id, code } = await make(ctx, {
      ...{ cause: "a", event: "b", consequence: "c", category: "patient_safety", initiativeId, ownerId: memberId },
      ...{ probability: 0.4, lossLikely: 25_000_000, strategy: "reduce", proximityOn: "2026-12-31" },
      tags: [{ framework: "mit-ai-risk", edition: "v3", ref: "7.3" }],
      inherent: { likelihood: 4, impacts: { patient_safety: 4, financial: 2 } },
    });
    expect(code).toBe("R-01");
    expect(await rowOf(ctx, id)).toMatchObject({
      ...{ cause: "a", category: "patient_safety", countsOnId: initiativeId, currency: "USD", status: "open" },
      ...{ inherentScore: 25, residualScore: 25, residualSeverity: "red", expectedValue: 10_000_000 },
    });
    const tags = await read(ctx, (tx) => tx.select({ ref: riskTag.ref }).from(riskTag));
    expect(tags).toEqual([{ ref: "7.3" }]);
  });

  test("refuses what does not exist here or contradicts itself", async ({ db }) => {
    const [{ ctx }, stranger] = [await asMember(db, "pmo"), await asMember(db, "pmo")];
    const far = await place(stranger.ctx);
    const near = await place(ctx);
    const bad = { code: "BAD_REQUEST" };
    await expect(make(ctx, { initiativeId: far.initiativeId })).rejects.toMatchObject(bad);
    await expect(make(ctx, { modelId: far.modelId })).rejects.toMatchObject(bad);
    await expect(make(ctx, { programId: randomUUID() })).rejects.toMatchObject(bad);
    await expect(make(ctx, { ownerId: stranger.memberId })).rejects.toMatchObject(bad);
    await expect(make(ctx, { category: "weather" })).rejects.toMatchObject(bad);
    await expect(make(ctx, { distribution: "pert", lossLikely: 5 })).rejects.toMatchObject(bad);
    await expect(make(ctx, { inherent: { likelihood: 5, impacts: { financial: 0 } } })).rejects.toMatchObject(bad);
    await expect(make(ctx, { inherent: { likelihood: 1, impacts: { weather: 0 } } })).rejects.toMatchObject(bad);
    expect(() => riskCreation.parse({ title: "x", ...near, programId: null, strategy: "exploit" })).toThrow();
    expect(await read(ctx, (tx) => tx.select().from(risk))).toEqual([]);
  });

  test("an owner raises risks where they answer for something, or owns them", async ({ db }) => {
    const { ctx: admin, orgId } = await asMember(db);
    const owner = await joinAs(db, orgId, "owner");
    const [own, other] = [await place(admin, owner.memberId), await place(admin)];
    const colleague = await joinAs(db, orgId, "owner");
    const onOwn = await make(owner.ctx, { modelId: own.modelId, ownerId: colleague.memberId });
    expect((await rowOf(admin, onOwn.id)).ownerId).toBe(colleague.memberId);
    expect((await rowOf(admin, (await make(owner.ctx, { initiativeId: other.initiativeId })).id)).ownerId).toBe(
      owner.memberId,
    );
    await expect(
      make(owner.ctx, { initiativeId: other.initiativeId, ownerId: colleague.memberId }),
    ).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    for (const role of ["executive", "finance", "auditor", "viewer"] as const)
      await expect(make((await joinAs(db, orgId, role)).ctx)).rejects.toMatchObject({ code: "FORBIDDEN" });
  });

  test("from one line, wherever it is written", async ({ db }) => {
    const { ctx } = await asMember(db, "pmo");
    const { initiativeId, modelId, code } = await place(ctx);
    const line = `Lab release recoded lactate -> recall falls -> late treatment @${code.toLowerCase()} #patient p40% $250k`;
    const made = await quickAddRisk(ctx, { text: line, on: { modelId } });
    expect(await rowOf(ctx, made.id)).toMatchObject({
      ...{ title: "Recall falls", cause: "Lab release recoded lactate", initiativeId, modelId: null },
      ...{ category: "patient_safety", probability: 0.4, lossLikely: 25_000_000, expectedValue: 10_000_000 },
    });
    const onModel = await quickAddRisk(ctx, { text: "alerts are muted", on: { modelId } });
    expect(await rowOf(ctx, onModel.id)).toMatchObject({ modelId, countsOnId: initiativeId });
    const refused = (text: string) => expect(quickAddRisk(ctx, { text, on: {} })).rejects;
    await refused("x @AI-999").toThrow("There is no initiative AI-999. Write its code after @.");
    await refused("x #weather").toThrow(/There is no category “weather”. Choose one of: #patient_safety/);
    await refused("x p140% €5").toThrow(/no probability.*Amounts are in USD here/);
  });
});

describe("editing", () => {
  test("joins edits of different fields and brings back both values of the same one", async ({ db }) => {
    const { ctx, orgId } = await asMember(db, "pmo");
    const other = await joinAs(db, orgId, "mlops", "Sam Poe");
    const { id } = await make(ctx);
    expect(await edit(other.ctx, id, 1, { title: "Theirs" })).toMatchObject({ outcome: "saved", version: 2 });
    expect(await edit(ctx, id, 1, { cause: "Mine" })).toMatchObject({ outcome: "saved", version: 3 });
    expect(await edit(ctx, id, 1, { title: "Mine" })).toMatchObject({
      outcome: "conflict",
      fields: [{ field: "title", before: "Recall falls", yours: "Mine", theirs: "Theirs", by: "Sam Poe" }],
    });
    expect(await rowOf(ctx, id)).toMatchObject({ title: "Theirs", cause: "Mine", version: 3 });
  });

  test("fields that hang together are in question together", async ({ db }) => {
    const { ctx } = await asMember(db, "pmo");
    const { initiativeId, modelId } = await place(ctx);
    const { id } = await make(ctx);
    await edit(ctx, id, 1, { initiativeId });
    expect(await edit(ctx, id, 1, { modelId })).toMatchObject({ outcome: "conflict" });
    await expect(edit(ctx, id, 2, { modelId })).rejects.toMatchObject({ code: "BAD_REQUEST" });
    expect(await edit(ctx, id, 2, { modelId, initiativeId: null })).toMatchObject({ outcome: "saved" });
    await expect(edit(ctx, id, 3, { strategy: "exploit" })).rejects.toMatchObject({ code: "BAD_REQUEST" });
    expect(await edit(ctx, id, 3, { kind: "opportunity", strategy: "exploit" })).toMatchObject({ outcome: "saved" });
  });

  test("is for those whose risk it is", async ({ db }) => {
    const { ctx, orgId } = await asMember(db);
    const [owner, other, viewer] = [
      await joinAs(db, orgId, "owner"),
      await joinAs(db, orgId, "owner"),
      await joinAs(db, orgId, "viewer"),
    ];
    const stranger = await asMember(db, "admin");
    const { id } = await make(ctx, { ownerId: owner.memberId });
    expect(await edit(owner.ctx, id, 1, { title: "Own" })).toMatchObject({ outcome: "saved" });
    await expect(edit(owner.ctx, id, 2, { ownerId: other.memberId })).rejects.toMatchObject({ code: "FORBIDDEN" });
    for (const { ctx: not } of [other, viewer])
      await expect(edit(not, id, 2, { title: "x" })).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(edit(stranger.ctx, id, 2, { title: "x" })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(rateIt(other.ctx, id, 1, 1)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(rateIt(stranger.ctx, id, 1, 1)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  test("a restricted initiative's risks are not there for others", async ({ db }) => {
    const { ctx, orgId } = await asMember(db);
    const [named, pmo] = [await joinAs(db, orgId, "pmo"), await joinAs(db, orgId, "pmo")];
    const { initiativeId, modelId } = await place(ctx);
    const { id } = await make(ctx, { modelId });
    await change(ctx, { name: "restrict" }, async (tx) => {
      await tx.insert(initiativePerson).values({ orgId, initiativeId, memberId: named.memberId });
      await tx.update(initiative).set({ restricted: true }).where(eq(initiative.id, initiativeId));
    });
    expect(await edit(named.ctx, id, 1, { title: "Seen" })).toMatchObject({ outcome: "saved" });
    for (const attempt of [
      () => edit(pmo.ctx, id, 2, { title: "x" }),
      () => rateIt(pmo.ctx, id, 1, 1),
      () => closeRisk(pmo.ctx, { id, version: 2, reason: "gone" }),
      () => addControl(pmo.ctx, newControl.parse({ riskId: id, name: "c", kind: "preventive", effectiveness: 0.1 })),
    ])
      await expect(attempt()).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(make(pmo.ctx, { initiativeId })).rejects.toMatchObject({ code: "BAD_REQUEST" });
  });
});

describe("assessing", () => {
  test("a residual that moves says why, and takes the probability along", async ({ db }) => {
    const { ctx } = await asMember(db, "validator");
    const { id } = await make(ctx, { probability: 0.3, lossLikely: 120_000_000 });
    expect(await rateIt(ctx, id, 2, 4)).toMatchObject({
      outcome: "saved",
      assessment: { score: 15, number: 1, rationale: "" },
    });
    await expect(rateIt(ctx, id, 3, 4)).rejects.toMatchObject({ code: "BAD_REQUEST" });
    await rateIt(ctx, id, 3, 4, { rationale: "Recall fell under its floor" });
    expect(await rowOf(ctx, id)).toMatchObject({
      ...{ residualScore: 20, residualSeverity: "red", probability: 0.475, expectedValue: 57_000_000 },
    });
    await rateIt(ctx, id, 4, 4, { rationale: "Twice in a week", probability: 0.9 });
    expect(await rowOf(ctx, id)).toMatchObject({ residualScore: 25, probability: 0.9 });
    const [made] = await read(ctx, (tx) =>
      tx.select().from(changeTable).where(eq(changeTable.reason, "Twice in a week")),
    );
    expect(made?.action).toBe("risk.assess");
    await rateIt(ctx, id, 4, 4); // the same cell again needs no reason
  });

  test("inherent and target stand beside it", async ({ db }) => {
    const { ctx } = await asMember(db, "pmo");
    const { id } = await make(ctx);
    await rateIt(ctx, id, 4, 4, { kind: "inherent" });
    await rateIt(ctx, id, 1, 1, { kind: "target", dueOn: "2027-03-31" });
    expect(await rowOf(ctx, id)).toMatchObject({
      ...{ inherentScore: 25, residualScore: null, targetScore: 4, targetOn: "2027-03-31", probability: null },
    });
    expect(
      riskAssessmentInput.safeParse({
        riskId: id,
        kind: "residual",
        likelihood: 1,
        impacts: { a: 1 },
        dueOn: "2027-01-01",
      }).success,
    ).toBe(false);
  });

  test("who was slower sees what was assessed meanwhile", async ({ db }) => {
    const { ctx, orgId } = await asMember(db, "pmo");
    const other = await joinAs(db, orgId, "validator", "Noor Varga");
    const { id } = await make(ctx);
    const first = await rateIt(ctx, id, 1, 1);
    const seen = first.outcome === "saved" ? first.assessment.id : "";
    await rateIt(other.ctx, id, 4, 4, { rationale: "Worse than thought", seen });
    expect(await rateIt(ctx, id, 0, 0, { rationale: "Better", seen })).toMatchObject({
      ...{ outcome: "conflict", by: "Noor Varga", theirs: { score: 25, rationale: "Worse than thought" } },
    });
    expect((await rowOf(ctx, id)).residualScore).toBe(25);
  });

  test("is kept, and read as of the day before", async ({ db }) => {
    const { ctx } = await asMember(db, "pmo");
    const { id } = await make(ctx);
    await rateIt(ctx, id, 1, 1);
    const asOf = await mintInstant(ctx);
    await rateIt(ctx, id, 4, 4, { rationale: "Worse" });
    const past = { ...ctx, asOf };
    expect((await rowOf(past, id)).residualScore).toBe(4);
    expect((await rowOf(ctx, id)).residualScore).toBe(25);
    expect(await read(past, (tx) => tx.select().from(riskAssessment))).toHaveLength(1);
    await expect(rateIt(past, id, 1, 1)).rejects.toMatchObject({ code: "PRECONDITION_FAILED" });
    await expect(edit(past, id, 1, { title: "x" })).rejects.toMatchObject({ code: "PRECONDITION_FAILED" });
  });
});

describe("ending", () => {
  test("closing keeps the reason; a closed risk is left alone until it is reopened", async ({ db }) => {
    const { ctx } = await asMember(db, "pmo");
    const { id } = await make(ctx);
    expect(await closeRisk(ctx, { id, version: 1, reason: "The vendor left" })).toMatchObject({ outcome: "saved" });
    expect(await rowOf(ctx, id)).toMatchObject({ status: "closed", closedReason: "The vendor left" });
    for (const attempt of [
      () => edit(ctx, id, 2, { title: "x" }),
      () => rateIt(ctx, id, 1, 1),
      () => closeRisk(ctx, { id, version: 2, reason: "again" }),
    ])
      await expect(attempt()).rejects.toMatchObject({ code: "PRECONDITION_FAILED" });
    await reopenRisk(ctx, { id, reason: "They are back" });
    expect(await rowOf(ctx, id)).toMatchObject({ status: "open", closedOn: null, closedReason: null });
    await expect(reopenRisk(ctx, { id, reason: "again" })).rejects.toMatchObject({ code: "PRECONDITION_FAILED" });
  });

  test("a risk that came true becomes an issue in its place, with the link", async ({ db }) => {
    const { ctx, memberId } = await asMember(db, "pmo");
    const { modelId, initiativeId } = await place(ctx);
    const { id } = await make(ctx, { modelId, ownerId: memberId });
    await rateIt(ctx, id, 3, 3);
    const given = riskMaterialising.parse({
      id,
      version: 1,
      reason: "Seen on two wards",
      resolutionDueOn: "2026-12-24",
    });
    const done = await materialiseRisk(ctx, given);
    expect(done).toMatchObject({ outcome: "saved", issue: { code: "I-01" } });
    expect(await rowOf(ctx, id)).toMatchObject({ status: "materialised", closedReason: "Seen on two wards" });
    const issues = await read(ctx, (tx) => tx.select().from(issue));
    expect(issues).toMatchObject([
      {
        ...{ riskId: id, modelId, countsOnId: initiativeId, ownerId: memberId, title: "Recall falls", severity: "red" },
        ...{ resolutionDueOn: "2026-12-24", status: "open" },
      },
    ]);
  });
});

describe("controls, actions, taxonomy", () => {
  test("are added, edited with conflicts, and removed", async ({ db }) => {
    const { ctx, orgId, memberId } = await asMember(db, "pmo");
    const other = await joinAs(db, orgId, "mlops", "Sam Poe");
    const viewer = await joinAs(db, orgId, "viewer");
    const stranger = await asMember(db, "admin");
    const { id: riskId } = await make(ctx);
    const control = await addControl(
      ctx,
      newControl.parse({ riskId, name: "Double check", kind: "preventive", effectiveness: 0.6 }),
    );
    const action = await addAction(
      ctx,
      newAction.parse({ riskId, title: "Fix the feed", ownerId: memberId, dueOn: "2026-12-01" }),
    );
    await editControl(other.ctx, { id: control.id, version: 1, patch: { effectiveness: 0.3 } });
    expect(await editControl(ctx, { id: control.id, version: 1, patch: { effectiveness: 0.5 } })).toMatchObject({
      ...{ outcome: "conflict", fields: [{ field: "effectiveness", yours: 0.5, theirs: 0.3, by: "Sam Poe" }] },
    });
    expect(await editAction(ctx, { id: action.id, version: 1, patch: { doneOn: "2026-11-30" } })).toMatchObject({
      outcome: "saved",
    });
    const [kept] = await read(ctx, (tx) => tx.select().from(responseAction));
    expect(kept).toMatchObject({ doneOn: "2026-11-30", dueOn: "2026-12-01", ownerId: memberId });
    await expect(
      editAction(ctx, { id: action.id, version: 2, patch: { ownerId: stranger.memberId } }),
    ).rejects.toMatchObject({ code: "BAD_REQUEST" });
    await expect(removeControl(viewer.ctx, control)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(removeControl(stranger.ctx, control)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(removeAction(stranger.ctx, action)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await removeControl(ctx, control);
    await removeAction(ctx, action);
    const rest = await read(ctx, async (tx) => [
      ...(await tx.select().from(riskControl)),
      ...(await tx.select().from(responseAction)),
    ]);
    expect(rest).toEqual([]);
  });

  test("a taxonomy entry is there once", async ({ db }) => {
    const { ctx } = await asMember(db, "pmo");
    const { id: riskId } = await make(ctx);
    const entry = { framework: "owasp-llm", edition: "2026", ref: "LLM01" };
    await tagRisk(ctx, { riskId, add: [entry], remove: [] });
    await tagRisk(ctx, { riskId, add: [entry, { ...entry, ref: "LLM02" }], remove: [] });
    await tagRisk(ctx, { riskId, add: [], remove: [entry] });
    expect(await read(ctx, (tx) => tx.select({ ref: riskTag.ref }).from(riskTag))).toEqual([{ ref: "LLM02" }]);
    await expect(tagRisk(ctx, { riskId, add: [{ ...entry, edition: "1999" }], remove: [] })).rejects.toMatchObject({
      code: "BAD_REQUEST",
      message: "owasp-llm 1999 has no entry “LLM01”.",
    });
  });
});
