#!/usr/bin/env node
/** `npm test`: installs what it needs, then runs everything. The last line counts what passed and failed. */
import { demandNode } from "./launch/node-version.mjs";

demandNode();
const { runEverything } = await import("./test/everything.mjs");
const { printFailure } = await import("./launch/step.mjs");
try {
  process.exitCode = await runEverything();
} catch (error) {
  printFailure(error);
  console.log("0 passed, 1 failed");
  process.exitCode = 1;
}
