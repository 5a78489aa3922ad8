/** What Vitest found, counted by part. */
import { existsSync, readFileSync } from "node:fs";
import { relative } from "node:path";

/** First match wins. @type {[RegExp, string][]} */
const PARTS = [
  [/^e2e\//, "stories in Chromium"],
  [/^server\/(inngest\/|due\/|worker[.]test|.*\/?jobs[.]test)/, "jobs"],
  [/^server\/connector\//, "connectors"],
  [/^(server|db)\//, "integration on PostgreSQL"],
  [/^scripts\//, "launcher and checks"],
  [/./, "unit"],
];

/** @typedef {{ name: string, passed: number, failed: number, skipped: number, ms: number, failures: string[], retried: string[] }} Part */

/**
 * @param {string} file lines of line-reporter.mjs
 * @param {string} root
 * @returns {Part[]}
 */
export function partsOf(file, root) {
  /** @type {(import("./line-reporter.mjs").Began | import("./line-reporter.mjs").Ended)[]} */
  const lines = existsSync(file)
    ? readFileSync(file, "utf8")
        .trim()
        .split("\n")
        .filter(Boolean)
        .map((line) => JSON.parse(line))
    : [];
  const ended = lines.filter((line) => line.event === "ended");
  const names = new Set(ended.map((line) => line.file));
  const hanging = lines.filter((line) => line.event === "began" && !names.has(line.file));
  /** @type {Map<string, Part>} */
  const parts = new Map();
  /** @param {string} path */
  const partOf = (path) => {
    const name = PARTS.find(([pattern]) => pattern.test(path))?.[1] ?? "unit";
    const part = parts.get(name) ?? { name, passed: 0, failed: 0, skipped: 0, ms: 0, failures: [], retried: [] };
    parts.set(name, part);
    return part;
  };
  for (const line of ended) {
    const path = relative(root, line.file);
    const part = partOf(path);
    part.passed += line.passed;
    part.skipped += line.skipped;
    part.ms += line.ms;
    part.retried.push(...line.retried.map((name) => `${path}: ${name}`));
    part.failures.push(...line.failures.map((failure) => `${path}: ${failure}`));
  }
  for (const { file: hung } of hanging) {
    const path = relative(root, hung);
    partOf(path).failures.push(`${path}: did not end`);
  }
  for (const part of parts.values()) part.failed = part.failures.length;
  return [...parts.values()];
}
