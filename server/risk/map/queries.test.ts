import { eq } from "drizzle-orm";
import { expect } from "vitest";
import { matrix, matrixVersion, riskSetting } from "@/db/schema/matrix";
import { risk } from "@/db/schema/risk";
import { riskAssessmentInput, riskCreation } from "@/domain/risk/input";
import { MOST_MARKS, riskMapInput } from "@/domain/risk/map-input";
import { STARTING_MATRIX } from "@/domain/risk/starting-matrix";
import type { OrgContext } from "../../context";
import { change } from "../../record/change";
import { mintInstant } from "../../record/instant";
import { asMember, test } from "../../testing";
import { assessRisk, writeAssessment } from "../assess/commands";
import { closeRisk, createRisk } from "../commands";
import { mapRisks } from "./queries";

const make = (ctx: OrgContext, title: string, likelihood: number, impact: number) =>
  createRisk(ctx, riskCreation.parse({ title, residual: { likelihood, impacts: { financial: impact } } }));
const map = (ctx: OrgContext, given: object = {}) => mapRisks({ ...ctx, timeZone: "UTC" }, riskMapInput.parse(given));

test("open risks by cell, narrowed as the register is, as of any instant", async ({ db }) => {
  const { ctx } = await asMember(db, "pmo");
  const one = await make(ctx, "One", 3, 3);
  await make(ctx, "Two", 3, 3);
  await make(ctx, "Three", 0, 4);
  const gone = await make(ctx, "Gone", 4, 4);
  await closeRisk(ctx, { id: gone.id, version: 1, reason: "Passed" });
  await createRisk(ctx, riskCreation.parse({ title: "Not assessed" }));
  const asOf = await mintInstant(ctx);
  const input = { riskId: one.id, kind: "residual", likelihood: 4, impacts: { financial: 3 }, rationale: "Worse" };
  await assessRisk(ctx, riskAssessmentInput.parse(input));
  const found = await map(ctx);
  expect(found.cells).toEqual(
    expect.arrayContaining([
      { likelihood: 4, impact: 3, count: 1 },
      { likelihood: 3, impact: 3, count: 1 },
      { likelihood: 0, impact: 4, count: 1 },
    ]),
  );
  expect(found).toMatchObject({ whole: true, before: null, elsewhere: 1, matrix: { definition: STARTING_MATRIX } });
  expect(found.marks.find(({ id }) => id === one.id)).toMatchObject({
    code: "R-01",
    likelihood: 4,
    impact: 3,
    score: 20,
    severity: "red",
  });
  const past = await map({ ...ctx, asOf });
  expect(past.cells).toEqual(expect.arrayContaining([{ likelihood: 3, impact: 3, count: 2 }]));
  const narrowed = await map(ctx, { filter: { column: "severity", op: "is", values: ["yellow"] } });
  expect(narrowed.marks.map(({ title }) => title)).toEqual(["Three"]);
  expect((await map(ctx, { q: "two" })).marks.map(({ title }) => title)).toEqual(["Two"]);
  expect(await map(ctx, { kind: "inherent" })).toMatchObject({ cells: [], marks: [], elsewhere: 4 });
  const before = { ...ctx, asOf: new Date("2020-01-01T00:00:00Z") };
  expect(await map(before)).toMatchObject({ cells: [], elsewhere: 0, matrix: { definition: STARTING_MATRIX } });
  const stranger = await asMember(db, "admin");
  expect(await map(stranger.ctx)).toMatchObject({ cells: [], marks: [], elsewhere: 0 });
});

test("where marks stood on a day: moved, new since, and assessed by a matrix no longer in use", async ({ db }) => {
  const { ctx } = await asMember(db, "pmo");
  const one = await make(ctx, "One", 2, 4);
  const at = await mintInstant(ctx);
  await assessRisk(
    ctx,
    riskAssessmentInput.parse({
      riskId: one.id,
      kind: "residual",
      likelihood: 3,
      impacts: { financial: 4 },
      rationale: "Worse",
    }),
  );
  await make(ctx, "New", 1, 1);
  // The day asked for ends at that instant: seen from a year on, "since" is the day before now.
  const later = { ...ctx, now: new Date(at.getTime() + 366 * 86_400_000) };
  const today = at.toISOString().slice(0, 10);
  const since = await map(later, { since: today });
  expect(since.before?.map(({ likelihood, impact, score }) => [likelihood, impact, score])).toEqual(
    expect.arrayContaining([
      [3, 4, 20],
      [1, 1, 4],
    ]),
  );
  await change(ctx, { name: "matrix" }, async (tx) => {
    const [made] = await tx
      .insert(matrix)
      .values({ orgId: ctx.orgId, name: "Next", createdOn: "2026-11-20" })
      .returning({ id: matrix.id });
    const values = { orgId: ctx.orgId, matrixId: made?.id ?? "", number: 1, definition: STARTING_MATRIX };
    const [version] = await tx.insert(matrixVersion).values(values).returning({ id: matrixVersion.id });
    await tx
      .update(riskSetting)
      .set({ matrixVersionId: version?.id ?? "" })
      .where(eq(riskSetting.orgId, ctx.orgId));
  });
  expect(await map(ctx)).toMatchObject({ cells: [], marks: [], elsewhere: 2 });
});

test("too many to show one by one: counts and the worst five of each cell", async ({ db }) => {
  const { ctx, orgId } = await asMember(db, "pmo");
  await change(ctx, { name: "many" }, async (tx) => {
    const rows = Array.from({ length: MOST_MARKS + 20 }, (_, n) => ({
      ...{ orgId, title: `Risk ${n}`, raisedOn: "2026-11-20", currency: "USD", probability: 0.5, lossLikely: n * 100 },
    }));
    const made = await tx.insert(risk).values(rows).returning({ id: risk.id });
    for (const [n, { id }] of made.entries())
      await writeAssessment(tx, ctx, {
        riskId: id,
        kind: "residual",
        likelihood: n % 2,
        impacts: { financial: 1 },
        today: "2026-11-20",
      });
  });
  const found = await map(ctx);
  expect(found.whole).toBe(false);
  expect(found.cells.map(({ count }) => count)).toEqual([160, 160]);
  expect(found.marks).toHaveLength(10);
  expect(found.marks[0]).toMatchObject({ title: "Risk 319", expectedValue: 15_950 });
});
