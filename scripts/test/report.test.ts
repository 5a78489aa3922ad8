import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { runProgram } from "./program.mjs";
import { partsOf } from "./report.mjs";

const project = resolve(import.meta.dirname, "../..");
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "report-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Runs Vitest on planted tests with the reporter of the whole run. */
async function run(files: Record<string, string>, silenceMs?: number) {
  for (const [name, content] of Object.entries(files)) {
    writeFileSync(join(folder, name), `import { expect, test } from "vitest";\n${content}`);
  }
  writeFileSync(join(folder, "vitest.config.mjs"), `export default { test: { root: "${folder}", pool: "forks" } };`);
  const report = join(folder, "report.jsonl");
  const words = [join(project, "node_modules/vitest/vitest.mjs"), "run", "-c", join(folder, "vitest.config.mjs")];
  words.push("--reporter=default", `--reporter=${join(project, "scripts/test/line-reporter.mjs")}`);
  const env = { ...process.env, REPORT_FILE: report };
  const { code } = await runProgram(process.execPath, words, { cwd: folder, env, silenceMs });
  return { code, parts: partsOf(report, folder) };
}

test("passed, failed, skipped and unloadable tests are counted", async () => {
  const { code, parts } = await run({
    "a.test.ts": `test("yes", () => expect(1).toBe(1));\ntest("no", () => expect(1).toBe(2));\ntest.skip("later", () => {});`,
    "b.test.ts": `import "./absent";\ntest("never", () => {});`,
  });
  expect(code).toBe(1);
  const [unit] = parts;
  expect(unit).toMatchObject({ name: "unit", passed: 1, failed: 2, skipped: 1 });
  expect(unit?.failures).toContain("a.test.ts: no: expected 1 to be 2 // Object.is equality");
  expect(unit?.failures.find((failure) => failure.startsWith("b.test.ts"))).toContain("absent");
});

test("a test that never ends is named, and what passed beside it still counts", async () => {
  const { code, parts } = await run(
    {
      "a.test.ts": `test("yes", () => expect(1).toBe(1));`,
      "b.test.ts": `test("never", () => { for (;;); });`,
    },
    10_000,
  );
  expect(code).not.toBe(0);
  expect(parts).toEqual([
    {
      name: "unit",
      passed: 1,
      failed: 1,
      skipped: 0,
      ms: expect.any(Number),
      failures: ["b.test.ts: did not end"],
      retried: [],
    },
  ]);
});

test("a test that passed at its second try passes, and is named", async () => {
  const { code, parts } = await run({
    "a.test.ts": `let tries = 0;\ntest("late", { retry: 1 }, () => expect(tries++).toBe(1));`,
  });
  expect(code).toBe(0);
  expect(parts).toMatchObject([
    { passed: 1, failed: 0, retried: ["a.test.ts: late: expected +0 to be 1 // Object.is equality"] },
  ]);
});
