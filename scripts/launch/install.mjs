/** Dependencies: installed when they are absent or differ from the lock file. */
import { spawn } from "node:child_process";
import { closeSync, existsSync, mkdirSync, openSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { tail } from "./log.mjs";
import { StepError } from "./step.mjs";

/**
 * Compares what npm says it installed with the lock file. Times are no help: a checkout changes them.
 * @param {string} root
 * @returns {string | undefined} why an install is needed
 */
export function staleDependencies(root) {
  const hidden = join(root, "node_modules", ".package-lock.json"); // npm writes it last: absent after an install cut short
  if (!existsSync(hidden)) return "not installed";
  const wanted = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")).packages;
  const present = JSON.parse(readFileSync(hidden, "utf8")).packages;
  for (const [path, entry] of Object.entries(wanted)) {
    if (path === "" || entry.link) continue;
    const found = present[path];
    if (!found && !entry.optional && !entry.devOptional && !entry.peer) return `${path.slice(13)} is missing`;
    if (found && found.version !== entry.version) return `${path.slice(13)} is ${found.version}, not ${entry.version}`;
  }
  return undefined;
}

/**
 * @param {string} root
 * @param {string} log
 * @returns {Promise<void>}
 */
export function install(root, log) {
  mkdirSync(dirname(log), { recursive: true });
  const out = openSync(log, "w");
  const words = ["ci", "--include=dev", "--no-fund", "--no-audit"];
  const npm = process.env.npm_execpath;
  const child =
    npm && /npm-cli\.c?js$/.test(npm)
      ? spawn(process.execPath, [npm, ...words], { cwd: root, stdio: ["ignore", out, out] })
      : spawn("npm", words, { cwd: root, stdio: ["ignore", out, out], shell: process.platform === "win32" });
  closeSync(out);
  const end = () => child.kill(); // a start that is stopped here leaves nothing running
  process.once("exit", end);
  return new Promise((resolve, reject) => {
    child.once("error", () => reject(new StepError("npm was not found.", "Install Node.js with npm, and try again.")));
    child.once("exit", (code) => {
      process.removeListener("exit", end);
      if (code === 0) return resolve();
      const last = tail(log, 20);
      const cure = /ENOTFOUND|ETIMEDOUT|ECONNREFUSED|EAI_AGAIN/.test(last)
        ? "The package registry cannot be reached: check the network, or set npm's registry and proxy."
        : `Read ${log}; then try npm ci by hand.`;
      reject(
        /ENOSPC/.test(last)
          ? new Error(`no space left on device\n${last}`)
          : new StepError("npm ci failed.", cure, last),
      );
    });
  });
}
