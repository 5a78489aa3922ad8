import { randomUUID } from "node:crypto";
import { expect } from "vitest";
import { initiative } from "@/db/schema/initiative";
import { alert, point, rule, series } from "@/db/schema/metric";
import { model, modelVersion } from "@/db/schema/model";
import type { OrgContext } from "../../context";
import { change } from "../../record/change";
import { mintInstant } from "../../record/instant";
import { store } from "../../record/store";
import { asMember, joinAs, test } from "../../testing";
import { listCourses, listMeasures } from "./queries";

const NOW = new Date("2026-11-20T09:00:00Z");
const day = (ago: number) => new Date(Date.UTC(2026, 10, 20 - ago));

type Given = { name: string; initiativeId: string; status?: "live" | "development"; level?: "critical" | "warning" };

/** A model with two measures: recall, shown first, and latency, which carries the alert where one is asked for. */
async function addModel(ctx: OrgContext, { name, initiativeId, status = "live", level }: Given): Promise<string> {
  const { orgId } = ctx;
  const [modelId, recall, latency, ruleId] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
  await change(ctx, { name: "test" }, async (tx) => {
    await tx.insert(model).values({ orgId, id: modelId, name, initiativeId, status });
    await tx.insert(modelVersion).values({ orgId, modelId, label: "2", liveFrom: day(100) });
    await tx.insert(series).values([
      { orgId, id: recall, modelId, metric: "recall", label: "Recall", key: recall, primary: true },
      { orgId, id: latency, modelId, metric: "latency", label: "Latency", unit: "s", key: latency },
    ]);
    await tx.insert(rule).values({ orgId, id: ruleId, modelId, seriesId: latency, direction: "high", critical: 5 });
    if (level) await tx.insert(alert).values({ orgId, modelId, ruleId, seriesId: latency, level, openedAt: day(3) });
  });
  const days = Array.from({ length: 120 }, (_, ago) => ago);
  await store(ctx, async (tx, raw) => {
    for (const ago of days) await raw`select private.ensure_point_month(${day(ago).toISOString()}::timestamptz)`;
    await tx.insert(point).values(
      days.flatMap((ago) => [
        { orgId, seriesId: recall, at: day(ago), value: 0.8 },
        { orgId, seriesId: latency, at: day(ago), value: ago < 3 ? 9 : 1 },
      ]),
    );
  });
  return modelId;
}

test("an initiative's line is its worst measure, else the main one; the page has one for each live model", async ({
  db,
}) => {
  const { ctx: base, orgId } = await asMember(db, "pmo");
  const ctx: OrgContext = { ...base, now: NOW };
  const [broken, calm, quiet, hidden] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
  const ids = [broken, calm, quiet, hidden];
  await change(ctx, { name: "test" }, (tx) =>
    tx
      .insert(initiative)
      .values(ids.map((id, n) => ({ orgId, id, code: `C-${n}`, title: `Initiative ${n}`, restricted: id === hidden }))),
  );
  await addModel(ctx, { name: "Alpha", initiativeId: broken });
  const before = await mintInstant(ctx);
  await addModel(ctx, { name: "Beta", initiativeId: broken, level: "critical" });
  await addModel(ctx, { name: "Gamma", initiativeId: calm });
  await addModel(ctx, { name: "Delta", initiativeId: quiet, status: "development" });
  await addModel(ctx, { name: "Epsilon", initiativeId: hidden });

  const courses = new Map((await listCourses(ctx, { ids })).map((course) => [course.initiativeId, course]));
  expect([...courses.keys()].sort()).toEqual([broken, calm].sort());
  expect(courses.get(broken)).toMatchObject({ modelName: "Beta", label: "Latency", direction: "high", critical: 5 });
  expect(courses.get(calm)).toMatchObject({ modelName: "Gamma", label: "Recall", direction: null });
  const line = courses.get(broken)?.points ?? [];
  expect(line.length).toBeGreaterThanOrEqual(30);
  expect(line.length).toBeLessThanOrEqual(32);
  expect(line.at(-1)).toEqual([day(0).getTime(), 9]);

  const { measures } = await listMeasures(ctx, { id: broken });
  expect(measures.map(({ modelName, label, level, value }) => [modelName, label, level, value])).toEqual([
    ["Beta", "Latency", "critical", 9],
    ["Alpha", "Recall", null, 0.8],
  ]);
  expect(measures[0]).toMatchObject({ since: day(3), versions: [{ label: "2", liveFrom: day(100) }] });
  expect(measures[0]?.points).toHaveLength(120);
  expect((await listMeasures(ctx, { id: quiet })).measures).toEqual([]);

  const past = await listCourses({ ...ctx, asOf: before }, { ids });
  expect(past.map(({ modelName, label }) => [modelName, label])).toEqual([["Alpha", "Recall"]]);
  const admin = await joinAs(db, orgId, "admin");
  expect(await listCourses({ ...admin.ctx, now: NOW }, { ids: [hidden] })).toHaveLength(1);
  const other = await asMember(db, "pmo");
  expect(await listCourses({ ...other.ctx, now: NOW }, { ids })).toEqual([]);
});
