import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createServer as createNetServer } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Pull, PullRequest } from "@/server/connector/contract";
import { connectorFor, contextFor } from "@/server/connector/registry";

const onPath = (name: string): string =>
  (process.env.PATH ?? "")
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find((file) => existsSync(file)) ?? "";
const bin = process.env.PROMETHEUS_BIN || onPath("prometheus");
const promtool = bin === "" ? "" : join(dirname(bin), "promtool");
const present = bin !== "" && existsSync(bin) && existsSync(promtool);
if (!present) console.info("No prometheus on PATH or in PROMETHEUS_BIN: no real Prometheus server was tested");

const STEP = 3600;
const HOUR = 3_600_000;
/** Whole hours, so that instants of the history are multiples of the step. */
const start = Math.floor(Date.now() / HOUR) * HOUR - 10 * 24 * HOUR;
const at = (hour: number): Date => new Date(start + hour * HOUR);
const HOURS = 236; // up to four hours ago

const freePort = (): Promise<number> =>
  new Promise((done) => {
    const probe = createNetServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => done(port));
    });
  });

/** Values every 30 minutes of ten days: two models, a version that follows another, odd numbers, a gap, a counter. */
function history(): string {
  const lines = ["# TYPE recall gauge", "# HELP recall Recall of the last day."];
  const times = Array.from({ length: HOURS * 2 }, (_, half) => start / 1000 + half * 1800);
  const each = (labels: string, value: (hour: number) => string | null) => {
    for (const time of times) {
      const text = value((time - start / 1000) / 3600);
      if (text !== null) lines.push(`recall{${labels}} ${text} ${time}`);
    }
  };
  each('model="Sepsis early warning",version="7"', (hour) => (hour < 100 ? (0.9 - hour / 1000).toFixed(4) : null));
  each('model="Sepsis early warning",version="8"', (hour) => (hour >= 98 ? (0.95 - hour / 1000).toFixed(4) : null));
  each('model="Readmission",version="3"', (hour) => (hour >= 20 && hour < 30 ? null : "0.7"));
  lines.push("# TYPE odd gauge");
  for (const [place, value] of ["NaN", "+Inf", "-Inf", "1e-3"].entries())
    lines.push(`odd{model="Readmission"} ${value} ${at(place).getTime() / 1000}`);
  lines.push("# TYPE scored counter");
  for (const time of times)
    lines.push(`scored_total{model="Readmission",instance="a:1"} ${Math.round((time - start / 1000) / 10)} ${time}`);
  return [...lines, "# EOF", ""].join("\n");
}

describe.runIf(present)("a real Prometheus server", () => {
  let server: ChildProcess | undefined;
  let exporter: Server | undefined;
  let folder = "";
  let base = "";
  let live = 0.5;

  const ask = (path: string) => fetch(`${base}${path}`);
  const until = async (look: () => Promise<boolean>) => {
    for (const end = Date.now() + 60_000; ; await new Promise((done) => setTimeout(done, 200))) {
      if (await look().catch(() => false)) return;
      if (Date.now() > end) throw new Error("Not within a minute");
    }
  };

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "prometheus-"));
    exporter = createServer((_request, response) => {
      response.writeHead(200, { "content-type": "text/plain; version=0.0.4" });
      response.end(`# TYPE live_auc gauge\nlive_auc{model="Live",version="1"} ${live}\n`);
    });
    await new Promise<void>((done) => exporter?.listen(0, "127.0.0.1", done));
    const scraped = `127.0.0.1:${(exporter.address() as AddressInfo).port}`;
    writeFileSync(
      join(folder, "prometheus.yml"),
      `global: { scrape_interval: 1s }\nscrape_configs: [{ job_name: models, static_configs: [{ targets: ["${scraped}"] }] }]\n`,
    );
    writeFileSync(join(folder, "history.om"), history());
    const data = join(folder, "data");
    const made = spawnSync(promtool, ["tsdb", "create-blocks-from", "openmetrics", join(folder, "history.om"), data]);
    if (made.status !== 0) throw new Error(String(made.stderr));
    const port = await freePort();
    base = `http://127.0.0.1:${port}`;
    const words = [`--config.file=${join(folder, "prometheus.yml")}`, `--storage.tsdb.path=${data}`];
    server = spawn(bin, [...words, `--web.listen-address=127.0.0.1:${port}`, "--storage.tsdb.retention.time=60d"], {
      stdio: "ignore",
    });
    await until(async () => (await ask("/-/ready")).ok);
  }, 120_000);

  afterAll(async () => {
    if (server) {
      const ended = new Promise((done) => server?.once("exit", done));
      server.kill("SIGTERM");
      await ended;
    }
    exporter?.closeAllConnections();
    exporter?.close();
    if (folder) rmSync(folder, { recursive: true, force: true });
  });

  const hourly = (...queries: [measure: string, query: string][]) => ({
    queries: queries.map(([measure, query]) => ({ measure, query })),
    stepSeconds: STEP,
    historyDays: 11,
  });
  const context = (config: object) => contextFor({ url: base, secret: null, config }, "127.0.0.1/32");
  const pull = (config: object, over: Partial<PullRequest> = {}): Promise<Pull> =>
    connectorFor("prometheus").pull(context(config), {
      ...{ since: () => null, newest: () => null, now: new Date() },
      ...over,
    });
  const of = (found: Pull, modelRef: string) => found.series.find(({ ref }) => ref.modelRef === modelRef);
  const steps = async (config: object) => {
    const found = [];
    for await (const step of connectorFor("prometheus").check(context(config))) found.push(step);
    return found;
  };

  test("ten days of two models, where one version follows another and one model is silent for a while", async () => {
    const found = await pull(hourly(["recall", "recall"]));
    const sepsis = of(found, "Sepsis early warning");
    expect(sepsis?.ref).toMatchObject({ metric: "recall", kind: "performance", dims: {}, intervalSeconds: STEP });
    expect(sepsis?.points).toHaveLength(HOURS);
    expect(sepsis?.points[0]).toEqual({ at: at(0), value: 0.9 });
    expect(sepsis?.points[98]).toEqual({ at: at(98), value: 0.852 }); // version 8, though version 7 still answers
    const versions = found.models.find(({ ref }) => ref === "Sepsis early warning")?.versions;
    expect(versions).toEqual([
      { ref: "7", label: "7", aliases: [], liveFrom: at(0) },
      { ref: "8", label: "8", aliases: [], liveFrom: at(98) },
    ]);
    const readmission = of(found, "Readmission")?.points ?? [];
    expect(readmission).toHaveLength(HOURS - 10);
    expect(readmission.some((point) => point.at >= at(20) && point.at < at(30))).toBe(false);
    expect(found.truncated).toBe(false);
  });

  test("only what is newer than the watermark, less the overlap; asking again gives the same instants", async () => {
    const mark = { newest: () => at(150) };
    const [first, second] = [
      await pull(hourly(["recall", "recall"]), mark),
      await pull(hourly(["recall", "recall"]), mark),
    ];
    expect(of(first, "Readmission")?.points[0]?.at).toEqual(at(147));
    expect(second.series).toEqual(first.series);
  });

  test("a stretch of the past, half-open", async () => {
    const found = await pull(hourly(["recall", "recall"]), { range: { from: at(10), to: at(13) } });
    expect(of(found, "Readmission")?.points.map((point) => point.at)).toEqual([at(10), at(11), at(12)]);
  });

  test("more than 11,000 steps come in several answers", async () => {
    const config = { ...hourly(["recall", 'recall{model="Readmission"}']), stepSeconds: 30 };
    const found = await pull(config, { range: { from: at(40), to: at(140) } });
    const points = of(found, "Readmission")?.points ?? [];
    expect(points.length).toBeGreaterThan(1900); // the 5 minutes after each of 200 samples
    expect(new Set(points.map((point) => point.at.getTime())).size).toBe(points.length);
    const bare = await ask(
      `/api/v1/query_range?query=recall&start=${start / 1000}&end=${start / 1000 + 12_000}&step=1`,
    );
    expect(bare.status).toBe(400); // what would have come of one question
  });

  test("NaN and infinities arrive as themselves", async () => {
    const found = await pull(hourly(["odd", "odd"]));
    expect(found.series[0]?.points.map(({ value }) => value)).toEqual([
      Number.NaN,
      Number.POSITIVE_INFINITY,
      Number.NEGATIVE_INFINITY,
      0.001,
    ]);
  });

  test("the rate of a counter, and a hint where it is read as it is", async () => {
    const rate = "sum by (model) (rate(scored_total[2h]))";
    const found = await pull(hourly(["scored_rate", rate]), { range: { from: at(10), to: at(12) } });
    expect(found.series[0]?.points[0]?.value).toBeCloseTo(0.1, 3);
    expect((await steps(hourly(["scored", "scored_total"])))[1]).toMatchObject({
      ok: true,
      detail: expect.stringContaining("scored_total is a counter"),
    });
  });

  test.each([
    ["recall{", /recall: The server does not understand the query: .*parse error/],
    ["recall * on (model) recall", /recall: The server cannot evaluate the query: .*many-to-many|duplicate series/],
  ])("a query that cannot work is said in the server's words: %s", async (query, words) => {
    await expect(pull(hourly(["recall", query]))).rejects.toMatchObject({
      kind: "config",
      message: expect.stringMatching(words),
    });
  });

  test("what is scraped now is found, its labels of the place left out", async () => {
    const config = { ...hourly(["live_auc", "live_auc"]), stepSeconds: 10, historyDays: 1 };
    const soon = () => pull(config, { now: new Date(Date.now() + 60_000) }); // as if the settling were over
    await until(async () => (await soon()).series.length > 0);
    expect((await soon()).series[0]).toMatchObject({
      ref: { modelRef: "Live", metric: "live_auc", dims: {} },
      points: expect.arrayContaining([expect.objectContaining({ value: 0.5 })]),
    });
    live = 0.25;
    await until(async () => (await soon()).series[0]?.points.at(-1)?.value === 0.25);
  }, 90_000);

  test("two results that only differ in what is left out are refused, with the cure", async () => {
    const query = 'label_replace(recall{model="Readmission"}, "instance", "b", "", "") or recall{model="Readmission"}';
    await expect(pull(hourly(["recall", query]))).rejects.toMatchObject({
      kind: "config",
      message: expect.stringContaining("avg without (instance)"),
    });
  });

  test("looking for metrics and what tells their series apart", async () => {
    const browse = connectorFor("prometheus").browse;
    const look = (search: string, metric: string | null = null, now = at(150)) =>
      browse?.(context({}), { search, metric, now });
    const found = await look("RECALL");
    expect(found).toMatchObject({ total: 1, metrics: [{ name: "recall" }] });
    expect((await look("live"))?.metrics).toEqual([]); // later than that day
    expect((await look("recall", null, at(HOURS + 31 * 24)))?.metrics).toEqual([]); // a month before
    expect((await look("", "recall"))?.chosen).toMatchObject({
      series: 3,
      labels: [
        { name: "model", values: ["Readmission", "Sepsis early warning"] },
        { name: "version", values: ["3", "7", "8"] },
      ],
    });
  });

  test("the test of a connection says what it found, or which query is silent", async () => {
    expect(await steps(hourly(["recall", "recall"]))).toMatchObject([
      { step: "Reach the address and sign in", ok: true, detail: expect.stringMatching(/, Prometheus \d/) },
      { step: "Run the queries", ok: true, detail: "2 measures by 1 query" },
      { step: "Find models", ok: true, detail: "Readmission and Sepsis early warning" },
    ]);
    expect((await steps(hourly(["gone", "no_such_metric"]))).at(-1)).toMatchObject({ ok: false });
    expect((await steps(hourly(["broken", "sum("]))).at(-1)).toMatchObject({
      step: "Run the queries",
      ok: false,
      detail: expect.stringContaining("broken: The server does not understand the query"),
    });
    expect((await steps({})).at(-1)).toMatchObject({ ok: false, detail: expect.stringContaining("No query") });
  }, 180_000);
});
