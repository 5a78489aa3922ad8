/** The project's own source files, as the checks see them. */
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";

const PLACES = [
  "app",
  "components",
  "db",
  "domain",
  "emails",
  "server",
  "e2e",
  "bench",
  "scripts",
  "env.ts",
  "proxy.ts",
];
const SOURCE = /(?<![.]d)[.](?:tsx?|mjs)$/;

/** @param {string} root @returns {string[]} the folders and files that exist here */
export function sourcePlaces(root) {
  return PLACES.filter((place) => existsSync(join(root, place)));
}

/** @param {string} root @returns {string[]} paths relative to root */
export function sourceFiles(root) {
  /** @param {string} path @returns {string[]} */
  const walk = (path) => {
    if (!statSync(join(root, path)).isDirectory()) return SOURCE.test(path) ? [path] : [];
    return readdirSync(join(root, path)).flatMap((name) => walk(`${path}/${name}`));
  };
  return sourcePlaces(root).flatMap(walk);
}
