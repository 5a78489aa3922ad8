import { randomUUID } from "node:crypto";
import { expect } from "vitest";
import { connection } from "@/db/schema/connection";
import { model } from "@/db/schema/model";
import { ruleCreate } from "@/domain/metric/input";
import type { Pull } from "@/server/connector/contract";
import { storePull } from "../../connection/poll/commands";
import type { OrgContext } from "../../context";
import { evaluateRules } from "../../metric/alert/commands";
import { createRule } from "../../metric/rule/commands";
import { change } from "../../record/change";
import { mintInstant } from "../../record/instant";
import { read } from "../../record/read";
import { asMember, test } from "../../testing";
import { chooseMainMeasure, editModel } from "../commands";
import { getModel } from "./queries";

const NOW = new Date("2026-11-20T09:00:00Z");
const day = (ago: number) => new Date(Date.UTC(2026, 10, 20 - ago));

const measure = (metric: string, label: string, values: number[]) => ({
  ref: {
    modelRef: "sepsis",
    metric,
    label,
    kind: "performance" as const,
    unit: null,
    dims: {},
    intervalSeconds: 86_400,
  },
  points: values.map((value, at) => ({ at: day(values.length - at), value })),
});

const pullOf = (...series: ReturnType<typeof measure>[]): Pull => ({
  models: [
    {
      ref: "sepsis",
      name: "Sepsis early warning",
      purpose: null,
      versions: [{ ref: "7", label: "7", aliases: ["champion"], liveFrom: day(80) }],
    },
  ],
  series,
  provenance: { requestUrl: "https://models.example.org/metrics", responseSha256: "0".repeat(64) },
  truncated: false,
});

test("a model's page: headline, measures with limits and points, versions, rules with the times they fired", async ({
  db,
}) => {
  const { ctx: base, memberId } = await asMember(db, "mlops");
  const ctx: OrgContext & { timeZone: string } = { ...base, now: NOW, timeZone: "UTC" };
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
  const give = (pull: Pull) => storePull(ctx, connectionId, pull, { startedAt: NOW, durationMs: 1 });
  await give(
    pullOf(measure("recall", "Recall", [0.86, 0.85, 0.7, 0.69]), measure("auc", "AUC", [0.9, Number.NaN, 0.9, 0.91])),
  );
  const [found] = await read(ctx, (tx) => tx.select({ id: model.id }).from(model));
  const modelId = found?.id ?? "";
  const unwatched = await getModel(ctx, { modelId, days: 90 });
  expect(unwatched).toMatchObject({
    health: "not_measured",
    headline: "Recall is 0.69; no rule watches it, so nobody is told when it fails.",
  });

  const [recall, auc] = unwatched.measures.map(({ id }) => id);
  const rule = { direction: "low", warning: 0.82, critical: 0.78, breaches: 2, clears: 2, noDataAfter: 3 };
  await createRule(ctx, ruleCreate.parse({ seriesId: recall, ...rule }));
  await evaluateRules(ctx);
  const before = await mintInstant(ctx);
  await give(pullOf(measure("recall", "Recall", [0.86, 0.84, 0.7, 0.69])));

  const page = await getModel(ctx, { modelId, days: 90 });
  expect(page).toMatchObject({
    health: "critical",
    since: day(1),
    headline: "Version 7 finds 69 of 100 true cases; its critical limit is 78 of 100.",
    lead: "Of its two measures one is critical.",
    versions: [{ label: "7", alias: "champion", liveFrom: day(80), liveTo: null }],
    rules: [
      {
        measure: "Recall",
        text: { critical: "Recall 0.78 or less, two windows" },
        open: { level: "critical" },
        fired: [{ value: 0.69, limit: 0.78 }],
      },
    ],
  });
  expect(
    page.measures.map(({ label, points, corrected }) => [
      label,
      points.map(({ value }) => value),
      corrected.map((one) => one.before),
    ]),
  ).toEqual([
    ["Recall", [0.86, 0.84, 0.7, 0.69], [0.85]],
    ["AUC", [0.9, Number.NaN, 0.9, 0.91], []],
  ]);
  const past = await getModel({ ...ctx, asOf: before }, { modelId, days: 400 });
  expect(past.measures[0]?.points.map(({ value }) => value)).toEqual([0.86, 0.85, 0.7, 0.69]);
  expect(past.measures[0]?.corrected).toEqual([]);

  const edit = {
    modelId,
    version: page.version,
    name: "Sepsis, adults",
    purpose: "Warns.",
    tier: 1,
    status: "live" as const,
    initiativeId: null,
    builderId: null,
    operatorId: memberId,
  };
  await editModel(ctx, edit);
  await chooseMainMeasure(ctx, { seriesId: auc ?? "" });
  const edited = await getModel(ctx, { modelId, days: 90 });
  expect(edited).toMatchObject({ name: "Sepsis, adults", tier: 1, operator: { name: "Robin Vale" }, builder: null });
  expect(edited.measures[0]?.label).toBe("AUC");

  const other = await asMember(db, "mlops");
  await expect(getModel({ ...other.ctx, timeZone: "UTC" }, { modelId, days: 90 })).rejects.toMatchObject({
    code: "NOT_FOUND",
  });
  await expect(editModel(other.ctx, edit)).rejects.toMatchObject({ code: "NOT_FOUND" });
});
