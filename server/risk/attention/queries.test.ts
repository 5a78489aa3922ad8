import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { expect } from "vitest";
import { initiative } from "@/db/schema/initiative";
import { escalationRule, riskSetting } from "@/db/schema/matrix";
import { model } from "@/db/schema/model";
import { risk, riskAssessment } from "@/db/schema/risk";
import { responseAction, riskAcceptance } from "@/db/schema/risk-part";
import { addDays, addMonths } from "@/domain/risk/calendar";
import { rate } from "@/domain/risk/matrix";
import { RISK_REASONS } from "@/domain/risk/reason";
import { STARTING_MATRIX } from "@/domain/risk/starting-matrix";
import { dayOf } from "@/domain/shared/day";
import { rowsInput } from "@/domain/table/input";
import type { OrgContext } from "../../context";
import { listInitiatives, summariseInitiatives } from "../../initiative/register/queries";
import { getOverview } from "../../overview/queries";
import { change } from "../../record/change";
import { mintInstant } from "../../record/instant";
import { read } from "../../record/read";
import { asMember, joinAs, test } from "../../testing";
import { evaluate } from "../escalate/queries";
import { policyIn, standingsIn } from "../standing/queries";

// The database's clock narrows what a row shows, so the days stand around today's.
const NOW = new Date();
const TODAY = dayOf(NOW, "UTC");
const day = (from: number): string => addDays(TODAY, from);
const MONTH = addMonths(TODAY, 1);
const reasonsOf = async (ctx: OrgContext) => {
  const { rows } = await listInitiatives(ctx, rowsInput.parse({ pageSize: 100 }));
  return new Map(rows.map(({ code, attention }) => [code, attention.reasons]));
};

/** Initiatives with two risks each, over many mixes of cell, date, responses and acceptance. */
async function mixed(ctx: OrgContext, deciderId: string, count: number) {
  const { orgId } = ctx;
  const me = ctx.actor.kind === "user" ? ctx.actor.memberId : "";
  await change(ctx, { name: "mix" }, async (tx) => {
    const [setting] = await tx.select({ id: riskSetting.matrixVersionId }).from(riskSetting);
    const matrixVersionId = setting?.id ?? "";
    for (let n = 0; n < count; n++) {
      const [on, modelId] = [randomUUID(), randomUUID()];
      const code = `AI-${String(n).padStart(2, "0")}`;
      await tx.insert(initiative).values({ orgId, id: on, code, title: `Mix ${n}`, stage: "build", ownerId: me });
      await tx.insert(model).values({ orgId, id: modelId, name: `Model ${n}`, initiativeId: on });
      for (const which of [0, 1]) {
        const id = randomUUID();
        const seed = n * 7 + which * 3;
        const category = ["patient_safety", "schedule", "financial"][seed % 3] ?? "financial";
        await tx.insert(risk).values({
          ...{ orgId, id, title: `Risk ${n} ${which}`, category, raisedOn: "2026-01-01", currency: "USD" },
          ...(which === 0 ? { initiativeId: on } : { modelId }),
          kind: seed % 11 === 0 ? ("opportunity" as const) : ("threat" as const),
          proximityOn: [day(1), MONTH, addDays(MONTH, -1), null][seed % 4] ?? null,
          ...(seed % 13 === 0 ? { status: "closed" as const, closedOn: "2026-11-01", closedReason: "Over" } : {}),
        });
        const assess = async (likelihood: number, impact: number) => {
          const impacts = { [category]: impact };
          const assessmentId = randomUUID();
          const rated = rate(STARTING_MATRIX, likelihood, impacts);
          await tx.insert(riskAssessment).values({
            ...{ orgId, id: assessmentId, riskId: id, kind: "residual" as const, matrixVersionId, likelihood, impacts },
            ...{ ...rated, assessedOn: "2026-11-01" },
          });
          return assessmentId;
        };
        if (seed % 5 === 0) continue;
        const assessmentId = await assess(seed % 5, (seed * 3) % 5);
        if (seed % 3 === 1)
          await tx.insert(riskAcceptance).values({
            ...{ orgId, riskId: id, assessmentId, proposedBy: me, proposedOn: "2026-11-01", rationale: "Borne" },
            ...{ decision: "accepted" as const, decidedBy: deciderId, decidedOn: "2026-11-02" },
            expiresOn: [day(-1), day(0), day(70)][n % 3] ?? day(70),
          });
        if (seed % 4 === 1) await assess((seed + 2) % 5, (seed * 3 + 1) % 5);
        for (const [at, dueOn] of [day(-15), day(-14), day(10)].entries())
          if ((seed + at) % 3 === 0)
            await tx.insert(responseAction).values({
              ...{ orgId, riskId: id, title: `Do ${at}`, dueOn, doneOn: seed % 6 === 0 ? day(-9) : null },
            });
      }
    }
  });
}

test("SQL, the rule and what is raised agree on every mix, now and as of a day before; a restricted one is hidden", async ({
  db,
}) => {
  const pmo = await asMember(db, "pmo");
  const decider = await joinAs(db, pmo.orgId, "executive");
  const ctx = { ...pmo.ctx, now: NOW, timeZone: "UTC" };
  await mixed(ctx, decider.memberId, 40);
  const found = await reasonsOf(ctx);
  const { reasons, cells } = await summariseInitiatives(ctx, rowsInput.parse({}));
  for (const reason of RISK_REASONS) {
    const expected = [...found].filter(([, all]) => all.some((each) => each.reason === reason)).map(([code]) => code);
    if (reason !== "risk_raised") expect(expected.length, reason).toBeGreaterThan(0);
    expect(reasons[reason], reason).toBe(expected.length);
    const filter = { column: "attention", op: "is", values: [reason] };
    const { rows } = await listInitiatives(ctx, rowsInput.parse({ filter, pageSize: 100 }));
    expect(rows.map(({ code }) => code).sort(), reason).toEqual(expected.sort());
  }
  expect(cells.filter(({ standing }) => standing === "bad").reduce((sum, { count }) => sum + count, 0)).toBe(
    [...found.values()].filter((all) => all.some(({ standing }) => standing === "bad")).length,
  );

  // What the escalation rules would raise is what the three reasons name.
  const raised = await read(ctx, async (tx) => {
    const policy = await policyIn(tx, ctx);
    const rows = await tx
      .select({ id: risk.id, on: initiative.code })
      .from(risk)
      .innerJoin(initiative, eq(initiative.id, risk.countsOnId));
    const on = new Map(rows.map((row) => [row.id, row.on]));
    const standings = await standingsIn(tx, ctx, [...on.keys()], policy.today);
    return standings.flatMap((standing) =>
      evaluate(standing, policy, []).flatMap(({ rule, fires }) => (fires ? [`${rule} ${on.get(standing.id)}`] : [])),
    );
  });
  const RULES = { beyond_tolerance: "risk_beyond", red_imminent: "risk_imminent", action_overdue: "response_overdue" };
  for (const [rule, reason] of Object.entries(RULES))
    expect(
      [...new Set(raised.filter((each) => each.startsWith(`${rule} `)).map((each) => each.split(" ")[1]))].sort(),
    ).toEqual(
      [...found]
        .filter(([, all]) => all.some((each) => each.reason === reason))
        .map(([code]) => code)
        .sort(),
    );

  const overview = await getOverview(ctx, {});
  expect(overview.reasons.risk_beyond).toBe(reasons.risk_beyond);
  expect(overview.worst[0]?.reasons.find(({ risks }) => risks)?.risks?.found[0]).toMatchObject({
    code: expect.stringMatching(/^R-/),
    because: expect.stringMatching(/\.$/),
  });

  // Rules that are switched off, risks that are closed and initiatives that become restricted: a day before keeps its reasons.
  const before = await mintInstant(ctx);
  const then = (await summariseInitiatives({ ...ctx, now: before }, rowsInput.parse({}))).reasons;
  const hidden = [...found].find(([, all]) => all.some(({ reason }) => reason === "response_overdue"))?.[0] ?? "";
  await change(ctx, { name: "close" }, async (tx) => {
    await tx.update(escalationRule).set({ enabled: false }).where(eq(escalationRule.key, "beyond_tolerance"));
    await tx.update(initiative).set({ restricted: true, ownerId: decider.memberId }).where(eq(initiative.code, hidden));
  });
  const after = await summariseInitiatives(ctx, rowsInput.parse({}));
  expect(after.reasons.risk_beyond).toBe(0);
  expect(after.reasons.response_overdue).toBe(reasons.response_overdue - 1);
  const past = await summariseInitiatives({ ...ctx, asOf: before }, rowsInput.parse({}));
  expect(past.reasons.response_overdue).toBe(then.response_overdue - 1); // permission is today's
  expect(past.reasons.risk_beyond).toBeGreaterThan(0);
  const all = await joinAs(db, pmo.orgId, "auditor");
  const seen = { ...all.ctx, timeZone: "UTC", asOf: before };
  expect((await summariseInitiatives(seen, rowsInput.parse({}))).reasons).toEqual(then);
});
