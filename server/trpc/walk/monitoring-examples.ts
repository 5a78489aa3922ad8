import { randomUUID } from "node:crypto";
import { expect } from "vitest";
import { alert } from "@/db/schema/metric";
import { cancelBackfill } from "@/server/connection/backfill/commands";
import { runBackfill } from "@/server/connection/backfill/run";
import { pollConnection } from "@/server/connection/poll/commands";
import { read } from "@/server/record/read";
import { type Example, gives, nothing, queried, target } from "./example";
import { asJob, queriedConnection, runningBackfill } from "./state";
import { POINT_AT } from "./world";

export const monitoringExamples: Record<string, Example> = {
  "model.get": { as: "viewer", input: ({ ids }) => ({ modelId: ids.model }) },
  "model.edit": {
    as: "mlops",
    input: ({ ids }) => ({
      ...{ modelId: ids.model, version: 1, name: "Renamed", purpose: null, tier: 1, status: "live" },
      ...{ initiativeId: null, builderId: null, operatorId: null },
    }),
  },
  "model.chooseMainMeasure": { as: "mlops", input: ({ ids }) => ({ seriesId: ids.series }) },
  "metric.points": {
    as: "viewer",
    input: ({ ids }) => ({ seriesId: ids.series }),
    proof: gives([{ at: POINT_AT, value: 0.5 }]),
  },
  "metric.provenance": { as: "viewer", input: ({ ids }) => ({ seriesId: ids.series, pointAt: POINT_AT }) },
  "metric.previewRule": {
    as: "mlops",
    input: ({ ids }) => ({ seriesId: ids.series, direction: "low", critical: 0.7 }),
  },
  "metric.createRule": { as: "mlops", input: ({ ids }) => ({ seriesId: ids.series, direction: "low", warning: 0.9 }) },
  "metric.editRule": {
    as: "mlops",
    input: ({ ids }) => ({ ruleId: ids.rule, version: 1, direction: "low", critical: 0.7 }),
  },
  "metric.ruleChanges": { as: "viewer", input: ({ ids }) => ({ modelId: ids.model }) },
  "metric.clearRule": {
    as: "mlops",
    input: ({ ids }) => ({ ruleId: ids.rule, reason: "Looked at and mended." }),
    proof: async ({ world }) => {
      const open = await read(world.member("viewer").ctx, (tx) => tx.select({ closedAt: alert.closedAt }).from(alert));
      expect(open).toEqual([{ closedAt: expect.any(Date) }]);
    },
  },
  "connection.list": { as: "mlops", input: nothing },
  "connection.get": { as: "mlops", input: ({ ids }) => ({ connectionId: ids.connection }) },
  "connection.test": { as: "mlops", input: target, proof: gives({ ok: true, steps: { length: 4 } }) },
  "connection.browse": {
    as: "mlops",
    input: ({ prometheus }) => ({ platform: "prometheus", url: prometheus, auth: "none", search: "rec" }),
    proof: gives({ total: 1, metrics: [{ name: "recall", type: "gauge" }] }),
  },
  "connection.preview": {
    as: "mlops",
    input: queried,
    proof: gives({ total: 1, series: [{ model: "Polled model", metric: "recall", points: [{ value: 0.86 }] }] }),
  },
  "connection.backfill": {
    as: "mlops",
    input: async (world) => ({ connectionId: await queriedConnection(world), from: "2026-01-01", to: "2026-01-31" }),
  },
  "connection.cancelBackfill": {
    as: "mlops",
    input: async (world) => ({ backfillId: await runningBackfill(world) }),
    proof: async ({ world, answer }) => {
      const { id } = answer as { id: string };
      expect(await runBackfill(asJob(world), { backfillId: id })).toMatchObject({ outcome: "not due" });
    },
  },
  "connection.continueBackfill": {
    as: "mlops",
    input: async (world) => {
      const backfillId = await runningBackfill(world);
      await cancelBackfill(world.member("mlops").ctx, { backfillId });
      return { backfillId };
    },
    proof: async ({ world, answer }) => {
      const { id } = answer as { id: string };
      expect(await runBackfill(asJob(world), { backfillId: id })).toMatchObject({ outcome: "done" });
    },
  },
  "connection.create": { as: "mlops", input: (world) => ({ ...target(world), name: `Link ${randomUUID()}` }) },
  "connection.edit": {
    as: "mlops",
    input: (world) => ({
      ...{ ...target(world), url: `${world.metrics}?moved`, connectionId: world.ids.connection },
      ...{ version: 1, name: "Renamed" },
    }),
  },
  "connection.pause": {
    as: "mlops",
    input: ({ ids }) => ({ connectionId: ids.connection, version: 1, paused: true }),
  },
  "connection.poll": {
    as: "mlops",
    input: ({ ids }) => ({ connectionId: ids.connection }),
    proof: async ({ world }) =>
      expect(await pollConnection(asJob(world), { connectionId: world.ids.connection })).toMatchObject({
        outcome: "ok",
        added: 2,
      }),
  },
  "connection.delete": {
    as: "mlops",
    input: ({ ids }) => ({ connectionId: ids.connection, reason: "Moved elsewhere." }),
  },
};
