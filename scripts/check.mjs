#!/usr/bin/env node
/** `npm run check`: types, lint, arrows, dead code, documents. No database; seconds. */
import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { cruise } from "./check/arrows.mjs";
import { documentProblems } from "./check/documents.mjs";
import { inTurn, runTool, timed } from "./check/run.mjs";
import { ROOT } from "./launch/place.mjs";
import { duration } from "./launch/step.mjs";

/** @param {string} path inside node_modules */
const tool = (path) => join(ROOT, "node_modules", path);

/** @param {string[]} words @param {NodeJS.ProcessEnv} [env] */
async function passes(words, env) {
  const { code, output } = await runTool(words, { cwd: ROOT, ...(env && { env }) });
  return { ok: code === 0, output };
}

async function types() {
  // Next declares the types of pages and routes; without them, or with stale ones, the compiler is wrong.
  const routes = existsSync(join(ROOT, "app"))
    ? await passes([tool("next/dist/bin/next"), "typegen"])
    : { ok: true, output: "" };
  if (!routes.ok) return routes;
  const compiler = tool("typescript-7/bin/tsc");
  const [product, scripts] = await Promise.all([
    passes([compiler, "--noEmit", "-p", "tsconfig.json"]),
    passes([compiler, "--noEmit", "-p", "scripts/tsconfig.json"]), // the JSDoc types of plain JavaScript
  ]);
  return { ok: product.ok && scripts.ok, output: product.output + scripts.output };
}

async function arrows() {
  const { violations, unseen, modules } = await cruise(ROOT, ROOT);
  const lines = [
    ...violations.map(({ rule, from, to }) => `${rule}: ${from} → ${to}`),
    ...unseen.map((file) => `not looked at: ${file}`),
  ];
  return { ok: lines.length === 0, output: lines.join("\n") || `${modules} modules` };
}

function documents() {
  const problems = documentProblems(ROOT);
  return Promise.resolve({ ok: problems.length === 0, output: problems.join("\n") });
}

/**
 * As many at a time as there are processors: all at once they take a fifth longer, together. Biome uses every processor by
 * itself, so it comes last.
 * @returns {Promise<import("./check/run.mjs").Outcome[]>}
 */
export function check() {
  const plain = { ...process.env, NO_COLOR: "1", FORCE_COLOR: undefined };
  return inTurn(Math.max(2, availableParallelism()), [
    () => timed("arrows", arrows),
    () => timed("dead code", () => passes([tool("knip/bin/knip.js"), "--no-config-hints"])),
    () =>
      timed("arrows catch what they should", () => passes([tool("vitest/vitest.mjs"), "run", "scripts/check"], plain)),
    () => timed("types", types),
    () => timed("documents", documents),
    () =>
      timed("lint", () =>
        passes([tool("@biomejs/biome/bin/biome"), "ci", "--colors=off", "--max-diagnostics=50", "."]),
      ),
  ]);
}

/** @param {import("./check/run.mjs").Outcome[]} outcomes */
export function printOutcomes(outcomes) {
  for (const { name, ok, ms, output } of outcomes) {
    console.log(`  ${ok ? "pass" : "FAIL"}  ${name.padEnd(32)} ${duration(ms).padStart(8)}`);
    if (!ok) console.log(output.trimEnd().replace(/^/gm, "        "));
  }
}

if (process.argv[1] === import.meta.filename) {
  const from = performance.now();
  const outcomes = await check();
  printOutcomes(outcomes);
  const failed = outcomes.filter(({ ok }) => !ok).length;
  console.log(`${outcomes.length - failed} passed, ${failed} failed in ${duration(performance.now() - from)}`);
  process.exitCode = failed > 0 ? 1 : 0;
}
