import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { asc, eq, isNull } from "drizzle-orm";
import { expect } from "vitest";
import { connect } from "@/db/client";
import { alert, point, pointReplaced, series } from "@/db/schema/metric";
import { model, modelVersion } from "@/db/schema/model";
import { mintOrgId } from "@/domain/shared/id";
import type { OrgContext } from "@/server/context";
import { diskStorage } from "@/server/document/storage/disk";
import { read } from "@/server/record/read";
import { test } from "@/server/testing";
import { seedSample } from "../sample";

test("the sample's models: a year of figures, one in warning, one silent, one inside", async ({ db }) => {
  const owner = connect(db.ownerUrl);
  const now = new Date();
  const started = performance.now();
  const folder = await mkdtemp(path.join(tmpdir(), "portolan-sample-"));
  const { slug } = await seedSample(owner, now, diskStorage(folder)).finally(() => owner.end());
  await rm(folder, { recursive: true });
  console.info(`The sample was made in ${Math.round(performance.now() - started)} ms`);
  const superuser = connect(db.superUrl);
  const [found] = await superuser.sql<{ org_id: string }[]>`select org_id from private.org_slug where slug = ${slug}`;
  await superuser.end();
  const ctx: OrgContext = {
    orgId: mintOrgId(found?.org_id ?? ""),
    actor: { kind: "job", name: "test" },
    db,
    now,
    asOf: null,
    requestId: "t",
    emit: async () => undefined,
  };
  const open = await read(ctx, (tx) =>
    tx
      .select({ name: model.name, metric: series.metric, level: alert.level })
      .from(alert)
      .innerJoin(model, eq(model.id, alert.modelId))
      .innerJoin(series, eq(series.id, alert.seriesId))
      .where(isNull(alert.closedAt))
      .orderBy(asc(model.name), asc(series.metric)),
  );
  expect(open).toEqual([
    { name: "Denial prediction", metric: "input_psi", level: "no_data" },
    { name: "Denial prediction", metric: "latency", level: "no_data" },
    { name: "Denial prediction", metric: "predictions", level: "no_data" },
    { name: "Sepsis early warning", metric: "input_psi", level: "warning" },
  ]);
  const rest = await read(ctx, async (tx) => ({
    all: await tx
      .select({ level: alert.level, opened: alert.openedAt, closed: alert.closedAt, name: model.name })
      .from(alert)
      .innerJoin(model, eq(model.id, alert.modelId))
      .orderBy(alert.openedAt),
    models: await tx.select({ tier: model.tier, initiative: model.initiativeId }).from(model),
    versions: await tx
      .select({ label: modelVersion.label, to: modelVersion.liveTo })
      .from(modelVersion)
      .orderBy(modelVersion.label),
    points: await tx.select({ at: point.at }).from(point),
    replaced: await tx.select({ value: pointReplaced.value }).from(pointReplaced),
  }));
  expect(rest.models.every(({ tier, initiative }) => tier !== null && initiative !== null)).toBe(true);
  expect(rest.versions.map(({ label }) => label)).toEqual(["11", "12", "3", "6", "7"]);
  expect(rest.versions.filter(({ to }) => to !== null)).toHaveLength(2);
  expect(rest.points.length).toBeGreaterThan(7000);
  expect(
    rest.all.filter(({ name, closed }) => name === "Denial prediction" && closed !== null).length,
  ).toBeGreaterThanOrEqual(3);
  expect(rest.all.filter(({ name }) => name === "No-show forecast")).toEqual([]);
  const longAgo = await read({ ...ctx, asOf: new Date(now.getTime() - 200 * 86_400_000) }, (tx) =>
    tx.select({ at: point.at }).from(point),
  );
  expect(longAgo.length).toBeGreaterThan(1500);
  expect(longAgo.length).toBeLessThan(4500);
}, 120_000);
