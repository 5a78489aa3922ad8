import { randomUUID } from "node:crypto";
import { and, eq } from "drizzle-orm";
import { describe, expect } from "vitest";
import { change as changeTable } from "@/db/schema/change";
import { connection } from "@/db/schema/connection";
import { series, seriesWatermark } from "@/db/schema/metric";
import { risk, riskAssessment } from "@/db/schema/risk";
import { riskIndicator } from "@/db/schema/risk-part";
import { ruleCreate } from "@/domain/metric/input";
import { STARTING_MATRIX } from "@/domain/risk/starting-matrix";
import { storePull } from "@/server/connection/poll/commands";
import type { Pull } from "@/server/connector/contract";
import type { OrgContext } from "@/server/context";
import { overdue } from "@/server/due/commands";
import { activateMatrixVersion, createMatrixVersion, rerate } from "@/server/matrix/commands";
import { listMatrices } from "@/server/matrix/queries";
import { evaluateRules } from "@/server/metric/alert/commands";
import { createRule } from "@/server/metric/rule/commands";
import { change } from "@/server/record/change";
import { mintInstant } from "@/server/record/instant";
import { read } from "@/server/record/read";
import { asMember, joinAs, type TestDatabase, test } from "@/server/testing";
import { assessRisk } from "../assess/commands";
import { createRisk, editRisk } from "../commands";
import { lookAtDueRisk, RISK_DUE } from "../escalate/commands";
import { getCause, listSignals } from "./cause/queries";
import { applySignals, setBackSignal } from "./commands";
import { editIndicator, linkIndicator, unlinkIndicator } from "./link/commands";
import { getIndicators, listRules } from "./queries";

const day = (n: number) => new Date(Date.UTC(2026, 8, 1) + (n - 1) * 86_400_000);
const NOW = new Date("2026-10-15T09:00:00Z");

type Points = readonly (readonly [day: number, value: number])[];

const pullOf = (points: Points, measure: string): Pull => ({
  models: [{ ref: "Sepsis", name: "Sepsis early warning", purpose: null, versions: [] }],
  series: [
    {
      ref: {
        ...{ modelRef: "Sepsis", metric: measure, label: measure === "recall" ? "Recall" : "Input PSI" },
        ...{ kind: "performance" as const, unit: null, dims: {}, intervalSeconds: 86_400 },
      },
      points: points.map(([n, value]) => ({ at: day(n), value })),
    },
  ],
  provenance: { requestUrl: "https://models.example.org/metrics", responseSha256: "0".repeat(64) },
  truncated: false,
});

/** A model with a measure and its rule, and a risk that reads it: possible × severe, 25 %. */
async function setup(db: TestDatabase) {
  const member = await asMember(db, "mlops", "Mel Ops");
  const { orgId } = member;
  const ctx: OrgContext = { ...member.ctx, now: NOW };
  const job: OrgContext = { ...ctx, actor: { kind: "job", name: "Risk rules" } };
  const connectionId = randomUUID();
  await change(ctx, { name: "test" }, (tx) =>
    tx.insert(connection).values({
      ...{ orgId, id: connectionId, name: "Model server", platform: "openmetrics" as const },
      url: "https://models.example.org/metrics",
    }),
  );
  const give = (points: Points, measure = "recall") =>
    storePull(ctx, connectionId, pullOf(points, measure), { startedAt: NOW, durationMs: 12 });
  const rule = async (limits: object, measure = "recall") => {
    const [row] = await read(ctx, (tx) => tx.select({ id: series.id }).from(series).where(eq(series.metric, measure)));
    const { id } = await createRule(ctx, ruleCreate.parse({ seriesId: row?.id, noDataAfter: 900, ...limits }));
    return id;
  };
  const { id: riskId } = await createRisk(ctx, {
    ...{ title: "Sepsis cases missed on wards", category: "patient_safety", probability: 0.25, lossLikely: 100_000_00 },
    ...{ residual: { likelihood: 2, impacts: { patient_safety: 4 } }, tags: [] },
  });
  const stands = async () => {
    const [row] = await read(ctx, (tx) =>
      tx
        .select({
          likelihood: risk.residualLikelihood,
          score: risk.residualScore,
          probability: risk.probability,
          expected: risk.expectedValue,
        })
        .from(risk)
        .where(eq(risk.id, riskId)),
    );
    return row && [row.likelihood, row.score, row.probability, row.expected];
  };
  const assessments = () =>
    read(ctx, (tx) =>
      tx
        .select()
        .from(riskAssessment)
        .where(and(eq(riskAssessment.riskId, riskId), eq(riskAssessment.kind, "residual")))
        .orderBy(riskAssessment.number),
    );
  const isDue = async () => (await overdue(db.sql, RISK_DUE, 10_000, 0)).some(({ id }) => id === riskId);
  return { ctx, job, give, rule, riskId, stands, assessments, isDue, member, orgId };
}

const LOW = { direction: "low", warning: 0.82, critical: 0.78 };
const LINK = { raiseWarning: 1, raiseCritical: 2, note: null };
const WELL: Points = [
  [1, 0.86],
  [2, 0.85],
];

describe("a measure that moves a risk", () => {
  test("a breach raises the probability, a graver one further, the recovery gives both back; the cause is told to the points", async ({
    db,
  }) => {
    const { ctx, job, give, rule, riskId, stands, assessments, isDue } = await setup(db);
    await give(WELL);
    const ruleId = await rule(LOW);
    const { id: indicatorId } = await linkIndicator(ctx, { riskId, ruleId, ...LINK });
    await lookAtDueRisk(job, { riskId });
    expect(await stands()).toEqual([2, 15, 0.25, 25_000_00]);
    const before = await mintInstant(ctx);

    await give([[3, 0.8]]);
    await evaluateRules(job);
    expect(await isDue()).toBe(true); // the alert asked for the look
    expect(await lookAtDueRisk(job, { riskId })).toMatchObject({ signals: 1 });
    expect(await stands()).toEqual([3, 20, 0.475, 47_500_00]);
    await give([[4, 0.66]]);
    await evaluateRules(job);
    await lookAtDueRisk(job, { riskId });
    expect(await stands()).toEqual([4, 25, 0.8, 80_000_00]);
    const raised = (await assessments()).at(-1);
    expect(raised).toMatchObject({ automatic: true, indicatorId, rationale: expect.any(String) });
    expect(raised?.rationale.replaceAll("\u00a0", " ")).toBe(
      "Recall of Sepsis early warning is 0.66, at or below its critical limit of 0.78, since 3 Sep 2026, 00:00: likelihood raised two steps from possible to almost certain.",
    );
    const shown = await getIndicators(ctx, { riskId });
    expect(shown.residual).toMatchObject({
      automatic: true,
      holds: { likelihood: "almost certain", probability: 0.8, score: 25 },
      assessed: { likelihood: "possible", probability: 0.25 },
    });
    expect(shown.indicators).toMatchObject([
      { measure: "Recall", level: "critical", value: 0.66, limit: 0.78, raisedSteps: 2 },
    ]);

    await give([
      [5, 0.85],
      [6, 0.86],
    ]);
    await evaluateRules(job);
    await lookAtDueRisk(job, { riskId });
    expect(await stands()).toEqual([2, 15, 0.25, 25_000_00]);
    const all = await assessments();
    expect(all.map(({ automatic, likelihood }) => [automatic, likelihood])).toEqual([
      [false, 2],
      [true, 3],
      [true, 4],
      [true, 2],
    ]);
    expect(all.at(-1)?.rationale.replaceAll("\u00a0", " ")).toBe(
      "Recall of Sepsis early warning is back inside the limits since 5 Sep 2026, 00:00: likelihood returns from almost certain to possible, as a person assessed it.",
    );
    expect((await listSignals(ctx, { riskId })).map(({ by, likelihood }) => [by, likelihood])).toEqual([
      ["Risk rules", 2],
      ["Risk rules", 4],
      ["Risk rules", 3],
    ]);
    const cause = await getCause(ctx, { assessmentId: raised?.id ?? "" });
    expect(cause).toMatchObject({
      alert: { level: "critical", value: 0.66, limit: 0.78, course: [{ level: "warning" }, { level: "critical" }] },
      measure: { measure: "Recall", model: "Sepsis early warning" },
    });
    expect(cause.points.map(({ value }) => value)).toContain(0.66);
    expect(cause.points.every(({ pollRunId }) => pollRunId !== null)).toBe(true);
    // As of a moment before, nothing had been raised.
    expect(await listSignals({ ...ctx, asOf: before }, { riskId })).toEqual([]);
  });

  test("looked at twice, or twice at once, writes nothing twice", async ({ db }) => {
    const { ctx, job, give, rule, riskId, assessments, isDue } = await setup(db);
    await give([...WELL, [3, 0.7]]);
    const ruleId = await rule(LOW);
    await linkIndicator(ctx, { riskId, ruleId, ...LINK });
    await evaluateRules(job);
    const looks = await Promise.all([1, 2, 3].map(() => applySignals(job, [riskId])));
    expect(looks.reduce((sum, n) => sum + n, 0)).toBe(1);
    expect(await applySignals(job, [riskId])).toBe(0);
    expect(await assessments()).toHaveLength(2);
    const changes = await read(ctx, (tx) => tx.$count(changeTable, eq(changeTable.action, "risk.signal-raise")));
    expect(changes).toBe(1); // nothing written leaves no change behind
    for (let look = 0; look < 3 && (await isDue()); look++) await lookAtDueRisk(job, { riskId });
    expect(await isDue()).toBe(false); // its own writing settles
  });

  test("a person sets it back with a reason; the same breach stays quiet, a graver one does not", async ({ db }) => {
    const { ctx, job, give, rule, riskId, stands, assessments } = await setup(db);
    await give([...WELL, [3, 0.8]]);
    await linkIndicator(ctx, { riskId, ruleId: await rule(LOW), ...LINK });
    await evaluateRules(job);
    await applySignals(job, [riskId]);
    expect(await stands()).toEqual([3, 20, 0.475, 47_500_00]);
    await setBackSignal(ctx, { riskId, reason: "A reporting gap, not a drop." });
    expect(await stands()).toEqual([2, 15, 0.25, 25_000_00]);
    expect((await assessments()).at(-1)).toMatchObject({
      automatic: false,
      rationale: "Set back by a person: A reporting gap, not a drop.",
    });
    expect(await applySignals(job, [riskId])).toBe(0);
    await expect(setBackSignal(ctx, { riskId, reason: "Again." })).rejects.toMatchObject({
      code: "PRECONDITION_FAILED",
    });
    await give([[4, 0.7]]);
    await evaluateRules(job);
    expect(await applySignals(job, [riskId])).toBe(1);
    expect(await stands()).toEqual([4, 25, 0.8, 80_000_00]);
  });

  test("what a person assesses while it is raised holds, and is what it returns to", async ({ db }) => {
    const { ctx, job, give, rule, riskId, stands } = await setup(db);
    await give([...WELL, [3, 0.8]]);
    await linkIndicator(ctx, { riskId, ruleId: await rule(LOW), ...LINK });
    await evaluateRules(job);
    await applySignals(job, [riskId]);
    await assessRisk(ctx, {
      ...{ riskId, kind: "residual", likelihood: 1, impacts: { patient_safety: 4 } },
      ...{ probability: 0.1, rationale: "Nurses check twice now.", dueOn: null },
    });
    expect(await applySignals(job, [riskId])).toBe(0);
    expect(await stands()).toEqual([1, 10, 0.1, 10_000_00]);
    await give([
      [4, 0.85],
      [5, 0.85],
    ]);
    await evaluateRules(job);
    expect(await applySignals(job, [riskId])).toBe(0);
    await give([[6, 0.8]]);
    await evaluateRules(job);
    expect(await applySignals(job, [riskId])).toBe(1); // another breach begins
    expect((await stands())?.slice(0, 2)).toEqual([2, 15]);
  });

  test("a probability that a person states while it is raised stays theirs", async ({ db }) => {
    const { ctx, job, give, rule, riskId, stands } = await setup(db);
    await give([...WELL, [3, 0.8]]);
    await linkIndicator(ctx, { riskId, ruleId: await rule(LOW), ...LINK });
    await evaluateRules(job);
    await applySignals(job, [riskId]);
    const [row] = await read(ctx, (tx) => tx.select({ version: risk.version }).from(risk).where(eq(risk.id, riskId)));
    await editRisk(ctx, { id: riskId, version: row?.version ?? 0, patch: { probability: 0.5 } });
    await give([[4, 0.86]]);
    await evaluateRules(job);
    await applySignals(job, [riskId]);
    expect((await stands())?.slice(0, 3)).toEqual([2, 15, 0.5]);
  });

  test("two measures at once: the gravest counts, and each is cleared by itself", async ({ db }) => {
    const { ctx, job, give, rule, riskId, stands } = await setup(db);
    await give([...WELL, [3, 0.7]]);
    await give([[3, 0.3]], "psi");
    const [recall, psi] = [await rule(LOW), await rule({ direction: "high", warning: 0.1, critical: 0.25 }, "psi")];
    await linkIndicator(ctx, { riskId, ruleId: recall, ...LINK });
    await linkIndicator(ctx, { riskId, ruleId: psi, ...LINK, raiseWarning: 0, raiseCritical: 1 });
    await evaluateRules(job);
    await applySignals(job, [riskId]);
    expect((await stands())?.[0]).toBe(4);
    await give([[4, 0.86]]);
    await evaluateRules(job);
    await applySignals(job, [riskId]);
    expect((await stands())?.[0]).toBe(3); // the drift still stands
    await setBackSignal(ctx, { riskId, reason: "Known shift of season." });
    expect(await applySignals(job, [riskId])).toBe(0);
    expect((await stands())?.[0]).toBe(2);
  });

  test("rated by another matrix while it is raised: what a person assessed is rated, the breach raises it again, and clears", async ({
    db,
  }) => {
    const { ctx, job, give, rule, riskId, stands, assessments, orgId } = await setup(db);
    const pmo = { ...(await joinAs(db, orgId, "pmo")).ctx, now: NOW };
    await give([...WELL, [3, 0.8]]);
    await linkIndicator(ctx, { riskId, ruleId: await rule(LOW), ...LINK });
    await evaluateRules(job);
    await applySignals(job, [riskId]);
    expect(await stands()).toEqual([3, 20, 0.475, 47_500_00]);
    const wide = { ...STARTING_MATRIX, impacts: STARTING_MATRIX.impacts.map(({ name }) => ({ name: `${name} harm` })) };
    const made = await createMatrixVersion(pmo, { name: "Wide", definition: wide, note: "" });
    const { settingVersion } = await listMatrices(pmo);
    await activateMatrixVersion(pmo, { versionId: made.id, version: settingVersion });
    await rerate(pmo, { versionId: made.id, riskIds: [riskId] });
    expect(await stands()).toEqual([2, 15, 0.25, 25_000_00]);
    expect(await applySignals(job, [riskId])).toBe(1);
    expect(await stands()).toEqual([3, 20, 0.475, 47_500_00]);
    expect((await assessments()).at(-1)).toMatchObject({ automatic: true, matrixVersionId: made.id });
    await give([[4, 0.86]]);
    await evaluateRules(job);
    await applySignals(job, [riskId]);
    expect(await stands()).toEqual([2, 15, 0.25, 25_000_00]);
  });

  test("switched off or taken away, it gives back what it raised", async ({ db }) => {
    const { ctx, job, give, rule, riskId, stands, assessments } = await setup(db);
    await give([...WELL, [3, 0.7]]);
    const ruleId = await rule(LOW);
    const { id } = await linkIndicator(ctx, { riskId, ruleId, ...LINK });
    await evaluateRules(job);
    await applySignals(job, [riskId]);
    const version = async () =>
      (await read(ctx, (tx) => tx.select({ version: riskIndicator.version }).from(riskIndicator)))[0]?.version ?? 0;
    const edit = { indicatorId: id, ...LINK, active: false };
    expect(await editIndicator(ctx, { ...edit, version: await version() })).toMatchObject({ outcome: "saved" });
    await lookAtDueRisk(job, { riskId });
    expect((await stands())?.[0]).toBe(2);
    expect((await assessments()).at(-1)?.rationale).toMatch(
      /^Recall of Sepsis early warning is no longer read by this risk/,
    );
    expect(await editIndicator(ctx, { ...edit, active: true, version: await version() })).toMatchObject({
      outcome: "saved",
    });
    await applySignals(job, [riskId]);
    expect((await stands())?.[0]).toBe(4);
    await unlinkIndicator(ctx, { indicatorId: id });
    await applySignals(job, [riskId]);
    expect((await stands())?.[0]).toBe(2);
    expect(await listRules(ctx, { riskId })).toMatchObject([{ ruleId, isTaken: false }]);
  });

  test("at the top of the scale nothing is written; missing data raise nothing", async ({ db }) => {
    const { ctx, job, give, rule, riskId, assessments } = await setup(db);
    await give([...WELL, [3, 0.7]]);
    await linkIndicator(ctx, { riskId, ruleId: await rule({ ...LOW, noDataAfter: 2 }), ...LINK });
    await assessRisk(ctx, {
      ...{
        riskId,
        kind: "residual",
        likelihood: 4,
        impacts: { patient_safety: 4 },
        rationale: "Certain by now.",
        dueOn: null,
      },
    });
    await evaluateRules(job);
    await applySignals(job, [riskId]);
    expect((await assessments()).map(({ automatic }) => automatic)).toEqual([false, false]);
    const marks = await read(ctx, (tx) => tx.select({ at: seriesWatermark.highAt }).from(seriesWatermark));
    expect(marks).toEqual([{ at: day(3) }]);
  });

  test("an owner links only their own; another organisation's does not exist; a rule is read once", async ({ db }) => {
    const { ctx, give, rule, riskId, orgId } = await setup(db);
    await give(WELL);
    const ruleId = await rule(LOW);
    const owner = await joinAs(db, orgId, "owner");
    const stranger = await asMember(db, "mlops");
    const link = { riskId, ruleId, ...LINK };
    await expect(linkIndicator(owner.ctx, link)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(linkIndicator(stranger.ctx, link)).rejects.toMatchObject({ code: "NOT_FOUND" });
    const { id } = await linkIndicator(ctx, link);
    await expect(linkIndicator(ctx, link)).rejects.toMatchObject({ code: "CONFLICT" });
    await expect(unlinkIndicator(stranger.ctx, { indicatorId: id })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(getIndicators(stranger.ctx, { riskId })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});
