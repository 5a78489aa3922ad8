import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { describe, expect } from "vitest";
import { connect } from "@/db/client";
import { connection, pollRun } from "@/db/schema/connection";
import { point, pointReplaced, rule, series, seriesWatermark } from "@/db/schema/metric";
import { ruleCreate } from "@/domain/metric/input";
import type { Pull } from "@/server/connector/contract";
import { storePull } from "../connection/poll/commands";
import type { OrgContext } from "../context";
import { setQuotas } from "../quota/commands";
import { change } from "../record/change";
import { mintInstant } from "../record/instant";
import { read } from "../record/read";
import { asMember, joinAs, type TestDatabase, test } from "../testing";
import { evaluateRules } from "./alert/commands";
import { getProvenance, listPoints, previewRule } from "./queries";
import { createRule, editRule } from "./rule/commands";
import { listRuleChanges } from "./rule/queries";

const day = (n: number) => new Date(Date.UTC(2026, 8, 1) + (n - 1) * 86_400_000);
const NOW = new Date("2026-10-15T09:00:00Z");

type Points = [number, number][];

function pullOf(points: Points, measure = "recall", model = "Sepsis early warning"): Pull {
  const ref = {
    modelRef: model,
    metric: measure,
    label: "Recall",
    kind: "performance" as const,
    unit: null,
    dims: {},
    intervalSeconds: 86_400,
  };
  return {
    models: [
      { ref: model, name: model, purpose: null, versions: [{ ref: "7", label: "7", aliases: [], liveFrom: day(1) }] },
    ],
    series: [{ ref, points: points.map(([n, value]) => ({ at: day(n), value })) }],
    provenance: { requestUrl: "https://models.example.org/metrics", responseSha256: "0".repeat(64) },
    truncated: false,
  };
}

async function setup(db: TestDatabase) {
  const member = await asMember(db, "mlops");
  const ctx: OrgContext = { ...member.ctx, now: NOW };
  const connectionId = randomUUID();
  await change(ctx, { name: "test" }, (tx) =>
    tx.insert(connection).values({
      orgId: ctx.orgId,
      id: connectionId,
      name: "Model server",
      platform: "openmetrics",
      url: "https://models.example.org/metrics",
    }),
  );
  const give = (points: Points, measure?: string) =>
    storePull(ctx, connectionId, pullOf(points, measure), { startedAt: ctx.now, durationMs: 12 });
  const points = () => read(ctx, (tx) => tx.select({ at: point.at, value: point.value }).from(point).orderBy(point.at));
  const seriesId = async () => {
    const [row] = await read(ctx, (tx) => tx.select({ id: seriesWatermark.seriesId }).from(seriesWatermark));
    if (!row) throw new Error("no series");
    return row.id;
  };
  return { ctx, connectionId, give, points, seriesId, member };
}

describe("storing", () => {
  test("new, late and restated points; the same again changes nothing and leaves no run", async ({ db }) => {
    const { ctx, give, points, seriesId } = await setup(db);
    expect(
      await give([
        [1, 0.86],
        [3, 0.84],
      ]),
    ).toMatchObject({ read: 2, added: 2, restated: 0 });
    expect(
      await give([
        [1, 0.86],
        [3, 0.84],
      ]),
    ).toMatchObject({ read: 2, added: 0, restated: 0, pollRunId: null, touched: [] });
    const late = await give([
      [1, 0.86],
      [2, 0.85],
      [3, 0.83],
    ]);
    expect(late).toMatchObject({ read: 3, added: 1, restated: 1 });
    expect((await points()).map(({ value }) => value)).toEqual([0.86, 0.85, 0.83]);
    const runs = await read(ctx, (tx) =>
      tx
        .select({ id: pollRun.id, n: pollRun.pointsNew, r: pollRun.pointsRestated, status: pollRun.status })
        .from(pollRun)
        .orderBy(pollRun.id),
    );
    expect(runs.map(({ n, r, status }) => [n, r, status])).toEqual([
      [2, 0, "ok"],
      [1, 1, "ok"],
    ]);
    const source = await getProvenance(ctx, { seriesId: await seriesId(), pointAt: day(3) });
    expect(source).toMatchObject({
      value: 0.83,
      connection: "Model server",
      requestUrl: "https://models.example.org/metrics",
      durationMs: 12,
    });
    expect(source.replaced.map(({ value }) => value)).toEqual([0.84]);
  });

  test("past the limit of the organisation nothing is stored, and the poll says why and waits", async ({ db }) => {
    const { ctx, give, points } = await setup(db);
    await give([[1, 0.86]]);
    const owner = connect(db.ownerUrl, { max: 1 });
    await setQuotas({ ...ctx, db: owner, actor: { kind: "job", name: "Command line" } }, [{ kind: "points", most: 2 }]);
    await owner.end();
    await give([[2, 0.85]]);
    await expect(give([[3, 0.84]])).rejects.toMatchObject({
      kind: "rate_limited",
      retryAfterMs: 900_000,
      message: expect.stringContaining("2 stored points"),
    });
    expect(await points()).toHaveLength(2);
  });

  test("NaN and infinities are kept, and NaN is equal to itself", async ({ db }) => {
    const { give, points } = await setup(db);
    const odd: Points = [
      [1, Number.NaN],
      [2, Number.POSITIVE_INFINITY],
      [3, Number.NEGATIVE_INFINITY],
      [4, 5e-324],
      [5, 0.1 + 0.2],
    ];
    await give(odd);
    expect((await points()).map(({ value }) => value)).toEqual(odd.map(([, value]) => value));
    expect(await give(odd)).toMatchObject({ added: 0, restated: 0 });
    expect(await give([[1, 0.5]])).toMatchObject({ added: 0, restated: 1 });
  });

  test("the watermark is the newest point, never now, and never moves back", async ({ db }) => {
    const { ctx, give } = await setup(db);
    const mark = async () =>
      (await read(ctx, (tx) => tx.select({ at: seriesWatermark.highAt }).from(seriesWatermark)))[0]?.at;
    await give([[5, 0.8]]);
    expect(await mark()).toEqual(day(5));
    await give([[2, 0.8]]);
    expect(await mark()).toEqual(day(5));
    await give([[9, 0.8]]);
    expect(await mark()).toEqual(day(9));
  });

  test("one instant given twice counts once, the last time", async ({ db }) => {
    const { give, points } = await setup(db);
    expect(
      await give([
        [1, 0.1],
        [1, 0.2],
      ]),
    ).toMatchObject({ added: 1 });
    expect((await points()).map(({ value }) => value)).toEqual([0.2]);
  });

  test("12,000 points over three chunks and several years", async ({ db }) => {
    const { give, points } = await setup(db);
    const many: Points = Array.from({ length: 12_000 }, (_, at) => [at * -0.1, at]);
    expect(await give(many)).toMatchObject({ read: 12_000, added: 12_000 });
    expect(await points()).toHaveLength(12_000);
    expect(await give(many)).toMatchObject({ added: 0, restated: 0 });
  });

  test("as of an instant a point has the value that had been received by then", async ({ db }) => {
    const { ctx, give, seriesId } = await setup(db);
    await give([[1, 0.6]]);
    const then = await mintInstant(ctx);
    await give([
      [1, 0.7],
      [2, 0.8],
    ]);
    const filter = { seriesId: await seriesId() };
    expect((await listPoints({ ...ctx, asOf: then }, filter)).map(({ value }) => value)).toEqual([0.6]);
    expect((await listPoints(ctx, filter)).map(({ value }) => value)).toEqual([0.7, 0.8]);
  });

  test("two polls of the same answer at once store each point once", async ({ db }) => {
    const { give, points, ctx } = await setup(db);
    await give([[1, 0.5]]);
    const week: Points = [1, 2, 3, 4, 5, 6, 7].map((n) => [n, n / 10]);
    const results = await Promise.all([give(week), give(week), give(week)]);
    expect(await points()).toHaveLength(7);
    expect(results.reduce((sum, { added }) => sum + added, 0)).toBe(6);
    const replaced = await read(ctx, (tx) => tx.select().from(pointReplaced));
    expect(replaced).toHaveLength(1);
  });

  test("another organisation sees no point, model or rule", async ({ db }) => {
    const { give, seriesId } = await setup(db);
    await give([[1, 0.5]]);
    const other = await asMember(db, "mlops");
    expect(await listPoints(other.ctx, { seriesId: await seriesId() })).toEqual([]);
    const input = ruleCreate.parse({ seriesId: await seriesId(), direction: "low", critical: 0.3 });
    await expect(createRule(other.ctx, input)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

describe("rules", () => {
  test("a rule is shown on the past before it is saved, and a second edit does not overwrite the first", async ({
    db,
  }) => {
    const { ctx, give, seriesId, member } = await setup(db);
    await give([
      [1, 0.86],
      [2, 0.7],
      [3, 0.69],
      [4, 0.9],
      [5, 0.91],
    ]);
    const input = ruleCreate.parse({
      seriesId: await seriesId(),
      direction: "low",
      critical: 0.78,
      breaches: 2,
      clears: 2,
      noDataAfter: 100,
    });
    const { text, episodes } = await previewRule(ctx, input);
    expect(text.critical).toBe("Recall 0.78 or less, two windows");
    expect(episodes).toEqual([
      { openedAt: day(3), closedAt: day(5), level: "critical", worst: "critical", value: 0.69 },
    ]);
    const { id: ruleId } = await createRule(ctx, input);
    expect(member.emitted.map(({ name }) => name)).toEqual(["rule/rule.evaluation-due"]);
    const edit = { ...input, ruleId, active: true, version: 1 };
    await editRule(ctx, { ...edit, critical: 0.75 });
    expect(await editRule(ctx, { ...edit, critical: 0.7 })).toMatchObject({
      outcome: "conflict",
      version: 2,
      fields: [{ field: "critical", before: 0.78, yours: 0.7, theirs: 0.75 }],
    });
  });

  test("two people: limits and counts are never mixed unseen, a note joins them", async ({ db }) => {
    const { ctx, give, seriesId, member } = await setup(db);
    const second = await joinAs(db, member.orgId, "mlops", "Bea Second");
    await give([[1, 0.86]]);
    const input = ruleCreate.parse({ seriesId: await seriesId(), direction: "low", warning: 0.82, critical: 0.78 });
    const { id: ruleId } = await createRule(ctx, input);
    const { seriesId: _, ...fields } = input;
    const edit = { ...fields, ruleId, active: true, version: 1 };
    await editRule(ctx, { ...edit, warning: 0.9 });
    second.emitted.length = 0;
    const met = await editRule({ ...second.ctx, now: ctx.now }, { ...edit, critical: 0.7, note: "Looser" });
    expect(met).toMatchObject({
      outcome: "conflict",
      fields: [
        { field: "warning", before: 0.82, yours: 0.82, theirs: 0.9 },
        { field: "critical", before: 0.78, yours: 0.7, theirs: 0.78 },
      ],
      merged: { warning: 0.9, critical: 0.78, note: "Looser" },
    });
    expect(second.emitted).toEqual([]);
    expect(await editRule(second.ctx, { ...edit, note: "Looser" })).toEqual({ outcome: "saved", id: ruleId });
    const [row] = await read(ctx, (tx) => tx.select({ warning: rule.warning, note: rule.note }).from(rule));
    expect(row).toEqual({ warning: 0.9, note: "Looser" });
  });
});

describe("few cases and late outcomes", () => {
  const ruleOn = (ids: { recall: string; count: string }, over: object) =>
    ruleCreate.parse({
      ...{ seriesId: ids.recall, direction: "low", critical: 0.78, breaches: 1, noDataAfter: 1000 },
      ...{ minimumCases: 30, casesSeriesId: ids.count, ...over },
    });

  async function counted(db: TestDatabase) {
    const made = await setup(db);
    const points: Points = [
      [1, 0.86],
      [2, 0.5],
      [3, 0.5],
      [4, 0.9],
    ];
    await made.give(points);
    await made.give(
      points.map(([n]) => [n, n === 2 ? 12 : 400]),
      "predictions",
    );
    const rows = await read(made.ctx, (tx) => tx.select({ id: series.id, metric: series.metric }).from(series));
    const idOf = (metric: string) => rows.find((row) => row.metric === metric)?.id ?? "";
    return { ...made, ids: { recall: idOf("recall"), count: idOf("predictions") } };
  }

  test("a window with fewer cases than asked for neither fires nor clears", async ({ db }) => {
    const { ctx, ids } = await counted(db);
    const { text, episodes } = await previewRule(ctx, ruleOn(ids, {}));
    expect(text.critical).toBe("Recall 0.78 or less, one window, 30 cases or more");
    expect(episodes).toEqual([
      { openedAt: day(3), closedAt: day(4), level: "critical", worst: "critical", value: 0.5 },
    ]);
    const all = await previewRule(ctx, ruleOn(ids, { minimumCases: 0 }));
    expect(all.episodes[0]?.openedAt).toEqual(day(2));
  });

  test("a window is judged when its outcomes are known, by the alert too", async ({ db }) => {
    const { ctx, ids } = await counted(db);
    const { id } = await createRule(ctx, ruleOn(ids, { labelDelayDays: 3 }));
    const look = (until: Date) => evaluateRules({ ...ctx, now: until }, { ruleIds: [id] });
    expect(await look(new Date(day(6).getTime() - 1))).toMatchObject({ opened: 0 });
    expect(await look(day(6))).toMatchObject({ opened: 1 });
    expect(await look(day(7))).toMatchObject({ closed: 1 });
  });

  test("cases are counted by a measure of the same model, and it must be named", async ({ db }) => {
    const { ctx, ids } = await counted(db);
    const other = await setup(db);
    await other.give([[1, 5]], "predictions");
    expect(ruleCreate.safeParse({ ...ruleOn(ids, {}), casesSeriesId: null }).error?.issues[0]).toMatchObject({
      path: ["casesSeriesId"],
    });
    const strange = ruleOn(ids, { casesSeriesId: await other.seriesId() });
    await expect(createRule(ctx, strange)).rejects.toMatchObject({ code: "BAD_REQUEST" });
  });

  test("the record says who set which limit from what, as of any instant", async ({ db }) => {
    const { ctx, ids, member } = await counted(db);
    const second = await joinAs(db, member.orgId, "mlops", "Bea Second");
    const input = ruleOn(ids, {});
    const { id: ruleId } = await createRule(ctx, input);
    const before = await mintInstant(ctx);
    const { seriesId: _, ...fields } = input;
    await editRule(second.ctx, { ...fields, ruleId, version: 1, active: true, minimumCases: 50, labelDelayDays: 21 });
    const [row] = await read(ctx, (tx) => tx.select({ modelId: rule.modelId }).from(rule));
    const modelId = row?.modelId ?? "";
    expect(await listRuleChanges(ctx, { modelId })).toMatchObject([
      {
        by: "Bea Second",
        measure: "Recall",
        fields: [
          { field: "minimumCases", from: 30, to: 50 },
          { field: "labelDelayDays", from: 0, to: 21 },
        ],
      },
      { by: "Robin Vale", fields: null },
    ]);
    expect(await listRuleChanges({ ...ctx, asOf: before }, { modelId })).toHaveLength(1);
    const stranger = await asMember(db, "mlops");
    expect(await listRuleChanges(stranger.ctx, { modelId })).toEqual([]);
  });
});

test("what people edited is not overwritten by what a poll finds", async ({ db }) => {
  const { ctx, give } = await setup(db);
  const { model } = await import("@/db/schema/model");
  await give([[1, 0.5]]);
  await change(ctx, { name: "test" }, (tx) =>
    tx.update(model).set({ name: "Sepsis, adults" }).where(eq(model.orgId, ctx.orgId)),
  );
  await give([[2, 0.5]], "precision");
  const models = await read(ctx, (tx) => tx.select({ name: model.name }).from(model));
  expect(models).toEqual([{ name: "Sepsis, adults" }]);
});
