/** Which module may import which: runs dependency-cruiser and makes sure that it saw every source file. */
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { sourceFiles, sourcePlaces } from "./sources.mjs";

const run = promisify(execFile);

/** @typedef {{ rule: string, from: string, to: string }} Violation */

/**
 * @param {string} root the tree to look at
 * @param {string} project where the rules and dependency-cruiser are
 * @returns {Promise<{ violations: Violation[], unseen: string[], modules: number }>}
 */
export async function cruise(root, project) {
  const files = sourceFiles(root);
  const binary = join(project, "node_modules/dependency-cruiser/bin/dependency-cruise.mjs");
  const words = [
    binary,
    "--config",
    join(project, ".dependency-cruiser.cjs"),
    "--output-type",
    "json",
    ...sourcePlaces(root),
  ];
  const { stdout } = await run(process.execPath, words, { cwd: root, maxBuffer: 256 * 1024 * 1024 });
  /** @type {{ modules: { source: string }[], summary: { violations: { rule: { name: string }, from: string, to: string }[] } }} */
  const report = JSON.parse(stdout);
  return {
    violations: report.summary.violations.map(({ rule, from, to }) => ({ rule: rule.name, from, to })),
    unseen: unseenOf(files, report.modules),
    modules: report.modules.length,
  };
}

/**
 * Without TypeScript's own parser dependency-cruiser sees nothing and finds nothing wrong, so its list is checked too.
 * @param {string[]} files
 * @param {{ source: string }[]} modules
 */
export function unseenOf(files, modules) {
  const seen = new Set(modules.map(({ source }) => source));
  return files.filter((file) => !seen.has(file));
}
