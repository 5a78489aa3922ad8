import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { and, eq } from "drizzle-orm";
import postgres from "postgres";
import { describe, expect } from "vitest";
import { change as changeTable } from "@/db/schema/change";
import { initiative } from "@/db/schema/initiative";
import { appetite, escalationRule, riskSetting } from "@/db/schema/matrix";
import { notification } from "@/db/schema/notification";
import { membership } from "@/db/schema/organisation";
import { risk, riskAssessment } from "@/db/schema/risk";
import { escalation, responseAction } from "@/db/schema/risk-part";
import { rate } from "@/domain/risk/matrix";
import { STARTING_MATRIX } from "@/domain/risk/starting-matrix";
import type { OrgContext } from "@/server/context";
import { dropDue, overdue, setDue } from "@/server/due/commands";
import { makeNotifications } from "@/server/notification/make/commands";
import { listNotifications } from "@/server/notification/queries";
import { createProgram, directProgram } from "@/server/program/commands";
import { listPrograms } from "@/server/program/queries";
import { change } from "@/server/record/change";
import { mintInstant } from "@/server/record/instant";
import { read } from "@/server/record/read";
import { store } from "@/server/record/store";
import { undoChange } from "@/server/record/undo";
import { asMember, joinAs, type Member, type TestDatabase, test } from "@/server/testing";
import { getAppetite } from "../appetite/queries";
import { riskTotals } from "../exposure/queries";
import { levelsOf } from "../level/queries";
import { standingsIn } from "../standing/queries";
import { escalateRisks, gatherDueRisks, lookAtDueRisk, RISK_DUE, RISKS_DUE, sweepRisks } from "./commands";
import { getEscalations, listRaised } from "./queries";

const NOW = new Date("2026-11-20T15:00:00Z");

type Cell = { likelihood: number; impacts: Record<string, number> };

async function assess(ctx: OrgContext, riskId: string, { likelihood, impacts }: Cell): Promise<void> {
  const { impact, level, severity, score } = rate(STARTING_MATRIX, likelihood, impacts);
  await change(ctx, { name: "risk.assess" }, async (tx) => {
    const [setting] = await tx.select({ id: riskSetting.matrixVersionId }).from(riskSetting);
    await tx.insert(riskAssessment).values({
      ...{
        orgId: ctx.orgId,
        riskId,
        kind: "residual" as const,
        matrixVersionId: setting?.id ?? "",
        likelihood,
        impacts,
      },
      ...{ impact, level, severity, score, assessedOn: "2026-11-20" },
    });
  });
}

const SEVERE: Cell = { likelihood: 3, impacts: { patient_safety: 4 } };

async function setup(db: TestDatabase) {
  const pmo = await asMember(db, "pmo", "Pat Office");
  const { orgId } = pmo;
  const [executive, sponsor, owner] = [
    await joinAs(db, orgId, "executive", "Eve Board"),
    await joinAs(db, orgId, "owner", "Sam Sponsor"),
    await joinAs(db, orgId, "owner", "Olu Owner"),
  ];
  const ctx: OrgContext = { ...pmo.ctx, now: NOW };
  const job: OrgContext = { ...ctx, actor: { kind: "job", name: "Risk rules" } };
  const ids = { initiative: randomUUID(), risk: randomUUID() };
  await change(ctx, { name: "test" }, async (tx) => {
    await tx.insert(initiative).values({
      ...{ orgId, id: ids.initiative, code: "AI-01", title: "Sepsis early warning" },
      ...{ ownerId: owner.memberId, sponsorId: sponsor.memberId },
    });
    await tx.insert(risk).values({
      ...{ orgId, id: ids.risk, title: "Sepsis cases missed on wards", initiativeId: ids.initiative },
      ...{ category: "patient_safety", raisedOn: "2026-10-01", currency: "USD", ownerId: owner.memberId },
      proximityOn: "2026-11-25",
    });
  });
  const states = () =>
    read(ctx, (tx) => tx.select().from(escalation).where(eq(escalation.riskId, ids.risk)).orderBy(escalation.rule));
  return { ctx, job, ids, pmo, executive, sponsor, owner, orgId, states };
}

/** Has the people told of every change that asks for it. */
async function tell(db: TestDatabase, job: OrgContext): Promise<void> {
  for (const { orgId, id } of await overdue(db.sql, "notification", 500, 0))
    if (orgId === job.orgId) await makeNotifications(job, { changeId: id });
}

const toldTo = async ({ ctx }: Member) =>
  (await listNotifications(ctx, { page: 1, unread: false })).rows.flatMap(({ kind, text }) =>
    kind === "raised" ? [text] : [],
  );

describe("rules of a risk", () => {
  test("raise it to the level that owns it, tell the people there once, and clear when it is better", async ({
    db,
  }) => {
    const { ctx, job, ids, executive, sponsor, owner, pmo, states } = await setup(db);
    await assess(ctx, ids.risk, SEVERE);
    expect(await escalateRisks(job, [ids.risk])).toEqual({ raised: 2, cleared: 0, moved: 0 });
    expect(await escalateRisks(job, [ids.risk])).toEqual({ raised: 0, cleared: 0, moved: 0 });
    expect((await states()).map(({ rule, toRole, dueAt, clearedAt }) => [rule, toRole, dueAt, clearedAt])).toEqual([
      ["beyond_tolerance", "executive", new Date("2026-11-27T23:59:59.999Z"), null],
      ["red_imminent", "sponsor", new Date("2026-11-21T15:00:00Z"), null],
    ]);
    expect((await getAppetite(ctx)).rules.map(({ key, raised }) => [key, raised])).toEqual([
      ["beyond_tolerance", 1],
      ["red_imminent", 1],
      ["action_overdue", 0],
    ]);
    const then = await mintInstant(ctx);
    await tell(db, job);
    await tell(db, job);
    expect(await toldTo(executive)).toEqual([
      "R-01 Sepsis cases missed on wards is raised to an executive: its residual is above tolerance.",
    ]);
    expect(await toldTo(sponsor)).toEqual([
      "R-01 Sepsis cases missed on wards is raised to the sponsor: it is red and imminent.",
    ]);
    expect([await toldTo(owner), await toldTo(pmo)]).toEqual([[], []]);

    const later: OrgContext = { ...job, now: new Date("2026-11-23T09:00:00Z") };
    const shown = await getEscalations({ ...ctx, now: later.now }, { riskId: ids.risk });
    expect(shown.rules.map(({ rule, fires, isLate, people }) => [rule, fires, isLate, people])).toEqual([
      ["beyond_tolerance", true, false, ["Eve Board"]],
      ["red_imminent", true, true, ["Sam Sponsor"]],
      ["action_overdue", false, false, []],
    ]);
    expect(shown.rules[2]?.because).toBe("No response is overdue.");
    expect(shown.rules[0]?.dueAt).toEqual(new Date("2026-11-27T23:59:59.999Z")); // counts from when it was raised

    await assess(ctx, ids.risk, { likelihood: 0, impacts: { patient_safety: 1 } });
    expect(await escalateRisks(later, [ids.risk])).toEqual({ raised: 0, cleared: 2, moved: 0 });
    expect((await states()).every(({ clearedAt }) => clearedAt !== null)).toBe(true);
    // As of the day before it cleared, it stands raised: on the risk's page, in the list and in the counts.
    const past = { ...ctx, asOf: then };
    expect((await getAppetite(past)).rules.map(({ raised }) => raised)).toEqual([1, 1, 0]);
    expect((await getAppetite(ctx)).rules.map(({ raised }) => raised)).toEqual([0, 0, 0]);
    const held = (await getEscalations(past, { riskId: ids.risk })).rules;
    expect(held.map(({ raisedAt }) => raisedAt)).toEqual([NOW, NOW, null]);
    expect((await listRaised(past, { mine: false })).map(({ rule, to }) => [rule, to])).toEqual([
      ["red_imminent", "sponsor"],
      ["beyond_tolerance", "executive"],
    ]);
    expect(await listRaised({ ...ctx, now: later.now }, { mine: false })).toEqual([]);
    const totals = (at: OrgContext) => read(at, (tx) => riskTotals(tx, at));
    expect([(await totals(past)).raised, (await totals(ctx)).raised]).toEqual([1, 0]);
    const actions = await read(ctx, (tx) =>
      tx.select({ action: changeTable.action }).from(changeTable).where(eq(changeTable.orgId, ctx.orgId)),
    );
    expect(actions.map(({ action }) => action)).toEqual(expect.arrayContaining(["risk.escalate", "risk.settle"]));
  });

  test("a level where nobody stands passes it on to the next above", async ({ db }) => {
    const { ctx, job, ids, executive } = await setup(db);
    await change(ctx, { name: "test" }, (tx) =>
      tx.update(initiative).set({ sponsorId: null }).where(eq(initiative.id, ids.initiative)),
    );
    await assess(ctx, ids.risk, SEVERE);
    await escalateRisks(job, [ids.risk]);
    await tell(db, job);
    expect((await toldTo(executive)).length).toBe(1); // one change tells a person of a record once
    const { rules } = await getEscalations(ctx, { riskId: ids.risk });
    expect(rules[1]?.people).toEqual(["Eve Board"]);
  });

  test("a director named by the program, or by one above, is told in place of the program office", async ({ db }) => {
    const { ctx, job, ids, pmo, owner, orgId } = await setup(db);
    const director = await joinAs(db, orgId, "owner", "Dana Director");
    const top = await createProgram(ctx, { name: "Safer care", parentId: null });
    const low = await createProgram(ctx, { name: "Wards", parentId: top.id });
    await change(ctx, { name: "test" }, (tx) =>
      tx.update(initiative).set({ programId: low.id }).where(eq(initiative.id, ids.initiative)),
    );
    await assess(ctx, ids.risk, { likelihood: 1, impacts: { patient_safety: 2 } });
    const level = async (at: OrgContext = ctx) => {
      const { rules } = await getEscalations(at, { riskId: ids.risk });
      return rules.flatMap(({ to, people, inPlace }) => (to ? [[to, people, inPlace !== null]] : []));
    };
    expect(await level()).toEqual([["program_director", ["Pat Office"], true]]);
    const before = await mintInstant(ctx);
    expect(await directProgram(ctx, { id: top.id, version: 1, directorId: director.memberId })).toMatchObject({
      outcome: "saved",
    });
    expect(await level()).toEqual([["program_director", ["Dana Director"], false]]);
    expect(await level({ ...ctx, asOf: before })).toEqual([["program_director", ["Pat Office"], true]]);
    await escalateRisks(job, [ids.risk]);
    await tell(db, job);
    expect([(await toldTo(director)).length, await toldTo(pmo)]).toEqual([1, []]);
    // Who directs decides on that level, and the program office no more.
    const place = async () => {
      const [standing] = await read(ctx, (tx) => standingsIn(tx, ctx, [ids.risk], "2026-11-20"));
      if (!standing) throw new RangeError("the risk is there");
      return standing.place;
    };
    expect([levelsOf(director.ctx, await place()), levelsOf(pmo.ctx, await place())]).toEqual([
      ["program_director"],
      [],
    ]);
    expect(levelsOf(owner.ctx, await place())).toEqual(["owner"]);

    expect((await listPrograms(ctx)).map(({ name, directorName }) => [name, directorName])).toEqual([
      ["Safer care", "Dana Director"],
      ["Wards", null],
    ]);
    expect((await listPrograms({ ...ctx, asOf: before })).map(({ directorName }) => directorName)).toEqual([
      null,
      null,
    ]);
    expect(await directProgram(ctx, { id: top.id, version: 1, directorId: null })).toMatchObject({
      outcome: "conflict",
      fields: [{ field: "directorId", theirs: director.memberId }],
    });
    const stranger = await asMember(db, "pmo");
    await expect(directProgram(ctx, { id: low.id, version: 1, directorId: stranger.memberId })).rejects.toMatchObject({
      code: "BAD_REQUEST",
    });
    // A director who has left directs nothing.
    await change(ctx, { name: "test" }, (tx) =>
      tx.update(membership).set({ active: false }).where(eq(membership.id, director.memberId)),
    );
    expect(await level()).toEqual([["program_director", ["Pat Office"], true]]);
  });

  test("raised further, it is told again; in other words only, it is not", async ({ db }) => {
    const { ctx, job, ids, states } = await setup(db);
    await assess(ctx, ids.risk, { likelihood: 1, impacts: { patient_safety: 2 } });
    expect(await escalateRisks(job, [ids.risk])).toMatchObject({ raised: 1 });
    const [first] = await states();
    expect(first?.toRole).toBe("program_director");
    await assess(ctx, ids.risk, { likelihood: 2, impacts: { patient_safety: 2 } });
    expect(await escalateRisks(job, [ids.risk])).toEqual({ raised: 0, cleared: 0, moved: 0 }); // worked out again when it is read
    await assess(ctx, ids.risk, { likelihood: 2, impacts: { patient_safety: 3 } });
    const later = { ...job, now: new Date("2026-11-21T15:00:00Z") };
    expect(await escalateRisks(later, [ids.risk])).toMatchObject({ raised: 1 });
    const [again] = await states();
    expect([again?.toRole, again?.raisedAt, again?.dueAt]).toEqual(["sponsor", first?.raisedAt, first?.dueAt]);
  });

  test("what a person, an organisation or a day changes makes it due, and looks at once are one", async ({ db }) => {
    const { ctx, job, ids, orgId, states } = await setup(db);
    const isDue = async (kind: string, id: string) =>
      (await overdue(db.sql, kind, 10_000, 0)).some((work) => work.orgId === orgId && work.id === id);
    const settle = () =>
      store(ctx, async (tx) => {
        await dropDue(tx, RISK_DUE, ids.risk);
        await dropDue(tx, RISKS_DUE, orgId);
      });
    await settle();
    await assess(ctx, ids.risk, SEVERE);
    expect(await isDue(RISK_DUE, ids.risk)).toBe(true);
    const looks = await Promise.all([1, 2].map(() => lookAtDueRisk(job, { riskId: ids.risk })));
    expect(looks.filter((look) => look !== null)).toHaveLength(1);
    expect(await isDue(RISK_DUE, ids.risk)).toBe(false);

    await settle();
    await change(ctx, { name: "test" }, (tx) =>
      tx.insert(responseAction).values({ orgId, riskId: ids.risk, title: "Retrain", dueOn: "2026-11-01" }),
    );
    expect(await isDue(RISK_DUE, ids.risk)).toBe(true);
    await settle();
    await change(ctx, { name: "test" }, (tx) =>
      tx
        .update(appetite)
        .set({ tolerance: "red" })
        .where(and(eq(appetite.orgId, orgId), eq(appetite.category, "patient_safety"))),
    );
    expect(await isDue(RISKS_DUE, orgId)).toBe(true);
    const today = { ...job, now: new Date() };
    expect(await sweepRisks(today)).toMatchObject({ cleared: 1, raised: 1 }); // within tolerance now; the response is overdue
    expect(await sweepRisks(today)).toBeNull(); // the next one is due after midnight
    expect(await isDue(RISKS_DUE, orgId)).toBe(false);
    expect((await states()).filter(({ clearedAt }) => clearedAt === null).map(({ rule }) => rule)).toEqual([
      "action_overdue",
      "red_imminent",
    ]);
  });

  test("many due at once become one look at all, nothing of another organisation", async ({ db }) => {
    const [one, other] = [await setup(db), await setup(db)];
    const due = async (orgId: string, kind: string) =>
      (await overdue(db.sql, kind, 10_000, 0)).filter((work) => work.orgId === orgId).length;
    await store(one.ctx, async (tx) => {
      for (let n = 0; n < 60; n++) await setDue(tx, RISK_DUE, randomUUID(), new Date(0));
      await setDue(tx, RISKS_DUE, one.orgId, new Date(Date.now() + 3_600_000));
    });
    const before = await due(other.orgId, RISK_DUE);
    expect(await gatherDueRisks(db.sql, 50)).toBeGreaterThanOrEqual(60);
    expect([await due(one.orgId, RISK_DUE), await due(one.orgId, RISKS_DUE)]).toEqual([0, 1]);
    expect(await due(other.orgId, RISK_DUE)).toBe(before);
    expect(await gatherDueRisks(db.sql, 50)).toBe(0);
  });

  test("switched off or closed, it is settled; an opportunity is not raised for its size", async ({ db }) => {
    const { ctx, job, ids, orgId, states } = await setup(db);
    await assess(ctx, ids.risk, SEVERE);
    await escalateRisks(job, [ids.risk]);
    await change(ctx, { name: "test" }, (tx) =>
      tx
        .update(escalationRule)
        .set({ enabled: false })
        .where(and(eq(escalationRule.orgId, orgId), eq(escalationRule.key, "red_imminent"))),
    );
    expect(await escalateRisks(job, [ids.risk])).toEqual({ raised: 0, cleared: 1, moved: 0 });
    await change(ctx, { name: "test" }, (tx) =>
      tx
        .update(risk)
        .set({ status: "closed", closedOn: "2026-11-20", closedReason: "Over" })
        .where(eq(risk.id, ids.risk)),
    );
    await store(ctx, (tx) => setDue(tx, RISKS_DUE, orgId, new Date(0)));
    expect(await sweepRisks(job)).toMatchObject({ cleared: 1 });
    expect((await states()).map(({ because }) => because)).toEqual([
      "The risk is not open.",
      "This rule is switched off.",
    ]);
  });

  test("what stands raised is listed, the reader's own by itself, nothing of another organisation", async ({ db }) => {
    const { ctx, job, ids, sponsor, owner } = await setup(db);
    const stranger = await asMember(db, "executive");
    await assess(ctx, ids.risk, SEVERE);
    await escalateRisks(job, [ids.risk]);
    const rules = async (member: Member, mine: boolean) =>
      (await listRaised({ ...member.ctx, now: NOW }, { mine })).map(({ rule }) => rule);
    expect(await rules(sponsor, false)).toEqual(["red_imminent", "beyond_tolerance"]);
    expect([await rules(sponsor, true), await rules(owner, true)]).toEqual([["red_imminent"], []]);
    expect(await rules(stranger, false)).toEqual([]);
    await expect(getEscalations(stranger.ctx, { riskId: ids.risk })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  test("nobody is told of a risk that is hidden from them", async ({ db }) => {
    const { ctx, job, ids, sponsor, executive } = await setup(db);
    await change(ctx, { name: "test" }, (tx) =>
      tx.update(initiative).set({ restricted: true }).where(eq(initiative.id, ids.initiative)),
    );
    await assess(job, ids.risk, SEVERE);
    await escalateRisks(job, [ids.risk]);
    await tell(db, job);
    expect((await toldTo(sponsor)).length).toBe(1);
    const made = await read(job, (tx) =>
      tx.select({ id: notification.id }).from(notification).where(eq(notification.memberId, executive.memberId)),
    );
    expect(made).toEqual([]);
  });

  test("what stood raised before it was recorded opens its history at the migration, once", async ({ db }) => {
    const { ctx, job, ids } = await setup(db);
    await assess(ctx, ids.risk, SEVERE);
    await escalateRisks(job, [ids.risk]);
    const mechanism = await readFile("db/mechanism/79-escalation.sql", "utf8");
    const owner = postgres(db.ownerUrl, { max: 1, onnotice: () => undefined });
    try {
      await owner.begin(async (tx) => {
        await tx`select set_config('app.org_id', ${ctx.orgId}, true), set_config('app.role', 'admin', true)`;
        await tx`delete from history.escalation where risk_id = ${ids.risk}`;
      });
      for (const _ of [1, 2]) await owner.begin((tx) => tx.unsafe(mechanism));
    } finally {
      await owner.end();
    }
    const { rules } = await getEscalations({ ...ctx, asOf: await mintInstant(ctx) }, { riskId: ids.risk });
    expect(rules.map(({ raisedAt }) => raisedAt)).toEqual([NOW, NOW, null]);
    const actions = await read(ctx, (tx) =>
      tx.select({ action: changeTable.action }).from(changeTable).where(eq(changeTable.orgId, ctx.orgId)),
    );
    expect(actions.filter(({ action }) => action === "database.write")).toHaveLength(1);
  });

  test("an import that is taken back takes along what rules raised of its risks; the day before still shows it", async ({
    db,
  }) => {
    const { ctx, job, ids, orgId } = await setup(db);
    const made = randomUUID();
    const { impact, level, severity, score } = rate(STARTING_MATRIX, 3, SEVERE.impacts);
    const changeId = await change(ctx, { name: "risk.import" }, async (tx, id) => {
      const [setting] = await tx.select({ id: riskSetting.matrixVersionId }).from(riskSetting);
      const [from] = await tx.select().from(risk).where(eq(risk.id, ids.risk));
      await tx.insert(risk).values({
        ...{ orgId, id: made, title: "Imported", category: from?.category, initiativeId: ids.initiative },
        ...{ raisedOn: "2026-10-01", currency: "USD" },
      });
      await tx.insert(riskAssessment).values({
        ...{ orgId, riskId: made, kind: "residual" as const, matrixVersionId: setting?.id ?? "", likelihood: 3 },
        ...{ impacts: SEVERE.impacts, impact, level, severity, score, assessedOn: "2026-11-20" },
      });
      return id;
    });
    expect(await escalateRisks(job, [made])).toMatchObject({ raised: 1 });
    const then = await mintInstant(ctx);
    await undoChange(ctx, { changeId, tables: ["risk", "risk_assessment"] });
    const raised = async (at: OrgContext) => (await listRaised(at, { mine: false })).map(({ riskId }) => riskId);
    expect(await raised(ctx)).toEqual([]);
    expect(await raised({ ...ctx, asOf: then })).toEqual([made]);
  });
});
