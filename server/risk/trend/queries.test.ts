import { expect } from "vitest";
import { riskAssessmentInput, riskCreation } from "@/domain/risk/input";
import { EVERYTHING } from "@/domain/table/filter";
import { mintInstant } from "../../record/instant";
import { read } from "../../record/read";
import { asMember, joinAs, test } from "../../testing";
import { assessRisk } from "../assess/commands";
import { closeRisk, createRisk, editRisk } from "../commands";
import { riskTotals } from "../exposure/queries";
import { listTrend, trendAt } from "./queries";

const ALL = { q: "", filter: EVERYTHING };

test("the course of the portfolio is at each instant what a page as of it says", async ({ db }) => {
  const { ctx, orgId } = await asMember(db, "pmo");
  const make = (title: string, lossLikely: number) =>
    createRisk(ctx, riskCreation.parse({ title, probability: 0.5, lossLikely, category: "patient_safety" }));
  const assess = (riskId: string, likelihood: number) =>
    assessRisk(
      ctx,
      riskAssessmentInput.parse({
        ...{ riskId, kind: "residual", likelihood, impacts: { patient_safety: 4 }, rationale: "Seen" },
        probability: likelihood / 5,
      }),
    );
  const instants = [await mintInstant(ctx)];
  const step = async (work: () => Promise<unknown>) => {
    await work();
    instants.push(await mintInstant(ctx));
  };
  const one = await make("One", 100_000);
  instants.push(await mintInstant(ctx));
  const two = await make("Two", 300_000);
  await step(() => assess(one.id, 1));
  await step(() => assess(one.id, 4));
  await step(() => assess(two.id, 4));
  await step(() => editRisk(ctx, { id: one.id, version: 3, patch: { lossLikely: 900_000 } }));
  await step(() => closeRisk(ctx, { id: two.id, version: 2, reason: "It cannot happen any more." }));

  const told = await trendAt(ctx, ALL, instants);
  const asOf = await Promise.all(instants.map((at) => read({ ...ctx, asOf: at }, (tx) => riskTotals(tx, { orgId }))));
  expect(told.map(({ open, red, expected }) => ({ open, red, expected }))).toEqual(
    asOf.map(({ open, red, expected }) => ({ open, red, expected })),
  );
  expect(told.map(({ open }) => open)).toEqual([0, 1, 2, 2, 2, 2, 1]);
  expect(told.map(({ red }) => red)).toEqual([0, 0, 0, 1, 2, 2, 1]);
  // Looked at from a day before, later versions count for nothing.
  const past = { ...ctx, timeZone: "UTC", asOf: instants[3] ?? new Date() };
  expect((await listTrend(past, ALL)).at(-1)).toMatchObject({ open: 2, red: 1 });
  expect((await listTrend(past, ALL))[0]).toMatchObject({ open: 0, expected: 0 });
  const filtered = { q: "", filter: { column: "owner", op: "is" as const, values: ["none"] } };
  expect((await trendAt(ctx, filtered, instants)).at(-1)).toMatchObject({ open: 1 });
  const stranger = await asMember(db, "admin");
  expect((await trendAt(stranger.ctx, ALL, instants)).every(({ open }) => open === 0)).toBe(true);
  const viewer = await joinAs(db, orgId, "viewer", "Vic Hale");
  expect((await trendAt(viewer.ctx, ALL, instants)).at(-1)).toMatchObject({ open: 1, red: 1 });
});
