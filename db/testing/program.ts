import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { build } from "esbuild";
import type { TestDatabase } from "@/server/testing";

export type Ended = { code: number | null; signal: NodeJS.Signals | null; out: string; err: string };

/** Programs bundled as they ship (name → source), in a folder within the project, so that they find the packages. */
export async function bundled(
  entryPoints: Record<string, string>,
): Promise<{ folder: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(path.join(process.cwd(), "node_modules/.portolan-"));
  await build({
    entryPoints,
    outdir: folder,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    packages: "external",
    jsx: "automatic",
    logLevel: "silent",
    sourcemap: true,
    alias: { "server-only": path.join(process.cwd(), "scripts/test/server-only.mjs") },
    define: { "process.env.NODE_ENV": '"production"' },
  });
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** A folder that is gone when the test is over. */
export async function scratchFolder(): Promise<{ path: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(path.join(tmpdir(), "portolan-operations-"));
  return { path: folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

export const KEY = Buffer.alloc(32, 7).toString("base64");

/** What the program is told: a database and nothing of the settings the test itself runs with. */
export function settingsFor(db: Pick<TestDatabase, "url" | "ownerUrl">, more: Record<string, string> = {}) {
  const { PATH, HOME } = process.env;
  return {
    ...{ PATH, HOME, NODE_ENV: "production", LOG_LEVEL: "silent", SECRETS_KEY: KEY, AUTH_SECRET: KEY },
    DATABASE_URL: db.url,
    DATABASE_OWNER_URL: db.ownerUrl,
    ...more,
  } as NodeJS.ProcessEnv;
}

/** Starts the program. `ended` resolves when it has ended by itself or was killed. */
export function started(file: string, words: readonly string[], env: NodeJS.ProcessEnv, input = "") {
  const child = spawn(process.execPath, ["--enable-source-maps", file, ...words], { env, stdio: "pipe" });
  let [out, err] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => (out += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (err += text));
  child.stdin.on("error", () => undefined); // it may have ended before it read
  child.stdin.end(input);
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => resolve({ code, signal, out, err }));
  });
  return { child, ended, said: () => out };
}
