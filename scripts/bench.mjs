#!/usr/bin/env node
/** `npm run bench`: starts a production build on scratch data and runs bench/*.bench.ts, which write docs/bench.json and docs/bench.md. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { demandNode } from "./launch/node-version.mjs";

demandNode();
const { ROOT } = await import("./launch/place.mjs");
const { printFailure } = await import("./launch/step.mjs");
const { findChromium } = await import("./test/tools.mjs");
const { runProgram } = await import("./test/program.mjs");
const { startStack } = await import("./test/stack.mjs");

try {
  const wanted = process.argv.slice(2);
  const files = readdirSync(join(ROOT, "bench"))
    .filter((file) => file.endsWith(".bench.ts") && (wanted.length === 0 || wanted.some((word) => file.includes(word))))
    .sort();
  if (files.length === 0) throw new Error("No bench/*.bench.ts matches.");
  const chromium = await findChromium(ROOT);
  const stack = await startStack(ROOT, { LOG_LEVEL: "warn", CALLS_READ_PER_MINUTE: "0", CALLS_WRITE_PER_MINUTE: "0" });
  try {
    for (const file of files) {
      console.log(`\n${file}`);
      const env = {
        ...process.env,
        ...stack.env,
        NODE_ENV: "production",
        ...(chromium.path && { CHROME_PATH: chromium.path }),
      };
      const words = [join(ROOT, "node_modules/tsx/dist/cli.mjs"), join("bench", file)];
      const { code } = await runProgram(process.execPath, words, { cwd: ROOT, env, stream: true });
      if (code !== 0) process.exitCode = 1;
    }
  } finally {
    await stack.stop();
  }
} catch (error) {
  printFailure(error);
  process.exitCode = 1;
}
