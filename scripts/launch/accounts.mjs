/** The sample accounts, one per role, as the seed left them, as long as the sample is there. */
import { existsSync } from "node:fs";
import { runCommand } from "./environment.mjs";

/** @typedef {{ role: string, name: string, email: string, password: string }} Account */

/**
 * What the database says: a sample that was removed has no accounts any more, although their file is kept.
 * @param {import("./place.mjs").Place} place
 * @param {NodeJS.ProcessEnv} env
 * @param {string} bundle of the command line
 * @returns {Promise<string[]>} lines to show; none without a sample
 */
export async function sampleLines(place, env, bundle) {
  if (!existsSync(place.accounts)) return [];
  try {
    const said = await runCommand(place, ["accounts", "--json"], env, bundle);
    return accountLines(JSON.parse(said.trim().split("\n").at(-1) ?? "").accounts);
  } catch {
    return [`Sample accounts, if the sample is still there: ${place.accounts}`];
  }
}

/**
 * @param {Account[]} accounts
 * @returns {string[]} lines of a table; none when there are none
 */
export function accountLines(accounts) {
  if (accounts.length === 0) return [];
  /** @type {("role" | "name" | "email" | "password")[]} */
  const columns = ["role", "name", "email", "password"];
  const width = (/** @type {(typeof columns)[number]} */ column) =>
    Math.max(column.length, ...accounts.map((account) => account[column].length));
  const row = (/** @type {Record<string, string>} */ cells) =>
    `  ${columns.map((column) => (cells[column] ?? "").padEnd(width(column))).join("   ")}`.trimEnd();
  return [
    "Sample accounts",
    row({ role: "role", name: "name", email: "email", password: "password" }),
    ...accounts.map(row),
  ];
}
