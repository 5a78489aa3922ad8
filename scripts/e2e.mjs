#!/usr/bin/env node
/** `npm run e2e`: the stories in a real browser, against a production build. With BASE_URL set: against that server. */
import { join } from "node:path";
import { demandNode } from "./launch/node-version.mjs";

demandNode();
const { ROOT } = await import("./launch/place.mjs");
const { printFailure } = await import("./launch/step.mjs");
const { findChromium, findPoppler } = await import("./test/tools.mjs");
const { runProgram } = await import("./test/program.mjs");
const { startStack } = await import("./test/stack.mjs");

try {
  const [chromium, poppler] = [await findChromium(ROOT), await findPoppler()];
  if (!chromium.path) throw new Error(chromium.reason);
  if (!poppler.path) console.log(poppler.reason);
  const stack = process.env.BASE_URL ? undefined : await startStack(ROOT);
  console.log(`Running against ${stack?.env.BASE_URL ?? process.env.BASE_URL} with ${chromium.path}`);
  try {
    const words = [
      join(ROOT, "node_modules/vitest/vitest.mjs"),
      "run",
      "-c",
      "vitest.e2e.config.ts",
      ...process.argv.slice(2),
    ];
    const env = { ...process.env, ...stack?.env, CHROME_PATH: chromium.path };
    const { code } = await runProgram(process.execPath, words, { cwd: ROOT, env, stream: true });
    process.exitCode = code;
  } finally {
    await stack?.stop();
  }
} catch (error) {
  printFailure(error);
  process.exitCode = 1;
}
