/** Where things are: the project, its data, its logs. */
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  statfsSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { StepError } from "./step.mjs";

/** Less than this and PostgreSQL may stop in the middle of a write. */
const LEAST_FREE_BYTES = 200 * 1024 * 1024;

export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), "../..");

/** @typedef {{ root: string, home: string, logs: string, secrets: string, run: string, state: string, accounts: string }} Place */

/**
 * @param {Record<string, string | undefined>} env
 * @returns {Place}
 */
export function placeFrom(env, root = ROOT) {
  const home = resolve(root, env.PORTOLAN_HOME ?? ".portolan");
  return {
    root,
    home,
    logs: join(home, "logs"),
    secrets: join(home, "secrets.json"),
    run: join(home, "run.json"),
    state: join(home, "state.json"),
    accounts: join(home, "sample-accounts.json"),
  };
}

/**
 * Makes the data folder and refuses a disk that is about to be full.
 * @param {Place} place
 */
export function prepareHome(place, leastFreeBytes = LEAST_FREE_BYTES) {
  if (existsSync(place.home) && !statSync(place.home).isDirectory()) {
    throw new StepError(
      `${place.home} is a file, not a folder.`,
      "Move it away, or set PORTOLAN_HOME to another folder.",
    );
  }
  const isNew = !existsSync(place.home);
  mkdirSync(place.logs, { recursive: true });
  // As root, PostgreSQL runs as another user, who must be able to pass through this folder (not list it).
  if (isNew || process.getuid?.() === 0) chmodSync(place.home, 0o711);
  const disk = statfsSync(place.home);
  const free = disk.bavail * disk.bsize;
  if (free < leastFreeBytes) {
    const megabytes = (/** @type {number} */ bytes) => `${Math.floor(bytes / 1024 / 1024)} MB`;
    throw new StepError(
      `The disk is full: ${megabytes(free)} free at ${place.home}, at least ${megabytes(leastFreeBytes)} needed.`,
      "Free some space, or set PORTOLAN_HOME to a folder on another disk.",
    );
  }
}

/**
 * @param {string} file
 * @returns {any} the parsed content, or undefined when there is no such file
 */
export function readJson(file) {
  if (!existsSync(file)) return undefined;
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    if (error instanceof SyntaxError) {
      throw new StepError(
        `${file} is damaged: ${error.message}.`,
        "Restore it from a backup, or delete it to have it made anew.",
      );
    }
    throw error;
  }
}

/**
 * Replaces a file in one move, so that a crash leaves the old or the new content, never half of it.
 * @param {string} file
 * @param {unknown} value
 */
export function writeJson(file, value, mode = 0o644) {
  mkdirSync(dirname(file), { recursive: true });
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify(value, null, 2)}\n`, { mode });
  renameSync(draft, file);
}
