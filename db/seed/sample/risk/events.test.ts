import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { and, asc, eq, isNotNull } from "drizzle-orm";
import { expect, test as plain } from "vitest";
import { connect } from "@/db/client";
import { alert, series } from "@/db/schema/metric";
import { issue } from "@/db/schema/raid";
import { risk, riskAssessment } from "@/db/schema/risk";
import { escalation, riskAcceptance, riskIndicator } from "@/db/schema/risk-part";
import { exposureOf } from "@/domain/risk/exposure-figures";
import { exposureInput } from "@/domain/risk/exposure-input";
import { bandOf } from "@/domain/risk/matrix";
import { STARTING_MATRIX } from "@/domain/risk/starting-matrix";
import { findEntry } from "@/domain/risk/taxonomy/catalogue";
import { mintOrgId } from "@/domain/shared/id";
import type { OrgContext } from "@/server/context";
import { diskStorage } from "@/server/document/storage/disk";
import { read } from "@/server/record/read";
import { getExposure } from "@/server/risk/exposure/queries";
import { test } from "@/server/testing";
import { seedSample } from "../../sample";
import { dayFrom } from "../timeline";
import { SAMPLE_RISKS } from "./events";
import { rowOf, tagRefs } from "./rows";

const LIKELIHOODS = STARTING_MATRIX.likelihoods;

plain("every risk of the story has words, a category, tags that resolve, and odds of its cell's band", () => {
  const now = new Date();
  expect(new Set(SAMPLE_RISKS.map(({ n }) => n)).size).toBe(SAMPLE_RISKS.length);
  const faults = SAMPLE_RISKS.flatMap((one) => {
    const { code, title, cause, event, consequence, strategy } = rowOf(one, now);
    const rated = [{ cell: one.residual, p: one.p }, ...(one.moves ?? [])];
    return [
      ...Object.entries({ title, cause, event, consequence, strategy }).flatMap(([field, text]) =>
        text ? [] : [field],
      ),
      ...tagRefs(one).flatMap((ref) => (findEntry(ref) ? [] : [`${ref.framework} ${ref.ref}`])),
      ...rated.flatMap(({ cell, p }) => (bandOf(LIKELIHOODS, p) === cell[0] - 1 ? [] : [`${p} in band ${cell[0]}`])),
    ].map((fault) => `${code}: ${fault}`);
  });
  expect(faults).toEqual([]);
});

const count = <T>(rows: readonly T[], is: (row: T) => boolean) => rows.filter(is).length;

test("the sample's register tells a year: two accepted, one came true, one raised by a live measure", async ({
  db,
}) => {
  const owner = connect(db.ownerUrl);
  const now = new Date();
  const folder = await mkdtemp(path.join(tmpdir(), "portolan-sample-"));
  const { slug } = await seedSample(owner, now, diskStorage(folder)).finally(() => owner.end());
  await rm(folder, { recursive: true });
  const superuser = connect(db.superUrl);
  const [found] = await superuser.sql<{ org_id: string }[]>`select org_id from private.org_slug where slug = ${slug}`;
  await superuser.end();
  const ctx: OrgContext = {
    ...{ orgId: mintOrgId(found?.org_id ?? ""), actor: { kind: "job", name: "test" }, db, now, asOf: null },
    ...{ requestId: "t", emit: async () => undefined },
  };
  const { rows, acceptances, raised, issues, escalations } = await read(ctx, async (tx) => ({
    rows: await tx.select().from(risk),
    acceptances: await tx
      .select({ code: risk.code, acceptance: riskAcceptance })
      .from(riskAcceptance)
      .innerJoin(risk, eq(risk.id, riskAcceptance.riskId))
      .orderBy(asc(riskAcceptance.expiresOn)),
    raised: await tx
      .select({ code: risk.code, score: riskAssessment.score, why: riskAssessment.rationale, metric: series.metric })
      .from(riskAssessment)
      .innerJoin(risk, eq(risk.id, riskAssessment.riskId))
      .innerJoin(alert, eq(alert.id, riskAssessment.alertId))
      .innerJoin(series, eq(series.id, alert.seriesId))
      .innerJoin(riskIndicator, eq(riskIndicator.id, riskAssessment.indicatorId))
      .where(and(eq(riskAssessment.automatic, true), isNotNull(riskAssessment.alertId)))
      .orderBy(asc(risk.code), asc(riskAssessment.number)),
    issues: await tx
      .select({ code: risk.code, status: risk.status })
      .from(issue)
      .innerJoin(risk, eq(risk.id, issue.riskId)),
    escalations: await tx
      .select({ code: risk.code, rule: escalation.rule, clearedAt: escalation.clearedAt })
      .from(escalation)
      .innerJoin(risk, eq(risk.id, escalation.riskId)),
  }));
  const open = rows.filter(({ status }) => status === "open");
  expect(rows).toHaveLength(SAMPLE_RISKS.length);
  expect([open.length, count(rows, ({ status }) => status === "closed")]).toEqual([55, 5]);
  const threats = open.filter(({ kind }) => kind === "threat");
  expect(count(threats, ({ residualScore }) => (residualScore ?? 0) >= 8)).toBe(18);
  expect(count(open, ({ residualSeverity }) => residualSeverity === "red")).toBe(3);
  expect(count(rows, ({ starterRef }) => starterRef !== null)).toBeGreaterThan(20);
  expect(issues).toEqual([{ code: "R-55", status: "materialised" }]);

  expect(acceptances.map(({ code, acceptance }) => [code, acceptance.decision])).toEqual([
    ["R-16", "accepted"],
    ["R-27", "accepted"],
  ]);
  expect(acceptances[0]?.acceptance.expiresOn).toBe(dayFrom(now, 6));
  expect(acceptances.every(({ acceptance }) => acceptance.proposedBy !== acceptance.decidedBy)).toBe(true);

  expect(raised.map(({ code, score, metric }) => [code, score, metric])).toEqual([
    ["R-11", 12, "recall"], // raised in August's figures,
    ["R-11", 9, "recall"], // and given back once they were inside again
    ["R-31", 20, "input_psi"],
  ]);
  expect(raised.at(-1)?.why).toMatch(/likelihood raised one step from possible to likely/);
  expect(escalations.filter(({ code, clearedAt }) => code === "R-12" && clearedAt === null)).toEqual([]);
  expect(escalations.filter(({ code }) => code === "R-31").map(({ rule }) => rule)).toContain("red_imminent");

  const since = dayFrom(now, -30);
  const exposure = await getExposure({ ...ctx, timeZone: "America/Chicago" }, exposureInput.parse({ since }));
  const { seed, limit } = exposure;
  const figures = exposureOf(exposure.now.risks, { seed, limit });
  const before = exposureOf(exposure.before?.risks ?? [], { seed, limit });
  expect(exposure.now.figures.unstated).toBe(0);
  expect(figures.expected / 1e8).toBeCloseTo(3.8, 1); // millions
  expect(figures.p90 / 1e8).toBeGreaterThan(6);
  expect(figures.limit?.found).toBeGreaterThan(0.2);
  expect(before.limit?.found).toBeLessThan(0.1);
  const half = await read({ ...ctx, asOf: new Date(now.getTime() - 180 * 86_400_000) }, (tx) => tx.select().from(risk));
  expect(half.length).toBeGreaterThan(20);
  expect(half.length).toBeLessThan(40);
}, 120_000);
