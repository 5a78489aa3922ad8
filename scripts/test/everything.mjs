/** All parts of the test run, and their sum. */
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { install, staleDependencies } from "../launch/install.mjs";
import { ROOT } from "../launch/place.mjs";
import { startCluster, stopCluster } from "../launch/postgres.mjs";
import { urlOf } from "../launch/roles.mjs";
import { duration, step, terminal } from "../launch/step.mjs";
import { runProgram } from "./program.mjs";
import { partsOf } from "./report.mjs";
import { startStack } from "./stack.mjs";
import {
  findChromium,
  findInngest,
  findMlflow,
  findMoto,
  findPoppler,
  findPrometheus,
  findVictoriaMetrics,
} from "./tools.mjs";

/** No file of ours runs for so long: what is silent longer hangs. */
const SILENCE_MS = 300_000;
const VITEST = join(ROOT, "node_modules/vitest/vitest.mjs");

/** @typedef {import("./report.mjs").Part} Part */

const NOTHING = { passed: 0, failed: 0, skipped: 0, ms: 0, failures: [], retried: [] };

/** Servers under way, closed also when the run is interrupted. @type {Set<() => Promise<void>>} */
const open = new Set();

/** @returns {Promise<number>} exit code */
export async function runEverything() {
  const from = performance.now();
  for (const signal of /** @type {NodeJS.Signals[]} */ (["SIGINT", "SIGTERM", "SIGHUP"])) {
    process.once(signal, async () => {
      await Promise.allSettled([...open].map((close) => close()));
      process.exit(130);
    });
  }
  const scratch = mkdtempSync(join(tmpdir(), "portolan-test-"));
  chmodSync(scratch, 0o711);
  mkdirSync(join(scratch, "logs"));
  try {
    await step(terminal, "Dependencies", async () => {
      const why = staleDependencies(ROOT);
      if (why) await install(ROOT, join(scratch, "logs", "install.log"));
      return { value: undefined, note: why ? `installed (${why})` : "up to date" };
    });
    const mlflow = findMlflow(ROOT); // the longest install runs beside the checks
    const parts = await checks();
    const tools = {
      mlflow: await mlflow,
      moto: await findMoto(ROOT),
      chromium: await findChromium(ROOT),
      poppler: await findPoppler(),
      prometheus: await findPrometheus(),
      victoriametrics: await findVictoriaMetrics(),
      inngest: findInngest(),
    };
    const env = {
      ...process.env,
      ...(tools.mlflow.path && { MLFLOW_BIN: tools.mlflow.path }),
      ...(tools.moto.path && { MOTO_BIN: tools.moto.path }),
      ...(tools.prometheus.path && { PROMETHEUS_BIN: tools.prometheus.path }),
      ...(tools.victoriametrics.path && { VICTORIAMETRICS_BIN: tools.victoriametrics.path }),
      ...(tools.chromium.path && { CHROME_PATH: tools.chromium.path }),
      ...(tools.inngest.path && { INNGEST_BIN: tools.inngest.path }),
    };
    parts.push(...(await vitest(scratch, env)));
    if (tools.chromium.path) parts.push(...(await stories(scratch, env)));
    const absent = Object.values(tools).flatMap(({ reason }) => (reason === undefined ? [] : [reason]));
    if (!process.env.PORTOLAN_REAL_DATA)
      absent.push("PORTOLAN_REAL_DATA is not set: the tests on real data did not run");
    return summary(parts, absent, performance.now() - from);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** @returns {Promise<Part[]>} */
async function checks() {
  console.log("\nChecks");
  const { check, printOutcomes } = await import("../check.mjs");
  const outcomes = await check();
  printOutcomes(outcomes);
  const failures = outcomes.filter(({ ok }) => !ok).map(({ name }) => name);
  const ms = Math.max(...outcomes.map((outcome) => outcome.ms));
  const passed = outcomes.length - failures.length;
  return [{ name: "checks", passed, failed: failures.length, skipped: 0, ms, failures, retried: [] }];
}

/** @param {string} scratch @param {NodeJS.ProcessEnv} env */
async function vitest(scratch, env) {
  console.log("\nUnit, integration, jobs, connectors");
  const password = "test-only"; // a throw-away server on the loopback address
  const flags = ["fsync=off", "full_page_writes=off", "synchronous_commit=off", "max_connections=300"];
  const cluster = await startCluster({ root: ROOT, home: scratch, password, flags });
  const close = () => stopCluster(cluster);
  open.add(close);
  try {
    const url = urlOf("postgres", password, cluster.port, "postgres");
    return await report(scratch, "vitest", [], { ...env, TEST_DATABASE_URL: url });
  } finally {
    await close();
    open.delete(close);
  }
}

/** @param {string} scratch @param {NodeJS.ProcessEnv} env */
async function stories(scratch, env) {
  console.log("\nStories in Chromium, on a production build");
  const from = performance.now();
  try {
    const stack = await startStack(ROOT);
    open.add(stack.stop);
    console.log(`  built and started in ${duration(performance.now() - from)}: ${stack.env.BASE_URL}`);
    try {
      return await report(scratch, "e2e", ["-c", "vitest.e2e.config.ts"], { ...env, ...stack.env });
    } finally {
      await stack.stop();
      open.delete(stack.stop);
    }
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    console.log(text);
    return [{ ...NOTHING, name: "stories in Chromium", failed: 1, ms: performance.now() - from, failures: [text] }];
  }
}

/** @param {string} scratch @param {string} name @param {string[]} words @param {NodeJS.ProcessEnv} env */
async function report(scratch, name, words, env) {
  const file = join(scratch, `${name}.jsonl`);
  const reporters = ["--reporter=default", `--reporter=${join(ROOT, "scripts/test/line-reporter.mjs")}`];
  const { code } = await runProgram(process.execPath, [VITEST, "run", ...words, ...reporters], {
    cwd: ROOT,
    env: { ...env, REPORT_FILE: file },
    stream: true,
    silenceMs: SILENCE_MS,
  });
  const parts = partsOf(file, ROOT);
  if (code !== 0 && parts.every(({ failed }) => failed === 0)) {
    const failure = `Vitest ended with code ${code}: an error outside any test`;
    parts.push({ ...NOTHING, name, failed: 1, failures: [failure] });
  }
  return parts;
}

/** @param {Part[]} parts @param {string[]} absent @param {number} ms @returns {number} */
function summary(parts, absent, ms) {
  console.log("\nSummary");
  for (const part of parts) {
    const skipped = part.skipped ? `, ${part.skipped} not run` : "";
    console.log(
      `  ${part.name.padEnd(28)} ${`${part.passed} passed, ${part.failed} failed${skipped}`.padEnd(40)} ${duration(part.ms)}`,
    );
  }
  for (const part of parts)
    for (const failure of part.failures) console.log(`  FAILED  ${part.name}: ${failure.split("\n")[0]}`);
  for (const part of parts)
    for (const name of part.retried) console.log(`  SECOND TRY  ${part.name}: ${name.split("\n")[0]}`);
  for (const reason of absent) console.log(`  NOT RUN ${reason}`);
  const sum = (/** @type {"passed" | "failed"} */ key) => parts.reduce((total, part) => total + part[key], 0);
  console.log(`  ${duration(ms)} in all`);
  console.log(`${sum("passed")} passed, ${sum("failed")} failed`);
  return sum("failed") > 0 ? 1 : 0;
}
