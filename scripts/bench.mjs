#!/usr/bin/env node
/** `npm run bench`: runs bench/*.bench.ts against a production build and writes docs/bench.json and docs/bench.md. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { demandNode } from "./launch/node-version.mjs";

demandNode();
const { ROOT } = await import("./launch/place.mjs");
const { printFailure } = await import("./launch/step.mjs");
const { findChromium } = await import("./test/tools.mjs");
const { runProgram } = await import("./test/program.mjs");
const { startStack } = await import("./test/stack.mjs");

/** Each benchmark writes a JSON array of these to the file BENCH_OUTPUT names. */
/** @typedef {{ benchmark: string, measure: string, value: number, unit: string, floor?: number, floorName?: string, ratio?: number, target?: string, met?: boolean }} Row */

/** @param {Row[]} rows @param {string} machine */
function table(rows, machine) {
  const figure = (/** @type {number | undefined} */ value) =>
    value === undefined ? "" : value >= 100 ? Math.round(value).toLocaleString("en-US") : value.toPrecision(3);
  const lines = rows.map(
    (row) =>
      `| ${row.benchmark} | ${row.measure} | ${figure(row.value)} ${row.unit} | ${row.floor === undefined ? "" : `${figure(row.floor)} ${row.unit}${row.floorName ? ` (${row.floorName})` : ""}`} | ${figure(row.ratio)} | ${row.target ?? ""} | ${row.met === undefined ? "" : row.met ? "met" : "missed"} |`,
  );
  const head = ["| benchmark | measure | value | floor | ratio | target | |", "|---|---|---|---|---|---|---|"];
  return ["# Benchmarks", "", `Made by \`npm run bench\` on ${machine}.`, "", ...head, ...lines, ""].join("\n");
}

const scratch = mkdtempSync(join(tmpdir(), "bench-"));
try {
  const wanted = process.argv.slice(2);
  const files = readdirSync(join(ROOT, "bench"))
    .filter((file) => file.endsWith(".bench.ts") && (wanted.length === 0 || wanted.some((word) => file.includes(word))))
    .sort();
  if (files.length === 0) throw new Error("No bench/*.bench.ts matches.");
  const stack = await startStack(ROOT);
  const chromium = await findChromium(ROOT);
  /** @type {Row[]} */
  const rows = [];
  try {
    for (const file of files) {
      console.log(`\n${file}`);
      const output = join(scratch, `${file}.json`);
      const env = {
        ...process.env,
        ...stack.env,
        BENCH_OUTPUT: output,
        ...(chromium.path && { CHROME_PATH: chromium.path }),
      };
      const words = [join(ROOT, "node_modules/tsx/dist/cli.mjs"), join("bench", file)];
      const { code } = await runProgram(process.execPath, words, { cwd: ROOT, env, stream: true });
      if (code !== 0) throw new Error(`${file} failed`);
      rows.push(...JSON.parse(readFileSync(output, "utf8")));
    }
  } finally {
    await stack.stop();
  }
  const machine = `${cpus().length} cores (${cpus()[0]?.model ?? "unknown"}), ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}`;
  if (wanted.length === 0) {
    writeFileSync(join(ROOT, "docs/bench.json"), `${JSON.stringify({ machine, rows }, null, 2)}\n`);
    writeFileSync(join(ROOT, "docs/bench.md"), table(rows, machine));
  }
  console.log(`\n${table(rows, machine)}`);
  process.exitCode = rows.some((row) => row.met === false) ? 1 : 0;
} catch (error) {
  printFailure(error);
  process.exitCode = 1;
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
