/** The production build: pages by Next, processes by esbuild. Made again when a source changed. */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { closeSync, existsSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { tail } from "./log.mjs";
import { StepError } from "./step.mjs";

/** Bundle → its source. Packages stay outside: they are loaded from node_modules. */
const BUNDLES = {
  main: "server/main.ts",
  worker: "server/worker.ts",
  cli: "server/cli.ts",
  "pdf-worker": "server/pack/pdf/worker.tsx",
  "sample-model": "server/sample-model/main.ts",
};
const FOLDERS = ["app", "components", "db", "domain", "emails", "server", "public"];
const FILES = [
  "env.ts",
  "proxy.ts",
  "instrumentation.ts",
  "next.config.ts",
  "postcss.config.mjs",
  "tsconfig.json",
  "package-lock.json",
];
const SKIPPED = /\.test\.tsx?$|^\.|^testing$/;

/** @param {string} root @returns {string} one hash over names and contents of everything that goes into the build */
export function sourceHash(root) {
  const hash = createHash("sha256").update(process.version);
  /** @param {string} path relative to root */
  const add = (path) => hash.update(`\0${path}\0`).update(readFileSync(join(root, path)));
  /** @param {string} folder */
  const walk = (folder) => {
    const entries = readdirSync(join(root, folder), { withFileTypes: true }).filter(({ name }) => !SKIPPED.test(name));
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory()) walk(path);
      else if (entry.isFile()) add(path);
    }
  };
  for (const folder of FOLDERS) if (existsSync(join(root, folder))) walk(folder);
  for (const file of [...FILES, "scripts/launch/build.mjs"]) if (existsSync(join(root, file))) add(file);
  return hash.digest("hex");
}

/** @param {string} root @param {"bundles" | "pages"} part */
function stampOf(root, part) {
  return join(root, "dist", `.${part}`);
}

/** @param {string} root @param {"bundles" | "pages"} part @param {string} hash of the sources now */
export function isBuilt(root, part, hash) {
  const stamp = stampOf(root, part);
  return existsSync(stamp) && readFileSync(stamp, "utf8") === hash;
}

/** @param {string} root @param {string} outdir @returns esbuild's options */
export function bundleOptions(root, outdir, development = false) {
  const entries = Object.entries(BUNDLES).filter(([, source]) => existsSync(join(root, source)));
  return {
    absWorkingDir: root,
    entryPoints: Object.fromEntries(entries),
    outdir,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    /** @type {"node"} */ platform: "node",
    /** @type {"esm"} */ format: "esm",
    target: "node20",
    /** @type {"external"} */ packages: "external",
    /** @type {"automatic"} */ jsx: "automatic",
    jsxDev: development,
    alias: { "server-only": join(root, "scripts/test/server-only.mjs") },
    sourcemap: true,
    /** @type {"silent"} */ logLevel: "silent",
    define: { "process.env.NODE_ENV": development ? '"development"' : '"production"' },
  };
}

/** @param {string} root */
export async function loadEsbuild(root) {
  return await import(pathToFileURL(createRequire(join(root, "package.json")).resolve("esbuild")).href);
}

/** @param {string} root */
async function bundle(root) {
  const esbuild = await loadEsbuild(root);
  try {
    await esbuild.build(bundleOptions(root, join(root, "dist")));
  } catch (error) {
    const messages = error instanceof Error && "errors" in error ? /** @type {any[]} */ (error.errors) : [];
    const text = messages
      .map(({ text, location }) => `${location?.file ?? ""}:${location?.line ?? ""} ${text}`)
      .join("\n");
    throw new StepError("The server could not be bundled.", "Mend the lines named below.", text || String(error));
  }
}

/** @param {string} root @param {string} log @returns {Promise<void>} */
function buildPages(root, log) {
  const out = openSync(log, "w");
  const next = createRequire(join(root, "package.json")).resolve("next/dist/bin/next");
  const child = spawn(process.execPath, [next, "build"], {
    cwd: root,
    env: { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
    stdio: ["ignore", out, out],
  });
  closeSync(out);
  const end = () => child.kill(); // a start that is stopped here leaves nothing running
  process.once("exit", end);
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => {
      process.removeListener("exit", end);
      if (code === 0) return resolve();
      const last = tail(log, 40);
      const full = /ENOSPC|no space left/i.test(last);
      reject(
        full
          ? new Error("no space left on device")
          : new StepError("next build failed.", `Mend what it names; all of it is in ${log}.`, last),
      );
    });
  });
}

/**
 * @param {string} root
 * @param {string} logs
 * @param {{ pages?: boolean }} [parts] the command line does without pages
 * @returns {Promise<boolean>} false when the build was up to date
 */
export async function build(root, logs, { pages = true } = {}) {
  const hash = sourceHash(root);
  /** @type {["bundles" | "pages", () => Promise<void>][]} */
  const makers = [["bundles", () => bundle(root)]];
  if (pages) makers.push(["pages", () => buildPages(root, join(logs, "build.log"))]);
  const stale = makers.filter(([part]) => !isBuilt(root, part, hash));
  mkdirSync(join(root, "dist"), { recursive: true });
  mkdirSync(logs, { recursive: true });
  await Promise.all(
    stale.map(async ([part, make]) => {
      rmSync(stampOf(root, part), { force: true });
      await make();
      writeFileSync(stampOf(root, part), hash);
    }),
  );
  return stale.length > 0;
}
