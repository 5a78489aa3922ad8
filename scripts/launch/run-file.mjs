/** Who runs: kept in a file, so that the next start finds what a killed launcher left behind. */
import { rmSync } from "node:fs";
import { readJson, writeJson } from "./place.mjs";
import { endProcess, identify, isRunning } from "./process-identity.mjs";
import { StepError } from "./step.mjs";

/** @typedef {import("./process-identity.mjs").Identity} Identity */
/** @typedef {{ launcher: Identity, url: string, children: Record<string, Identity> }} Run */

/**
 * Refuses when another launcher runs on this folder; otherwise ends what a dead one left.
 * @param {string} file
 * @returns {Promise<string[]>} names of the processes ended
 */
export async function takeOver(file) {
  /** @type {Run | undefined} */
  const run = readJson(file);
  if (!run) return [];
  if (isRunning(run.launcher) && run.launcher.pid !== process.pid) {
    throw new StepError(
      `Portolan already runs here, at ${run.url} (process ${run.launcher.pid}).`,
      `Use it, or stop it first: kill ${run.launcher.pid}`,
    );
  }
  const left = Object.entries(run.children).filter(([, identity]) => isRunning(identity));
  await Promise.all(left.map(([, identity]) => endProcess(identity)));
  rmSync(file, { force: true });
  return left.map(([name]) => name);
}

/**
 * @param {string} file
 * @param {string} url
 * @param {Record<string, Identity | undefined>} children
 */
export function writeRun(file, url, children) {
  const known = Object.fromEntries(Object.entries(children).filter(([, identity]) => identity !== undefined));
  writeJson(file, { launcher: identify(process.pid), url, children: known });
}
