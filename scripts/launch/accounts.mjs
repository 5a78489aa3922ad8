/** The sample accounts, one per role, as the seed left them. */
import { existsSync, readFileSync } from "node:fs";

/**
 * @param {string} file
 * @returns {string[]} lines of a table; none when there is no sample
 */
export function accountLines(file) {
  if (!existsSync(file)) return [];
  /** @type {{ role: string, name: string, email: string, password: string }[]} */
  const accounts = JSON.parse(readFileSync(file, "utf8"));
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
