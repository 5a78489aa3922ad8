import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { eq } from "drizzle-orm";
import { beforeAll, describe, expect } from "vitest";
import { connection } from "@/db/schema/connection";
import { alert, point, series } from "@/db/schema/metric";
import { openmetricsConfig } from "@/domain/connection/input";
import { countByEdges, quantileEdges } from "@/domain/metric/bins";
import { ks, psi } from "@/domain/metric/drift";
import { type Evaluation, evaluate } from "@/domain/metric/evaluation";
import { type Figure, isDefined } from "@/domain/metric/figure";
import { ruleCreate } from "@/domain/metric/input";
import { parseExposition } from "@/server/connector/openmetrics/exposition";
import { toPull } from "@/server/connector/openmetrics/mapper";
import { storePull } from "../../connection/poll/commands";
import type { OrgContext } from "../../context";
import { change } from "../../record/change";
import { read } from "../../record/read";
import { asMember, test } from "../../testing";
import { evaluateRules } from "../alert/commands";
import { createRule } from "../rule/commands";

const real = process.env.PORTOLAN_REAL_DATA ?? "";
const folder = join(real, "model-monitoring-california");
const present = real !== "" && existsSync(folder);
if (!present) console.info("PORTOLAN_REAL_DATA not set: the monitoring figures of a real model were not compared");

const FEATURES = [
  "MedInc",
  "HouseAge",
  "AveRooms",
  "AveBedrms",
  "Population",
  "AveOccup",
  "Latitude",
  "Longitude",
  "y_pred_proba",
];

type Row = { month: string; actual: boolean; predicted: boolean; score: number; values: Record<string, number> };
type Month = {
  month: string;
  period: string;
  evaluation: Evaluation;
  drift: Record<string, { ks: Figure; psi: Figure }>;
};

const table = (name: string): Record<string, string>[] => parse(readFileSync(join(folder, name)), { columns: true });

function rowOf(row: Record<string, string>, target: string | undefined): Row {
  return {
    month: row.timestamp?.slice(0, 7) ?? "",
    actual: target === "1" || Number(target) === 1,
    predicted: Number(row.y_pred) === 1,
    score: Number(row.y_pred_proba),
    values: Object.fromEntries(FEATURES.map((name) => [name, Number(row[name])])),
  };
}

function monthsOf(reference: Row[], analysis: Row[]): Month[] {
  const bins = FEATURES.map((name) => {
    const values = reference.map((row) => row.values[name] ?? Number.NaN);
    const edges = quantileEdges(values);
    return { name, values, edges, counts: countByEdges(values, edges) };
  });
  const all = [
    ...reference.map((row) => ({ ...row, period: "reference" })),
    ...analysis.map((row) => ({ ...row, period: "analysis" })),
  ];
  const byMonth = new Map<string, typeof all>();
  for (const row of all) byMonth.set(row.month, [...(byMonth.get(row.month) ?? []), row]);
  return [...byMonth].map(([month, rows]) => ({
    month,
    period: rows[0]?.period ?? "",
    evaluation: evaluate(rows),
    drift: Object.fromEntries(
      bins.map(({ name, values, edges, counts }) => {
        const sample = rows.map((row) => row.values[name] ?? Number.NaN);
        return [name, { ks: ks(values, sample), psi: psi(counts, countByEdges(sample, edges), "floor") }];
      }),
    ),
  }));
}

/** The metrics page of a model server that measures each month when it ends. */
function pageOf(months: readonly Month[]): string {
  const at = (month: string) => Date.parse(`${month}-01T00:00:00Z`) / 1000;
  const lines = (name: string, of: (month: Month) => Figure | undefined, labels = "") =>
    months.flatMap((month) => {
      const figure = of(month);
      if (figure === undefined || !isDefined(figure)) return []; // an undefined figure is no point, never 0
      return [`${name}{model="Housing"${labels}} ${figure} ${at(month.month)}`];
    });
  const measures = (["recall", "precision", "accuracy", "f1", "auc", "brier", "meanScore"] as const).flatMap((name) =>
    lines(name, ({ evaluation }) => evaluation[name]),
  );
  const drift = FEATURES.flatMap((feature) =>
    (["ks", "psi"] as const).flatMap((kind) =>
      lines(`input_${kind}`, (month) => month.drift[feature]?.[kind], `,input="${feature}"`),
    ),
  );
  return `${[...measures, ...drift].join("\n")}\n# EOF\n`;
}

describe.runIf(present)("a real classifier over fourteen months", () => {
  let months: Month[] = [];
  let expected: Record<string, string>[] = [];

  beforeAll(() => {
    const targets = new Map(table("analysis_targets_2021-06_to_2021-11.csv").map((row) => [row.id, row.clf_target]));
    const reference = table("california_housing_reference.csv").map((row) => rowOf(row, row.clf_target));
    const analysis = table("analysis_2021-06_to_2021-11.csv").map((row) => rowOf(row, targets.get(row.id)));
    months = monthsOf(reference, analysis);
    expected = table("expected_monthly.csv");
  });

  test("monthly figures equal the published ones to 1e-9; undefined ones are said, not 0", () => {
    expect(months).toHaveLength(14);
    let compared = 0;
    let widest = 0;
    const same = (found: Figure | number | undefined, text: string | undefined, name: string) => {
      if (text === "") return expect(isDefined(found ?? 0), name).toBe(false);
      const gap = Math.abs(Number(found) - Number(text));
      expect(gap, name).toBeLessThan(1e-9);
      [compared, widest] = [compared + 1, Math.max(widest, gap)];
    };
    for (const row of expected) {
      const month = months.find(({ month: name }) => name === row.month);
      if (!month) throw new Error(`no month ${row.month}`);
      const { evaluation, drift } = month;
      expect(month.period).toBe(row.period);
      expect([evaluation.cases, evaluation.positives].map(String)).toEqual([row.n, row.positives]);
      expect(Object.entries(evaluation.confusion).map(([name, n]) => [name, String(n)])).toEqual(
        ["tp", "fp", "fn", "tn"].map((name) => [name, row[name]]),
      );
      for (const name of ["accuracy", "precision", "recall", "f1", "brier"] as const)
        same(evaluation[name], row[name], `${row.month} ${name}`);
      same(evaluation.auc, row.roc_auc, `${row.month} AUC`);
      same(evaluation.meanScore, row.mean_score, `${row.month} mean score`);
      for (const name of FEATURES) {
        same(drift[name]?.ks, row[`ks_${name}`], `${row.month} KS ${name}`);
        same(drift[name]?.psi, row[`psi_${name}`], `${row.month} PSI ${name}`);
      }
    }
    console.info(`${compared} published figures compared, widest difference ${widest.toExponential(1)}`);
    expect(months.filter(({ evaluation }) => !isDefined(evaluation.precision)).map(({ month }) => month)).toEqual([
      "2021-08",
      "2021-09",
    ]);
  });

  test("stored month by month as a poll does, the rules fire in the months the source names", async ({ db }) => {
    const { ctx: base } = await asMember(db, "mlops");
    const connectionId = crypto.randomUUID();
    await change(base, { name: "test" }, (tx) =>
      tx.insert(connection).values({
        orgId: base.orgId,
        id: connectionId,
        name: "Housing",
        platform: "openmetrics",
        url: "https://models.example.org/metrics",
      }),
    );
    const fired = new Map<string, string[]>();
    const ruleIds = new Map<string, string>();
    for (const [place, { month }] of months.entries()) {
      const now = new Date(`${months[place + 1]?.month ?? "2021-12"}-01T06:00:00Z`); // measured when the month has ended
      const ctx: OrgContext = { ...base, now };
      const found = toPull(
        parseExposition(pageOf(months.slice(0, place + 1)), "openmetrics"),
        openmetricsConfig.parse({}),
        now,
      );
      const provenance = { requestUrl: "https://models.example.org/metrics", responseSha256: "0".repeat(64) };
      const stored = await storePull(
        ctx,
        connectionId,
        { ...found, provenance, truncated: false },
        { startedAt: now, durationMs: 1 },
      );
      expect(stored.restated).toBe(0);
      if (place === 0) {
        const known = await read(ctx, (tx) =>
          tx.select({ id: series.id, metric: series.metric, dims: series.dims }).from(series),
        );
        const watch = async (name: string, metric: string, input: string | undefined, limits: object) => {
          const one = known.find((row) => row.metric === metric && row.dims.input === input);
          const rule = ruleCreate.parse({ seriesId: one?.id, windowSeconds: 31 * 86_400, noDataAfter: 3, ...limits });
          ruleIds.set((await createRule(base, rule)).id, name);
        };
        await watch("recall", "recall", undefined, { direction: "low", critical: 0.3 });
        await watch("AUC", "auc", undefined, { direction: "low", critical: 0.75 });
        await watch("Longitude KS", "input_ks", "Longitude", { direction: "high", critical: 0.5 });
      }
      await evaluateRules(ctx);
      const open = await read(ctx, (tx) =>
        tx.select({ ruleId: alert.ruleId, level: alert.level, closedAt: alert.closedAt }).from(alert),
      );
      for (const one of open.filter(({ closedAt, level }) => closedAt === null && level === "critical")) {
        const name = ruleIds.get(one.ruleId) ?? "";
        fired.set(name, [...(fired.get(name) ?? []), month]);
      }
    }
    expect(fired.get("recall")).toEqual([
      "2021-02",
      "2021-05",
      "2021-06",
      "2021-07",
      "2021-08",
      "2021-09",
      "2021-10",
      "2021-11",
    ]);
    expect(fired.get("AUC")).toEqual(["2021-08", "2021-09", "2021-11"]);
    expect(fired.get("Longitude KS")).toEqual(
      expect.arrayContaining(["2021-06", "2021-07", "2021-08", "2021-09", "2021-10", "2021-11"]),
    );
    const kept = await read(base, async (tx) => {
      const [recall] = await tx.select({ id: series.id }).from(series).where(eq(series.metric, "recall"));
      return tx
        .select({ at: point.at, value: point.value })
        .from(point)
        .where(eq(point.seriesId, recall?.id ?? ""))
        .orderBy(point.at);
    });
    for (const [at, row] of expected.entries())
      expect(Math.abs((kept[at]?.value ?? Number.NaN) - Number(row.recall))).toBeLessThan(1e-9);
  });
});
