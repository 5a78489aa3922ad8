/**
 * Completes package-lock.json so that a plain `npm ci` works.
 *
 * A registry may lack the newest platform binaries of systems other than ours. `npm install` then writes a lock without
 * them and `npm ci` calls that lock out of sync. Every such binary is an optional dependency whose name says its system,
 * so its entry can be written from the name alone; `npm ci` skips it by platform. Run this after every `npm install`.
 *
 * Usage: node scripts/lockfill.mjs [directory]      (--check: change nothing, fail if something is missing)
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const OPERATING_SYSTEMS = [
  "aix",
  "android",
  "darwin",
  "freebsd",
  "linux",
  "netbsd",
  "openbsd",
  "openharmony",
  "sunos",
  "win32",
];
const PROCESSORS = ["arm", "arm64", "ia32", "loong64", "mips64el", "ppc64", "riscv64", "s390x", "wasm32", "x64"];

/** @param {string} name package name such as `@next/swc-linux-x64-musl` */
export function platformOf(name) {
  const parts = (name.split("/").at(-1) ?? "").split(/[-.]/);
  const system =
    OPERATING_SYSTEMS.find((os) => parts.includes(os)) ?? (parts.includes("windows") ? "win32" : undefined);
  const processor =
    PROCESSORS.find((cpu) => parts.includes(cpu)) ?? (parts.some((p) => /^arm.*hf$/.test(p)) ? "arm" : undefined);
  const library = parts.includes("musl") ? "musl" : parts.some((p) => /^gnu/.test(p)) ? "glibc" : undefined;
  return {
    ...(system && { os: [system] }),
    ...(processor && { cpu: [processor] }),
    ...(library && system === "linux" && { libc: [library] }),
  };
}

/**
 * @param {Record<string, any>} packages the `packages` map of a lock file
 * @param {string} parent path of the package that depends on `name`
 * @param {string} name
 */
function resolves(packages, parent, name) {
  let at = parent;
  while (at !== "") {
    if (packages[`${at}/node_modules/${name}`]) return true;
    at = at.includes("/node_modules/") ? at.slice(0, at.lastIndexOf("/node_modules/")) : "";
  }
  return packages[`node_modules/${name}`] !== undefined;
}

/**
 * Adds the missing entries to `lock` itself.
 * @param {{ packages: Record<string, any> }} lock
 * @returns {string[]} the names added
 */
export function fillLock(lock) {
  const added = [];
  for (const [parent, entry] of Object.entries(lock.packages)) {
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
      if (resolves(lock.packages, parent, name)) continue;
      const platform = platformOf(name);
      if (!platform.os && !platform.cpu) continue; // not a platform binary: its absence has another cause
      lock.packages[`${parent}${parent ? "/" : ""}node_modules/${name}`] = {
        version: String(version).replace(/^[\^~]/, ""),
        ...(platform.cpu && { cpu: platform.cpu }),
        ...(platform.libc && { libc: platform.libc }),
        optional: true,
        ...(platform.os && { os: platform.os }),
      };
      added.push(`${name}@${version}`);
    }
  }
  return added;
}

function main() {
  const directory = process.argv.slice(2).find((argument) => !argument.startsWith("--")) ?? ".";
  const file = join(directory, "package-lock.json");
  const lock = JSON.parse(readFileSync(file, "utf8"));
  const added = fillLock(lock);
  if (added.length === 0) return console.log("package-lock.json is complete");
  if (process.argv.includes("--check")) {
    console.error(`package-lock.json lacks ${added.length} platform packages; run: node scripts/lockfill.mjs`);
    process.exitCode = 1;
    return;
  }
  lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)));
  writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
  console.log(`package-lock.json: added ${added.length} platform packages`);
}

if (process.argv[1] && import.meta.url.endsWith(process.argv[1].split("/").at(-1) ?? "")) main();
