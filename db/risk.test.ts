import { randomUUID } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import fc from "fast-check";
import postgres from "postgres";
import { describe, expect } from "vitest";
import { STARTING_APPETITE } from "@/domain/risk/appetite";
import { STARTING_AUTHORITIES } from "@/domain/risk/authority";
import { STARTING_RULES } from "@/domain/risk/escalation-rule";
import { type MatrixDefinition, rate } from "@/domain/risk/matrix";
import { compareSeverity, SEVERITIES } from "@/domain/risk/severity";
import { STARTING_MATRIX, STARTING_MATRIX_NAME } from "@/domain/risk/starting-matrix";
import { minorDigits } from "@/domain/shared/money";
import type { OrgContext } from "@/server/context";
import { change } from "@/server/record/change";
import { read } from "@/server/record/read";
import { asMember, joinAs, test } from "@/server/testing";
import { history } from "./history";
import { migrate } from "./migrate";
import { initiative, initiativePerson } from "./schema/initiative";
import { appetite, authority, escalationRule, matrix, matrixVersion, riskSetting } from "./schema/matrix";
import { model } from "./schema/model";
import { assumption, issue } from "./schema/raid";
import { risk, riskAssessment } from "./schema/risk";
import { responseAction, riskControl } from "./schema/risk-part";

const BASE = { title: "A risk", raisedOn: "2026-11-20", currency: "USD" } as const;
type New = Omit<typeof risk.$inferInsert, "orgId" | "title" | "raisedOn" | "currency"> & { title?: string };

const add = (ctx: OrgContext, given: New = {}) =>
  change(ctx, { name: "risk.create" }, async (tx) => {
    const [row] = await tx
      .insert(risk)
      .values({ ...BASE, ...given, orgId: ctx.orgId })
      .returning();
    if (!row) throw new Error("no risk");
    return row;
  });

const current = async (ctx: OrgContext) => {
  const [row] = await read(ctx, (tx) => tx.select({ id: riskSetting.matrixVersionId }).from(riskSetting));
  return row?.id ?? "";
};

async function assess(
  ctx: OrgContext,
  riskId: string,
  likelihood: number,
  impacts: Record<string, number>,
  wrong: object = {},
) {
  const matrixVersionId = await current(ctx);
  const { impact, level, severity, score } = rate(STARTING_MATRIX, likelihood, impacts);
  const row = {
    riskId,
    kind: "residual" as const,
    matrixVersionId,
    likelihood,
    impacts,
    impact,
    level,
    severity,
    score,
  };
  return change(ctx, { name: "risk.assess" }, (tx) =>
    tx.insert(riskAssessment).values({ ...row, assessedOn: "2026-11-20", orgId: ctx.orgId, ...wrong }),
  );
}

const riskOf = async (ctx: OrgContext, id: string) => {
  const [row] = await read(ctx, (tx) => tx.select().from(risk).where(eq(risk.id, id)));
  return row;
};

test("an organisation starts with the standard matrix, appetite, authorities and rules", async ({ db }) => {
  const { ctx } = await asMember(db);
  const found = await read(ctx, (tx) =>
    tx
      .select({ name: matrix.name, number: matrixVersion.number, definition: matrixVersion.definition })
      .from(riskSetting)
      .innerJoin(matrixVersion, eq(matrixVersion.id, riskSetting.matrixVersionId))
      .innerJoin(matrix, eq(matrix.id, matrixVersion.matrixId)),
  );
  expect(found).toEqual([{ name: STARTING_MATRIX_NAME, number: 1, definition: STARTING_MATRIX }]);
  const [categories, authorities, rules] = await read(ctx, async (tx) => [
    await tx
      .select({
        category: appetite.category,
        name: appetite.name,
        stance: appetite.stance,
        tolerance: appetite.tolerance,
        note: appetite.note,
      })
      .from(appetite)
      .orderBy(appetite.position),
    await tx.select({ severity: authority.severity, role: authority.role }).from(authority),
    await tx
      .select({ key: escalationRule.key, enabled: escalationRule.enabled, params: escalationRule.params })
      .from(escalationRule),
  ]);
  expect(categories).toEqual(STARTING_APPETITE);
  expect(authorities).toEqual(Object.entries(STARTING_AUTHORITIES).map(([severity, role]) => ({ severity, role })));
  expect(rules).toEqual(STARTING_RULES);
});

test("an organisation from before gets them when the database is brought up to date, others keep theirs", async ({
  db,
}) => {
  const [before, other] = [await asMember(db), await asMember(db)];
  await change(other.ctx, { name: "appetite.save" }, (tx) =>
    tx.update(appetite).set({ tolerance: "red" }).where(eq(appetite.orgId, other.orgId)),
  );
  const kept = await current(other.ctx);
  const owner = postgres(db.superUrl, { max: 1, onnotice: () => undefined });
  await owner.begin(async (tx) => {
    await tx`select set_config('app.org_id', ${before.orgId}, true)`;
    for (const table of ["risk_setting", "escalation_rule", "authority", "appetite", "matrix_version", "matrix"])
      await tx.unsafe(`delete from public.${table} where org_id = '${before.orgId}'`);
    await tx`delete from private.mechanism`;
  });
  await owner.end();
  expect(await migrate(db.ownerUrl)).toEqual({ applied: true });
  expect(await current(before.ctx)).not.toBe("");
  expect(await current(other.ctx)).toBe(kept);
  const stances = (ctx: OrgContext) => read(ctx, (tx) => tx.select({ tolerance: appetite.tolerance }).from(appetite));
  expect((await stances(before.ctx)).map(({ tolerance }) => tolerance)).toContain("green");
  expect(new Set((await stances(other.ctx)).map(({ tolerance }) => tolerance))).toEqual(new Set(["red"]));
});

const anyMatrix = fc
  .record({
    rows: fc.integer({ min: 3, max: 6 }),
    columns: fc.integer({ min: 3, max: 6 }),
    severities: fc.array(fc.constantFrom(...SEVERITIES), { minLength: 1, maxLength: 6 }),
    cells: fc.array(fc.nat(5), { minLength: 36, maxLength: 36 }),
    floors: fc.array(
      fc.record({
        category: fc.constantFrom("patient_safety", "financial"),
        impact: fc.nat(2),
        severity: fc.constantFrom(...SEVERITIES),
      }),
      { maxLength: 3 },
    ),
    at: fc.record({ likelihood: fc.nat(2), patient_safety: fc.nat(2), financial: fc.nat(2) }),
  })
  .map(({ rows, columns, severities, cells, floors, at }) => {
    const levels = severities.toSorted(compareSeverity).map((severity, n) => ({ name: `L${n}`, severity }));
    const gravest = levels.at(-1)?.severity ?? "green";
    const definition: MatrixDefinition = {
      likelihoods: Array.from({ length: rows }, (_, n) => ({ name: `P${n}` })),
      impacts: Array.from({ length: columns }, (_, n) => ({ name: `I${n}` })),
      levels,
      grid: Array.from({ length: rows }, (_, l) =>
        Array.from({ length: columns }, (_, i) => (cells[l * 6 + i] ?? 0) % levels.length),
      ),
      floors: floors.filter(({ severity }) => compareSeverity(gravest, severity) >= 0),
    };
    return { definition, at };
  });

test("the database rates as the product does", async ({ db }) => {
  const cases = fc.sample(anyMatrix, 300).map(({ definition, at: { likelihood, ...impacts } }) => {
    const { impact, level, severity, score, floors } = rate(definition, likelihood, impacts);
    return { definition, likelihood, impacts, made: { impact, level, severity, score }, raised: floors.length > 0 };
  });
  const rows = await db.sql<{ made: unknown }[]>`
    select to_jsonb(r) as made from jsonb_array_elements(${JSON.stringify(cases)}::text::jsonb) with ordinality c (one, place),
      private.rate(c.one -> 'definition', (c.one ->> 'likelihood')::integer, c.one -> 'impacts') r order by c.place`;
  expect(rows.map(({ made }) => made)).toEqual(cases.map(({ made }) => made));
  expect(cases.some(({ raised }) => raised)).toBe(true);
  const outside =
    await db.sql`select * from private.rate(${JSON.stringify(STARTING_MATRIX)}::text::jsonb, 5, '{"financial": 1}')`;
  expect(outside).toHaveLength(0);
});

describe("assessments", () => {
  test("are worked out again: a row that disagrees with its matrix is refused", async ({ db }) => {
    const { ctx } = await asMember(db);
    const { id } = await add(ctx);
    for (const wrong of [{ score: 1 }, { severity: "green" as const }, { level: 0 }, { impact: 4 }, { likelihood: 7 }])
      await expect(assess(ctx, id, 3, { financial: 3 }, wrong)).rejects.toThrow();
    expect(await riskOf(ctx, id)).toMatchObject({ residualScore: null });
    await assess(ctx, id, 3, { financial: 3 });
    expect(await riskOf(ctx, id)).toMatchObject({
      ...{ residualScore: 16, residualSeverity: "red", residualLikelihood: 3, residualImpact: 3, inherentScore: null },
      version: 1, // an assessment is no edit of the risk
    });
  });

  test("the newest counts, and none is changed or taken away", async ({ db }) => {
    const { ctx, orgId } = await asMember(db);
    const { id } = await add(ctx);
    await assess(ctx, id, 4, { financial: 4 });
    await assess(ctx, id, 1, { financial: 1 });
    await assess(ctx, id, 4, { financial: 4 }, { kind: "inherent" });
    expect(await riskOf(ctx, id)).toMatchObject({ residualScore: 4, residualSeverity: "green", inherentScore: 25 });
    const numbers = await read(ctx, (tx) =>
      tx.select({ kind: riskAssessment.kind, number: riskAssessment.number }).from(riskAssessment),
    );
    expect(numbers.map(({ kind, number }) => `${kind} ${number}`).sort()).toEqual([
      "inherent 1",
      "residual 1",
      "residual 2",
    ]);
    for (const statement of [
      `update risk_assessment set score = 1`,
      `delete from risk_assessment`,
      `delete from matrix_version`,
      `update matrix_version set note = 'x'`,
    ])
      await expect(db.sql.unsafe(statement)).rejects.toThrow(/permission denied/);
    const owner = postgres(db.ownerUrl, { max: 1, onnotice: () => undefined });
    for (const table of ["risk_assessment set score = 1", "matrix_version set note = 'x'"])
      await expect(
        owner.begin(async (tx) => {
          await tx`select set_config('app.org_id', ${orgId}, true), set_config('app.role', 'admin', true)`;
          await tx.unsafe(`update public.${table}`);
        }),
      ).rejects.toThrow(/kept as it was made/);
    await owner.end();
  });

  test("figures written by hand do not stand", async ({ db }) => {
    const { ctx } = await asMember(db);
    const { id } = await add(ctx);
    await assess(ctx, id, 1, { financial: 1 });
    await change(ctx, { name: "x" }, (tx) =>
      tx
        .update(risk)
        .set({ residualScore: 25, residualSeverity: "red", expectedValue: 7, countsOnId: randomUUID() })
        .where(eq(risk.id, id)),
    );
    expect(await riskOf(ctx, id)).toMatchObject({
      residualScore: 4,
      residualSeverity: "green",
      expectedValue: null,
      countsOnId: null,
    });
  });
});

test("expected value: the mean of its distribution, a gain below zero", async ({ db }) => {
  const { ctx } = await asMember(db);
  const losses = { probability: 0.4, lossLow: 10_000_00, lossLikely: 25_000_00, lossHigh: 100_000_00 };
  const cases: [New, number | null][] = [
    [{ probability: 0.4, lossLikely: 25_000_000 }, 10_000_000],
    [{ ...losses, distribution: "triangular" }, 1_800_000],
    [{ ...losses, distribution: "pert" }, 1_400_000],
    [{ ...losses, distribution: "pert", kind: "opportunity" }, -1_400_000],
    [{ probability: 0.4 }, null],
    [{ lossLikely: 1 }, null],
  ];
  for (const [given, expected] of cases) expect((await add(ctx, given)).expectedValue).toBe(expected);
  for (const wrong of [
    { lossLow: 2, lossLikely: 1 },
    { lossLikely: 2, lossHigh: 1 },
    { distribution: "pert" as const, lossLikely: 1 },
    { probability: 1.1 },
    { strategy: "exploit" as const },
    { kind: "opportunity" as const, strategy: "avoid" as const },
    { status: "closed" as const },
    { category: "weather" },
  ])
    await expect(add(ctx, wrong)).rejects.toThrow();
});

test("codes count up, keep those stated, and need no gap", async ({ db }) => {
  const { ctx, orgId } = await asMember(db);
  expect((await add(ctx)).code).toBe("R-01");
  expect(await add(ctx, { code: "R-31" })).toMatchObject({ code: "R-31", number: 31 });
  expect((await add(ctx, { code: "ENT/7" })).number).toBe(32);
  expect((await add(ctx)).code).toBe("R-33");
  expect((await add(ctx, { number: 120 })).code).toBe("R-120");
  await expect(add(ctx, { code: "R-31" })).rejects.toThrow();
  const many = await Promise.all(Array.from({ length: 4 }, () => add(ctx)));
  expect(new Set(many.map(({ code }) => code)).size).toBe(4);
  const others = await change(ctx, { name: "x" }, async (tx) => [
    ...(await tx
      .insert(assumption)
      .values({ orgId, statement: "Coaching stays", raisedOn: "2026-11-20" })
      .returning({ code: assumption.code })),
    ...(await tx
      .insert(issue)
      .values({ orgId, title: "Feed late", severity: "amber", raisedOn: "2026-11-20" })
      .returning({ code: issue.code })),
  ]);
  expect(others.map(({ code }) => code)).toEqual(["A-01", "I-01"]);
  const { ctx: other } = await asMember(db);
  expect((await add(other)).code).toBe("R-01");
});

test("a risk stands once, and a model's counts on the initiative the model has now", async ({ db }) => {
  const { ctx, orgId } = await asMember(db);
  const [one, two, made] = [randomUUID(), randomUUID(), randomUUID()];
  await change(ctx, { name: "x" }, async (tx) => {
    await tx.insert(initiative).values([
      { orgId, id: one, code: "AI-1", title: "One" },
      { orgId, id: two, code: "AI-2", title: "Two" },
    ]);
    await tx.insert(model).values({ orgId, id: made, name: "M", initiativeId: one });
  });
  await expect(add(ctx, { initiativeId: one, modelId: made })).rejects.toThrow();
  const { id } = await add(ctx, { modelId: made });
  expect(await riskOf(ctx, id)).toMatchObject({ countsOnId: one, initiativeId: null });
  await change(ctx, { name: "model.edit" }, (tx) =>
    tx.update(model).set({ initiativeId: two }).where(eq(model.id, made)),
  );
  expect(await riskOf(ctx, id)).toMatchObject({ countsOnId: two });
});

test("what stands on a restricted initiative is hidden with it: risk, parts, history, search, its model's too", async ({
  db,
}) => {
  const { ctx, orgId } = await asMember(db);
  const [named, other] = [await joinAs(db, orgId, "pmo"), await joinAs(db, orgId, "pmo")];
  const [place, made] = [randomUUID(), randomUUID()];
  await change(ctx, { name: "x" }, async (tx) => {
    await tx.insert(initiative).values({ orgId, id: place, code: "AI-1", title: "Quiet" });
    await tx.insert(model).values({ orgId, id: made, name: "M" });
  });
  const own = await add(ctx, { initiativeId: place, title: "Merger leaks" });
  const models = await add(ctx, { modelId: made, title: "Merger model drifts" });
  await assess(ctx, own.id, 3, { financial: 3 });
  await assess(ctx, models.id, 3, { financial: 3 });
  await change(ctx, { name: "x" }, async (tx) => {
    await tx.insert(riskControl).values({ orgId, riskId: own.id, name: "C", kind: "preventive", effectiveness: 0.5 });
    await tx.insert(responseAction).values({ orgId, riskId: models.id, title: "A" });
    await tx.insert(issue).values({ orgId, title: "I", severity: "red", raisedOn: "2026-11-20", initiativeId: place });
  });
  const seen = (member: OrgContext) =>
    read(member, async (tx) => {
      const counts = [];
      for (const table of [
        risk,
        riskAssessment,
        riskControl,
        responseAction,
        issue,
        history.risk,
        history.riskAssessment,
      ])
        counts.push((await tx.select().from(table)).length);
      return counts;
    });
  const search = (member: OrgContext) =>
    read(member, (tx) =>
      tx.execute(sql`select r.id from private.search('risk', 'merger', 50) s join risk r on r.id = s.id`),
    );
  expect(await seen(other.ctx)).toEqual([2, 2, 1, 1, 1, 2 + 2, 2]);
  await change(ctx, { name: "x" }, async (tx) => {
    await tx.update(model).set({ initiativeId: place }).where(eq(model.id, made));
    await tx.insert(initiativePerson).values({ orgId, initiativeId: place, memberId: named.memberId });
    await tx.update(initiative).set({ restricted: true }).where(eq(initiative.id, place));
  });
  expect(await seen(other.ctx)).toEqual([0, 0, 0, 0, 0, 2, 0]); // versions from while the model stood elsewhere
  expect((await seen(named.ctx)).slice(0, 5)).toEqual([2, 2, 1, 1, 1]);
  expect(await search(other.ctx)).toHaveLength(0);
  expect(await search(named.ctx)).toHaveLength(2);
  await expect(add(other.ctx, { initiativeId: place })).rejects.toThrow();
  await expect(assess(other.ctx, own.id, 1, { financial: 1 })).rejects.toThrow();
  // Moved by somebody who may not see it: it comes along.
  await change(other.ctx, { name: "model.edit" }, (tx) =>
    tx.update(model).set({ initiativeId: null }).where(eq(model.id, made)),
  );
  expect((await seen(other.ctx)).slice(0, 2)).toEqual([1, 1]);
});

test("minor units are those of the product, for every currency", async ({ db }) => {
  const currencies = Intl.supportedValuesOf("currency");
  const rows = await db.sql<{ units: number }[]>`
    select private.minor_units(c) as units from unnest(${currencies}::text[]) with ordinality x (c, place) order by place`;
  expect(rows.map(({ units }) => units)).toEqual(currencies.map((currency) => 10 ** minorDigits(currency)));
});
