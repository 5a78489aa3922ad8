#!/usr/bin/env node
/** `node scripts/build.mjs`: what `npm start` builds, and nothing started: for an image or a build machine. */
import { join } from "node:path";
import { demandNode } from "./launch/node-version.mjs";

demandNode();
const { build } = await import("./launch/build.mjs");
const { ROOT } = await import("./launch/place.mjs");
const { printFailure } = await import("./launch/step.mjs");
try {
  console.log((await build(ROOT, join(ROOT, ".cache"))) ? "Built." : "The build was up to date.");
} catch (error) {
  printFailure(error);
  process.exitCode = 1;
}
