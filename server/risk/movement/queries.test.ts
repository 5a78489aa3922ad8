import { setTimeout as delay } from "node:timers/promises";
import { describe, expect } from "vitest";
import { initiative } from "@/db/schema/initiative";
import { dayOf } from "@/domain/shared/day";
import type { OrgContext } from "@/server/context";
import { change } from "@/server/record/change";
import { mintInstant } from "@/server/record/instant";
import { asMember, joinAs, type TestDatabase, test } from "@/server/testing";
import { assessRisk } from "../assess/commands";
import { closeRisk, createRisk, materialiseRisk } from "../commands";
import { listMovements } from "./queries";

/** The end of yesterday: what is made now was made since. */
const YESTERDAY = dayOf(new Date(Date.now() - 86_400_000), "UTC");

async function setup(db: TestDatabase) {
  const member = await asMember(db, "pmo");
  const { ctx } = member;
  const make = (title: string, likelihood: number, impact = 4, given: object = {}) =>
    createRisk(ctx, {
      ...{ title, category: "financial", probability: 0.25, lossLikely: 100_000_000, tags: [], ...given },
      residual: { likelihood, impacts: { financial: impact } },
    });
  const assess = (riskId: string, likelihood: number, impact = 4, probability?: number) =>
    assessRisk(ctx, {
      ...{ riskId, kind: "residual", likelihood, impacts: { financial: impact }, dueOn: null },
      ...{ rationale: "Seen again.", probability },
    });
  return { ...member, make, assess };
}

describe("what moved since", () => {
  test("a day: new, closed, come true, turned red, eased, in words and in money, of any date", async ({ db }) => {
    const { ctx, make, assess } = await setup(db);
    const [sepsis, drift, idle, over, real] = [
      await make("Sepsis cases missed on wards", 2),
      await make("Prior-auth triage drifts", 3),
      await make("One vendor hosts five models", 2),
      await make("Interface untested", 1),
      await make("Compute outruns the budget", 1),
    ];
    await delay(5);
    const then = await mintInstant(ctx);
    await delay(5);
    await assess(sepsis.id, 3, 4, 0.5);
    await assess(drift.id, 1);
    const fresh = await make("Adoption stays low", 2, 2);
    await closeRisk(ctx, { id: over.id, version: 1, reason: "Tested and signed off." });
    await materialiseRisk(ctx, { id: real.id, version: 1, reason: "Spent by June.", resolutionDueOn: null });

    // Everything was made today, so since yesterday all is new.
    const today = await listMovements(ctx, { since: YESTERDAY });
    expect(today).toMatchObject({ openBefore: 0, openAfter: 4, expectedBefore: 0 });
    expect(today.moved).toMatch(/four are new, one came true and one closed\.$/);

    // As of then nothing had moved but what was new.
    const earlier = await listMovements({ ...ctx, asOf: then }, { since: YESTERDAY });
    expect(earlier).toMatchObject({ openAfter: 5, count: 5 });
    expect(earlier.movements.every(({ kind }) => kind === "new")).toBe(true);
    expect(earlier.movements.map(({ after }) => after.id)).not.toContain(fresh.id);
    expect(earlier.movements.map(({ after }) => after.id)).toContain(idle.id);
  });

  test("an instant: each with before and after", async ({ db }) => {
    const { ctx, make, assess } = await setup(db);
    const sepsis = await make("Sepsis cases missed on wards", 2);
    const idle = await make("One vendor hosts five models", 2);
    // Looked back 30 days from a month ahead, the instant between is the end of the window.
    const moment = await mintInstant(ctx);
    await delay(5);
    await assess(sepsis.id, 3, 4, 0.5);
    const later: OrgContext = { ...ctx, now: new Date(moment.getTime() + 30 * 86_400_000) };
    const found = await listMovements(later, {});
    expect(found).toMatchObject({
      ...{ openBefore: 2, openAfter: 2, expectedBefore: 50_000_000, expectedAfter: 75_000_000, count: 1 },
      heat: "One moved up and turned red.",
      movements: [
        {
          ...{ kind: "up", turnedRed: true },
          text: "Sepsis cases missed on wards: possible → likely, still severe. Score 15 → 20, expected loss $0.25\u202fM → $0.50\u202fM.",
        },
      ],
    });
    expect(found.exposure).toMatch(
      /^Expected loss is \$0\.75\u202fM, \$0\.25\u202fM more than on .*, over two open risks\.$/,
    );
    expect(found.movements.map(({ after }) => after.id)).not.toContain(idle.id);
  });

  test("of one place; what is hidden does not count; another organisation's is its own", async ({ db }) => {
    const { ctx, orgId, make } = await setup(db);
    const id = crypto.randomUUID();
    await change(ctx, { name: "test" }, (tx) =>
      tx.insert(initiative).values({ orgId, id, code: "AI-01", title: "Sepsis", restricted: true }),
    );
    const admin = await joinAs(db, orgId, "admin");
    await createRisk(admin.ctx, { title: "Hidden", initiativeId: id, tags: [] });
    await make("Seen", 2);
    const stranger = await asMember(db, "pmo");
    const counts = async (of: OrgContext, place = {}) =>
      (await listMovements(of, { since: YESTERDAY, ...place })).count;
    expect([await counts(ctx), await counts(admin.ctx), await counts(stranger.ctx)]).toEqual([1, 2, 0]);
    expect([await counts(ctx, { initiativeId: id }), await counts(admin.ctx, { initiativeId: id })]).toEqual([0, 1]);
    const tomorrow = dayOf(new Date(Date.now() + 86_400_000), "UTC");
    await expect(listMovements(ctx, { since: tomorrow })).rejects.toMatchObject({ code: "BAD_REQUEST" });
  });
});
