import { join } from "node:path";
import { build } from "esbuild";

/** Bundles a source of the pack for a check that needs it outside this process; the start script does the same. */
export async function buildFor(entry: { file: string } | { code: string }, name: string): Promise<string> {
  const outfile = join(process.cwd(), ".cache", `${name}-${process.pid}.mjs`);
  await build({
    ...("file" in entry
      ? { entryPoints: [entry.file] }
      : { stdin: { contents: entry.code, resolveDir: process.cwd(), loader: "ts" as const } }),
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    packages: "external",
    jsx: "automatic",
    define: { "process.env.NODE_ENV": '"production"' },
    logLevel: "silent",
  });
  return outfile;
}
