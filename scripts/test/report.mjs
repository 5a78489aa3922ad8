/** What Vitest found, counted by part. */
import { existsSync, readFileSync } from "node:fs";
import { relative } from "node:path";

/** First match wins. @type {[RegExp, string][]} */
const PARTS = [
  [/^e2e\//, "stories in Chromium"],
  [/^server\/(inngest\/|due\/|.*\/?jobs[.]test)/, "jobs"],
  [/^server\/connector\//, "connectors"],
  [/^(server|db)\//, "integration on PostgreSQL"],
  [/^scripts\//, "launcher and checks"],
  [/./, "unit"],
];

/** @typedef {{ name: string, passed: number, failed: number, skipped: number, ms: number, failures: string[] }} Part */

/**
 * @param {string} file Vitest's JSON report
 * @param {string} root
 * @returns {Part[]}
 */
export function partsOf(file, root) {
  if (!existsSync(file))
    return [{ name: "vitest", passed: 0, failed: 1, skipped: 0, ms: 0, failures: ["Vitest left no report"] }];
  /** @type {{ testResults: { name: string, status: string, message?: string, startTime: number, endTime: number, assertionResults: { status: string, fullName: string }[] }[] }} */
  const report = JSON.parse(readFileSync(file, "utf8"));
  /** @type {Map<string, Part>} */
  const parts = new Map();
  for (const result of report.testResults) {
    const path = relative(root, result.name);
    const name = PARTS.find(([pattern]) => pattern.test(path))?.[1] ?? "unit";
    const part = parts.get(name) ?? { name, passed: 0, failed: 0, skipped: 0, ms: 0, failures: [] };
    parts.set(name, part);
    part.ms += Math.max(0, result.endTime - result.startTime);
    for (const { status, fullName } of result.assertionResults) {
      if (status === "passed") part.passed += 1;
      else if (status === "failed") part.failures.push(`${path}: ${fullName}`);
      else part.skipped += 1;
    }
    const failedTests = result.assertionResults.filter(({ status }) => status === "failed").length;
    // A file that cannot even be loaded has no tests to fail, and must not pass for it.
    if (result.status === "failed" && failedTests === 0)
      part.failures.push(`${path}: ${result.message?.split("\n")[0] ?? "failed"}`);
    part.failed = part.failures.length;
  }
  return [...parts.values()];
}
