import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { connectorFor, contextFor } from "@/server/connector/registry";

const bin = process.env.MLFLOW_BIN ?? "";
const present = bin !== "" && existsSync(bin);
if (!present) console.info("MLFLOW_BIN not set: no real MLflow server was tested");

const NOW = new Date("2026-11-20T06:00:00Z");
const at = (day: number) => Date.UTC(2026, 9, day);

let server: ChildProcess | undefined;
let folder = "";
let base = "";

const freePort = (): Promise<number> =>
  new Promise((done) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => done(typeof address === "object" && address ? address.port : 0));
    });
  });

async function call(path: string, body: object): Promise<Record<string, never>> {
  const response = await fetch(`${base}/api/2.0/mlflow/${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return response.json();
}

async function runWith(experiment: string, tag: string | null, metrics: object[], start = at(1)): Promise<string> {
  const tags = tag === null ? [] : [{ key: "model", value: tag }];
  const created = (await call("runs/create", { experiment_id: experiment, start_time: start, tags })) as {
    run?: { info: { run_id: string } };
  };
  const runId = created.run?.info.run_id ?? "";
  await call("runs/log-batch", { run_id: runId, metrics });
  return runId;
}

const pull = (config: object = {}, since: Date | null = null) => {
  const context = contextFor({ url: base, secret: null, config }, "127.0.0.1/32");
  return connectorFor("mlflow").pull(context, { since: () => since, newest: () => since, now: NOW });
};

describe.runIf(present)("a real MLflow server", () => {
  let monitoring = "";

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "mlflow-"));
    const port = await freePort();
    base = `http://127.0.0.1:${port}`;
    const store = ["--backend-store-uri", "sqlite:///mlflow.db", "--artifacts-destination", "./artifacts"];
    server = spawn(bin, ["server", "--host", "127.0.0.1", "--port", String(port), "--workers", "1", ...store], {
      cwd: folder,
      stdio: "ignore",
      detached: true,
      env: { ...process.env, MLFLOW_DISABLE_TELEMETRY: "true" },
    });
    const up = () =>
      fetch(`${base}/health`).then(
        (response) => response.ok,
        () => false,
      );
    while (!(await up())) await new Promise((done) => setTimeout(done, 250));

    const training = await runWith("0", null, [{ key: "val_auc", value: 0.91, timestamp: at(1), step: 0 }]);
    await call("registered-models/create", { name: "Sepsis early warning", description: "Warns of sepsis." });
    await call("registered-models/create", { name: "Unwatched" });
    await call("model-versions/create", { name: "Sepsis early warning", source: "s3://models/1", run_id: training });
    await call("model-versions/create", { name: "Sepsis early warning", source: "s3://models/2" });
    await call("registered-models/alias", { name: "Sepsis early warning", alias: "champion", version: "2" });
    const created = (await call("experiments/create", { name: "monitoring" })) as { experiment_id?: string };
    monitoring = created.experiment_id ?? "";
    await runWith(
      monitoring,
      "Sepsis early warning",
      [
        ...Array.from({ length: 12 }, (_, day) => ({
          key: "recall",
          value: 0.86 - day / 100,
          timestamp: at(day + 1),
          step: day,
        })),
        { key: "psi/worst", value: Number.POSITIVE_INFINITY, timestamp: at(2), step: 1 },
      ].map((metric) => ({ ...metric, value: Number.isFinite(metric.value) ? metric.value : "Infinity" })),
    );
    await runWith(monitoring, "Unwatched", [{ key: "recall", value: 0.1, timestamp: at(1), step: 0 }]);
  }, 120_000);

  afterAll(async () => {
    if (server?.pid) {
      const ended = new Promise((done) => server?.once("exit", done));
      process.kill(-server.pid, "SIGTERM"); // its own group: the server starts workers
      await ended;
    }
    if (folder) rmSync(folder, { recursive: true, force: true });
  });

  test("registered models, versions, aliases and metric histories", async () => {
    const found = await pull({ models: ["Sepsis early warning"], experiments: [monitoring] });
    expect(found.models).toMatchObject([
      {
        ref: "Sepsis early warning",
        purpose: "Warns of sepsis.",
        versions: [
          { ref: "1", label: "v1", aliases: [] },
          { ref: "2", label: "v2", aliases: ["champion"] },
        ],
      },
    ]);
    const series = Object.fromEntries(found.series.map(({ ref, points }) => [ref.metric, points]));
    expect(Object.keys(series).sort()).toEqual(["psi/worst", "recall", "val_auc"]);
    expect(series.recall).toHaveLength(12);
    expect(series.recall?.[11]).toEqual({ at: new Date(at(12)), value: 0.75 });
    expect(series.val_auc).toEqual([{ at: new Date(at(1)), value: 0.91 }]);
    expect(series["psi/worst"]).toEqual([{ at: new Date(at(2)), value: Number.POSITIVE_INFINITY }]);
  });

  test("only what is new is read", async () => {
    const found = await pull({ models: ["Sepsis early warning"], experiments: [monitoring] }, new Date(at(11)));
    expect(found.series.map(({ ref, points }) => [ref.metric, points.length])).toEqual([["recall", 2]]);
  });

  test("a stretch of the past, half-open, and only what is followed", async () => {
    const config = { models: ["Sepsis early warning"], experiments: [monitoring] };
    const range = { from: new Date(at(2)), to: new Date(at(5)) };
    const found = await connectorFor("mlflow").pull(
      contextFor({ url: base, secret: null, config: { ...config, measures: ["recall"] } }, "127.0.0.1/32"),
      { since: () => null, newest: () => null, now: NOW, range },
    );
    expect(found.series.map(({ ref, points }) => [ref.metric, points.map((point) => point.at.getTime())])).toEqual([
      ["recall", [at(2), at(3), at(4)]],
    ]);
  });

  test("a late and a restated value are found again within the overlap", async () => {
    const rerun = [
      { key: "recall", value: 0.5, timestamp: at(12), step: 0 },
      { key: "recall", value: 0.7, timestamp: at(13), step: 1 },
    ];
    await runWith(monitoring, "Sepsis early warning", rerun, at(14)); // started later than the first, so it counts
    const found = await pull({ models: ["Sepsis early warning"], experiments: [monitoring] }, new Date(at(12)));
    expect(found.series[0]?.points).toEqual([
      { at: new Date(at(12)), value: 0.5 },
      { at: new Date(at(13)), value: 0.7 },
    ]);
  });

  test("the test of a connection names what it found, or what is missing", async () => {
    const steps = async (config: object) => {
      const found = [];
      for await (const step of connectorFor("mlflow").check(
        contextFor({ url: base, secret: null, config }, "127.0.0.1"),
      ))
        found.push(step);
      return found;
    };
    expect((await steps({ models: ["Sepsis early warning"] })).at(-1)).toMatchObject({
      ok: true,
      detail: expect.stringContaining("val_auc"),
    });
    expect((await steps({ models: ["Readmission"] })).at(-1)).toEqual({
      step: "Find registered models",
      ok: false,
      detail: "Not registered: Readmission",
    });
  });
});

test("an answer in the wrong shape names the place", async () => {
  const shape = await import("@/server/connector/mlflow/shape");
  expect(shape.metric.parse({ key: "a", value: "NaN", timestamp: "1700000000000", step: "3" })).toEqual({
    key: "a",
    value: Number.NaN,
    timestamp: 1_700_000_000_000,
    step: 3,
  });
  expect(shape.metric.safeParse({ key: "a", value: "much", timestamp: 0 }).error?.issues[0]?.path).toEqual(["value"]);
  expect(shape.metric.safeParse({ key: "a", value: 1, timestamp: 10 ** 20 }).error?.issues[0]?.path).toEqual([
    "timestamp",
  ]);
});
