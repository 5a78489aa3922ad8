import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Pull, PullRequest } from "@/server/connector/contract";
import { connectorFor, contextFor } from "@/server/connector/registry";

const onPath = (name: string): string =>
  (process.env.PATH ?? "")
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find((file) => existsSync(file)) ?? "";
const bin = process.env.VICTORIAMETRICS_BIN || onPath("victoria-metrics");
const present = bin !== "" && existsSync(bin);
if (!present) console.info("No victoria-metrics on PATH or in VICTORIAMETRICS_BIN: no real VictoriaMetrics was tested");

const HOUR = 3_600_000;
const start = Math.floor(Date.now() / HOUR) * HOUR - 48 * HOUR;
const at = (hour: number): Date => new Date(start + hour * HOUR);
const HOURS = 46; // up to two hours ago

const freePort = (): Promise<number> =>
  new Promise((done) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => done(port));
    });
  });

describe.runIf(present)("a real VictoriaMetrics server", () => {
  let server: ChildProcess | undefined;
  let folder = "";
  let base = "";

  const give = async (lines: readonly string[]): Promise<void> => {
    const answer = await fetch(`${base}/api/v1/import/prometheus`, { method: "POST", body: lines.join("\n") });
    if (!answer.ok) throw new Error(`not taken: ${answer.status}`);
    await fetch(`${base}/internal/force_flush`);
  };
  const recall = (model: string, hour: number, value: number): string =>
    `recall{model="${model}",version="7",instance="a:1"} ${value} ${at(hour).getTime()}`;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "victoriametrics-"));
    const port = await freePort();
    base = `http://127.0.0.1:${port}`;
    const words = [`-storageDataPath=${folder}`, `-httpListenAddr=127.0.0.1:${port}`, "-retentionPeriod=1y"];
    server = spawn(bin, words, { stdio: "ignore" });
    const up = () =>
      fetch(`${base}/health`).then(
        ({ ok }) => ok,
        () => false,
      );
    for (const end = Date.now() + 60_000; !(await up()); await new Promise((done) => setTimeout(done, 200)))
      if (Date.now() > end) throw new Error("Not up within a minute");
    const hours = Array.from({ length: HOURS }, (_, hour) => hour);
    await give(
      hours.filter((hour) => hour !== 20).map((hour) => recall("Sepsis early warning", hour, 0.5 + hour / 100)),
    );
    await give(hours.map((hour) => recall("Readmission", hour, 0.7)));
    await give(
      [...hours, HOURS].map((hour) => `scored_total{model="Readmission"} ${hour * 360} ${at(hour).getTime()}`),
    );
  }, 90_000);

  afterAll(async () => {
    if (server) {
      const ended = new Promise((done) => server?.once("exit", done));
      server.kill("SIGTERM");
      await ended;
    }
    if (folder) rmSync(folder, { recursive: true, force: true });
  });

  const asking = (measure: string, query: string) => ({
    ...{ product: "victoriametrics", queries: [{ measure, query }], stepSeconds: 3600, historyDays: 3 },
  });
  const context = (config: object) => contextFor({ url: base, secret: null, config }, "127.0.0.1/32");
  const pull = (config: object, over: Partial<PullRequest> = {}): Promise<Pull> =>
    connectorFor("prometheus").pull(context(config), {
      ...{ since: () => null, newest: () => null, now: new Date() },
      ...over,
    });
  const of = (found: Pull, model: string) => found.series.find(({ ref }) => ref.modelRef === model)?.points ?? [];

  test("two models with their past; a stretch of it; the overlap of a later poll", async () => {
    const found = await pull(asking("recall", "recall"));
    expect(found.series.map(({ ref }) => ref.dims)).toEqual([{}, {}]);
    expect(
      of(found, "Readmission")
        .slice(0, HOURS)
        .map((point) => point.at),
    ).toEqual(Array.from({ length: HOURS }, (_, hour) => at(hour)));
    const part = await pull(asking("recall", "recall"), { range: { from: at(3), to: at(5) } });
    expect(of(part, "Sepsis early warning")).toEqual([
      { at: at(3), value: 0.53 },
      { at: at(4), value: 0.54 },
    ]);
    const later = await pull(asking("recall", "recall"), { newest: () => at(40) });
    expect(of(later, "Readmission")[0]?.at).toEqual(at(37));
  });

  test("a value written late, and one corrected, are found by the next poll, since its cache is not asked", async () => {
    const mark = { newest: () => at(22) };
    await pull(asking("recall", "recall"), mark); // what a cache would keep
    await give([recall("Sepsis early warning", 20, 0.99)]);
    expect(of(await pull(asking("recall", "recall"), mark), "Sepsis early warning")[1]).toEqual({
      at: at(20),
      value: 0.99,
    });
  });

  test("the rate of a counter, looking for metrics, and what tells their series apart", async () => {
    const rate = await pull(asking("scored_rate", "sum by (model) (rate(scored_total[2h]))"), {
      range: { from: at(10), to: at(11) },
    });
    expect(rate.series[0]?.points[0]?.value).toBeCloseTo(0.1, 3);
    const browse = connectorFor("prometheus").browse;
    const look = (search: string, metric: string | null = null) =>
      browse?.(context(asking("a", "a")), { search, metric, now: new Date() });
    expect(await look("SCORED")).toMatchObject({ total: 1, metrics: [{ name: "scored_total", type: "counter" }] });
    expect((await look("", "recall"))?.chosen).toMatchObject({
      series: 2,
      labels: [
        { name: "instance" },
        { name: "model", values: ["Readmission", "Sepsis early warning"] },
        { name: "version" },
      ],
    });
  });

  test("the test of a connection, and a query that cannot work in the server's words", async () => {
    const steps = [];
    for await (const step of connectorFor("prometheus").check(context(asking("recall", "recall")))) steps.push(step);
    expect(steps.map(({ ok }) => ok)).toEqual([true, true, true]);
    expect(steps[0]?.detail).toContain("VictoriaMetrics");
    await expect(pull(asking("recall", "recall{"))).rejects.toMatchObject({
      kind: "config",
      message: expect.stringMatching(/^recall: The server refuses the query: .*recall\{/),
    });
  });
});
