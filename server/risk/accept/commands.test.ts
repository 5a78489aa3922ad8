import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { describe, expect } from "vitest";
import { initiative } from "@/db/schema/initiative";
import { authority } from "@/db/schema/matrix";
import { risk as riskTable } from "@/db/schema/risk";
import { riskAcceptance } from "@/db/schema/risk-part";
import type { Role } from "@/domain/access/permission";
import type { OrgContext } from "@/server/context";
import { overdue } from "@/server/due/commands";
import { makeNotifications } from "@/server/notification/make/commands";
import { listNotifications } from "@/server/notification/queries";
import { change } from "@/server/record/change";
import { mintInstant } from "@/server/record/instant";
import { read } from "@/server/record/read";
import { asMember, joinAs, type Member, type TestDatabase, test } from "@/server/testing";
import { assessRisk } from "../assess/commands";
import { closeRisk, createRisk } from "../commands";
import { escalateRisks, lookAtRisks } from "../escalate/commands";
import { getEscalations } from "../escalate/queries";
import { addAction } from "../part/commands";
import { decideAcceptance, proposeAcceptance, withdrawAcceptance } from "./commands";
import { getAcceptances, listProposals } from "./queries";

const NOW = new Date("2026-11-20T15:00:00Z");
const rationale = "The control is funded and live from February; the rest is borne until then.";
const AMBER = { likelihood: 2, impacts: { financial: 3 } };
const RED = { likelihood: 3, impacts: { financial: 3 } };

async function setup(db: TestDatabase, { category = "financial", residual = AMBER } = {}) {
  const pmo = await asMember(db, "pmo", "Pat Office");
  const { orgId } = pmo;
  const join = (role: Role, name: string) => joinAs(db, orgId, role, name);
  const people = {
    pmo,
    executive: await join("executive", "Eve Board"),
    other: await join("executive", "Ola Board"),
    sponsor: await join("owner", "Sam Sponsor"),
    owner: await join("owner", "Olu Owner"),
    admin: await join("admin", "Ada Admin"),
  };
  const as = (member: Member, now = NOW): OrgContext => ({ ...member.ctx, now });
  const initiativeId = randomUUID();
  await change(pmo.ctx, { name: "test" }, (tx) =>
    tx.insert(initiative).values({
      ...{ orgId, id: initiativeId, code: "AI-01", title: "Sepsis early warning" },
      ...{ ownerId: people.owner.memberId, sponsorId: people.sponsor.memberId },
    }),
  );
  const risk = await createRisk(as(pmo), {
    ...{ title: "Compute outruns the budget", initiativeId, category, ownerId: people.owner.memberId },
    ...{ residual, tags: [] },
  });
  const propose = (by: Member, expiresOn = "2027-05-31") =>
    proposeAcceptance(as(by), { riskId: risk.id, expiresOn, rationale });
  const decide = (by: Member, acceptanceId: string, decision: "accepted" | "refused" = "accepted", now = NOW) =>
    decideAcceptance(as(by, now), { acceptanceId, version: 1, decision, reason: "Borne until February." });
  const shown = async (now = NOW) => {
    const found = await getAcceptances({ ...pmo.ctx, now }, { riskId: risk.id });
    return found.acceptances.map(({ state }) => state);
  };
  const assess = (likelihood: number, impact: number) =>
    assessRisk(as(pmo), {
      ...{ riskId: risk.id, kind: "residual", likelihood, impacts: { financial: impact } },
      ...{ rationale: "Seen again.", dueOn: null },
    });
  const job: OrgContext = { ...as(pmo), actor: { kind: "job", name: "Risk rules" } };
  return { ...people, as, risk, propose, decide, shown, assess, job, orgId };
}

describe("accepting a risk", () => {
  test("by the level that owns its class; the residual it was given for is kept", async ({ db }) => {
    const { risk, propose, decide, shown, sponsor, owner, pmo, executive, as } = await setup(db);
    const { id } = await propose(pmo);
    await expect(decide(owner, id)).rejects.toMatchObject({
      code: "FORBIDDEN",
      message:
        "Sponsor is the level that owns amber risks. It needs at least that; you are the initiative owner of this risk.",
    });
    const [waiting] = await listProposals(as(executive));
    expect(waiting).toMatchObject({ id, code: "R-01", proposedBy: "Pat Office", right: { allowed: true } });
    expect(await decide(sponsor, id)).toEqual({ outcome: "saved", id, decision: "accepted" });
    expect(await shown()).toEqual(["standing"]);
    const { acceptances, needed } = await getAcceptances(pmo.ctx, { riskId: risk.id });
    expect(acceptances[0]).toMatchObject({
      ...{ rationale, decisionReason: "Borne until February.", expiresOn: "2027-05-31" },
      ...{ proposedBy: { name: "Pat Office" }, decidedBy: { name: "Sam Sponsor" } },
      frozen: { severity: "amber", score: 12, arithmetic: "possible 3 × major 4 = 12" },
    });
    expect(needed?.text).toBe("Sponsor or above");
    expect(await listProposals(as(executive))).toEqual([]);
  });

  test("never by who proposed it, whatever they hold; nor by an administrator as such", async ({ db }) => {
    const { propose, decide, executive, other, admin } = await setup(db, { residual: RED });
    const { id } = await propose(admin);
    await expect(decide(admin, id)).rejects.toMatchObject({
      message: "Who proposes an acceptance cannot decide about it.",
    });
    await withdrawAcceptance({ ...admin.ctx, now: NOW }, { acceptanceId: id, version: 1, reason: "Another way." });
    const again = await propose(admin);
    await expect(decide(executive, id)).resolves.toMatchObject({ outcome: "conflict", decision: "withdrawn" });
    expect(await decide(executive, again.id)).toMatchObject({ outcome: "saved" });
    expect(await decide(other, again.id)).toMatchObject({ outcome: "conflict", by: "Eve Board" });
  });

  test("an executive who may propose cannot accept their own; the database holds that too", async ({ db }) => {
    const { propose, pmo, orgId } = await setup(db);
    const { id } = await propose(pmo);
    const own = change(pmo.ctx, { name: "test" }, (tx) =>
      tx
        .update(riskAcceptance)
        .set({ decision: "accepted", decidedBy: pmo.memberId, decidedOn: "2026-11-20" })
        .where(eq(riskAcceptance.id, id)),
    );
    await expect(own).rejects.toMatchObject({ cause: { constraint_name: "risk_acceptance_separate" } });
    expect(orgId).toBe(pmo.orgId);
  });

  test("red on patient safety is an executive's, whatever the authorities say", async ({ db }) => {
    const residual = { likelihood: 3, impacts: { patient_safety: 4, financial: 4 } };
    const { propose, decide, sponsor, executive, pmo, orgId } = await setup(db, {
      category: "operations",
      residual,
    } as never);
    await change(pmo.ctx, { name: "test" }, (tx) =>
      tx.update(authority).set({ role: "owner" }).where(eq(authority.orgId, orgId)),
    );
    const { id } = await propose(pmo);
    await expect(decide(sponsor, id)).rejects.toMatchObject({
      message: expect.stringContaining("A red risk to patient safety is never owned below an executive."),
    });
    expect(await decide(executive, id)).toMatchObject({ outcome: "saved" });
  });

  test("two who decide at once: one decides, the other is told", async ({ db }) => {
    const { propose, decide, executive, other, pmo, shown } = await setup(db);
    const { id } = await propose(pmo);
    const both = await Promise.all([decide(executive, id), decide(other, id, "refused")]);
    expect(both.map(({ outcome }) => outcome).sort()).toEqual(["conflict", "saved"]);
    const [won, lost] = [...both].sort((one) => (one.outcome === "saved" ? -1 : 1));
    expect(lost).toMatchObject({ outcome: "conflict", decision: won?.decision });
    expect(await shown()).toEqual([won?.decision === "accepted" ? "standing" : "refused"]);
  });

  test("only one proposal waits at a time, also of two made at once", async ({ db }) => {
    const { propose, pmo, owner } = await setup(db);
    const made = await Promise.allSettled([propose(pmo), propose(owner)]);
    expect(made.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(made.find(({ status }) => status === "rejected")).toMatchObject({ reason: { code: "CONFLICT" } });
  });

  test("until a later day, within twelve months, of an open risk that is assessed", async ({ db }) => {
    const { propose, pmo, risk, as } = await setup(db);
    for (const day of ["2026-11-20", "2026-01-01", "2027-11-21"])
      await expect(propose(pmo, day)).rejects.toMatchObject({ code: "BAD_REQUEST" });
    const bare = await createRisk(as(pmo), { title: "Not assessed", tags: [] });
    const asked = { riskId: bare.id, expiresOn: "2027-01-31", rationale };
    await expect(proposeAcceptance(as(pmo), asked)).rejects.toMatchObject({ message: /Assess the residual first/ });
    await closeRisk(as(pmo), { id: risk.id, version: 1, reason: "Over and done." });
    await expect(propose(pmo)).rejects.toMatchObject({ code: "PRECONDITION_FAILED" });
  });

  test("stale when the residual moves, and no longer accepted as it was proposed", async ({ db }) => {
    const { propose, decide, pmo, executive, sponsor, assess, shown } = await setup(db);
    const first = await propose(pmo);
    await assess(3, 3);
    await expect(decide(executive, first.id)).rejects.toMatchObject({
      code: "PRECONDITION_FAILED",
      message: "It was proposed at amber 12; the residual is red 16 now. It is proposed again as it stands.",
    });
    await expect(decide(sponsor, first.id, "refused")).rejects.toMatchObject({ code: "FORBIDDEN" }); // red by now
    expect(await decide(executive, first.id, "refused")).toMatchObject({ decision: "refused" });
    const second = await propose(pmo);
    await decide(executive, second.id);
    expect(await shown()).toEqual(["standing", "refused"]);
    await assess(2, 3);
    expect(await shown()).toEqual(["stale", "refused"]);
    await assess(3, 3);
    expect(await shown()).toEqual(["standing", "refused"]);
  });

  test("a proposal that waits too long runs out", async ({ db }) => {
    const { propose, decide, pmo, executive } = await setup(db);
    const { id } = await propose(pmo, "2026-12-01");
    await expect(decide(executive, id, "accepted", new Date("2026-12-02T12:00:00Z"))).rejects.toMatchObject({
      code: "PRECONDITION_FAILED",
    });
  });

  test("accepted, it is not raised; worse than accepted or past its day it is, and people are told once", async ({
    db,
  }) => {
    const { propose, decide, pmo, executive, owner, assess, risk, job, shown, as } = await setup(db);
    expect(await escalateRisks(job, [risk.id])).toMatchObject({ raised: 1 });
    const { id } = await propose(pmo, "2026-12-31");
    await decide(executive, id);
    expect(await escalateRisks(job, [risk.id])).toMatchObject({ cleared: 1 });
    const { rules } = await getEscalations(as(pmo), { riskId: risk.id });
    expect(rules[0]?.because).toContain("It is accepted until 31\u00a0Dec\u00a02026, up to amber 12.");
    await assess(2, 4);
    expect(await escalateRisks(job, [risk.id])).toMatchObject({ raised: 1 });
    await assess(2, 3);
    expect(await escalateRisks(job, [risk.id])).toMatchObject({ cleared: 1 });

    const after: OrgContext = { ...job, now: new Date("2027-01-01T08:00:00Z") };
    expect(await lookAtRisks(after, [risk.id])).toMatchObject({ ended: 1, raised: 1 });
    expect(await lookAtRisks(after, [risk.id])).toMatchObject({ ended: 0, raised: 0 });
    expect(await shown(after.now)).toEqual(["expired"]);
    for (const work of await overdue(db.sql, "notification", 500, 0))
      if (work.orgId === job.orgId) await makeNotifications(job, { changeId: work.id });
    const told = async (member: Member) =>
      (await listNotifications(member.ctx, { page: 1, unread: false })).rows.flatMap(({ kind, text }) =>
        kind === "acceptance" ? [text] : [],
      );
    expect(await told(owner)).toEqual([
      "The acceptance of R-01 Compute outruns the budget has ended.",
      "Eve Board accepted R-01 Compute outruns the budget.",
    ]);
    expect(await told(pmo)).toEqual(await told(owner));
    expect(await told(executive)).toEqual([]); // the sponsor was asked, who stands on the level
  });

  test("withdrawn by who proposed it or the level that owns it, no one else; once", async ({ db }) => {
    const { propose, decide, pmo, executive, owner, sponsor, risk, as } = await setup(db);
    const { id } = await propose(pmo);
    const withdraw = (by: Member, version: number) =>
      withdrawAcceptance(as(by), { acceptanceId: id, version, reason: "Funding fell through." });
    await decide(executive, id);
    const may = async (by: Member) =>
      (await getAcceptances(as(by), { riskId: risk.id })).acceptances.map(({ mayWithdraw }) => mayWithdraw);
    expect([await may(owner), await may(pmo), await may(sponsor)]).toEqual([[false], [true], [true]]);
    await expect(withdraw(owner, 2)).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect(await withdraw(sponsor, 1)).toMatchObject({ outcome: "conflict", by: "Eve Board" });
    expect(await withdraw(sponsor, 2)).toMatchObject({ outcome: "saved", decision: "withdrawn" });
    await expect(withdraw(sponsor, 3)).rejects.toMatchObject({ code: "PRECONDITION_FAILED" });
  });

  test("another organisation's does not exist", async ({ db }) => {
    const { propose, pmo, risk } = await setup(db);
    const { id } = await propose(pmo);
    const stranger = await asMember(db, "executive");
    const ask = { acceptanceId: id, version: 1, decision: "accepted" as const, reason: "x" };
    await expect(decideAcceptance(stranger.ctx, ask)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(withdrawAcceptance(stranger.ctx, ask)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(getAcceptances(stranger.ctx, { riskId: risk.id })).rejects.toMatchObject({ code: "NOT_FOUND" });
    const mine = await read(pmo.ctx, (tx) => tx.select({ decision: riskAcceptance.decision }).from(riskAcceptance));
    expect(mine).toEqual([{ decision: null }]);
  });

  test("people are told once when it goes stale, and once two weeks before it ends", async ({ db }) => {
    const { risk, propose, decide, assess, job, sponsor, owner, pmo, executive } = await setup(db);
    const told = async ({ ctx }: Member) =>
      (await listNotifications(ctx, { page: 1, unread: false })).rows.flatMap(({ kind, text }) =>
        kind === "acceptance" && /stale|within/.test(text) ? [text] : [],
      );
    const tell = async (at: OrgContext) => {
      for (const { orgId, id } of await overdue(db.sql, "notification", 500, 0))
        if (orgId === job.orgId) await makeNotifications(at, { changeId: id });
    };
    const { id } = await propose(pmo);
    await decide(sponsor, id);
    await lookAtRisks(job, [risk.id]);
    await assess(3, 3); // red, and amber was accepted
    const held = async () => {
      const [row] = await read(job, (tx) => tx.select().from(riskAcceptance).where(eq(riskAcceptance.id, id)));
      return [row?.staleOn, row?.endingOn];
    };
    for (let look = 0; look < 2; look++) await lookAtRisks(job, [risk.id]);
    expect(await held()).toEqual(["2026-11-20", null]);
    await tell(job);
    const stale =
      "The acceptance of R-01 Compute outruns the budget is stale: the residual is no longer the accepted one.";
    for (const member of [pmo, sponsor, owner]) expect(await told(member)).toEqual([stale]);
    expect(await told(executive)).toEqual([]);

    const stood = await mintInstant(job);
    await assess(2, 3); // as it was accepted: nobody is told that it stands again
    await lookAtRisks(job, [risk.id]);
    expect(await held()).toEqual([null, null]);
    await tell(job);
    expect(await told(sponsor)).toEqual([stale]);
    const [past] = await read({ ...job, asOf: stood }, (tx) =>
      tx.select().from(riskAcceptance).where(eq(riskAcceptance.id, id)),
    );
    expect(past?.staleOn).toBe("2026-11-20");

    const near = { ...job, now: new Date("2027-05-16T15:00:00Z") };
    await lookAtRisks(near, [risk.id]);
    expect(await held()).toEqual([null, null]);
    const nearer = { ...job, now: new Date("2027-05-17T15:00:00Z") };
    for (let look = 0; look < 2; look++) await lookAtRisks(nearer, [risk.id]);
    expect(await held()).toEqual([null, "2027-05-17"]);
    await tell(nearer);
    expect(await told(sponsor)).toEqual(
      expect.arrayContaining(["The acceptance of R-01 Compute outruns the budget ends within 14 days.", stale]),
    );
    expect(await told(sponsor)).toHaveLength(2);
  });

  test("whoever becomes the owner of a risk or of a response is told, not who did it themselves", async ({ db }) => {
    const { risk, job, pmo, owner, sponsor, as } = await setup(db);
    const told = async ({ ctx }: Member) =>
      (await listNotifications(ctx, { page: 1, unread: false })).rows.flatMap(({ kind, text }) =>
        kind === "owner" || kind === "action" ? [text] : [],
      );
    const tell = async () => {
      for (const { orgId, id } of await overdue(db.sql, "notification", 500, 0))
        if (orgId === job.orgId) await makeNotifications(job, { changeId: id });
    };
    const respond = (by: Member, ownerId: string, title: string) =>
      addAction(as(by), { riskId: risk.id, title, ownerId, dueOn: null, doneOn: null });
    await respond(pmo, sponsor.memberId, "Fund it");
    await respond(pmo, pmo.memberId, "Watch it");
    await tell();
    await tell();
    const owned = "Pat Office made you the owner of R-01 Compute outruns the budget.";
    expect(await told(owner)).toContain(owned);
    expect(await told(sponsor)).toEqual([
      "Pat Office made you the owner of a response to R-01 Compute outruns the budget.",
    ]);
    expect(await told(pmo)).toEqual([]);
    await change(as(pmo), { name: "risk.edit" }, (tx) => tx.update(riskTable).set({ ownerId: sponsor.memberId }));
    await change(as(pmo), { name: "risk.edit" }, (tx) => tx.update(riskTable).set({ title: "Another title" }));
    await tell();
    expect(await told(sponsor)).toHaveLength(2);
    expect((await told(owner)).filter((text) => text.startsWith("Pat Office made you the owner of R-01"))).toHaveLength(
      1,
    );
  });
});
