/** Bundles made again on every change, for `npm run dev`. */
import { rmSync } from "node:fs";
import { join } from "node:path";
import { bundleOptions, loadEsbuild } from "./build.mjs";
import { StepError } from "./step.mjs";

/** @param {string} root */
export async function watchBundles(root) {
  const esbuild = await loadEsbuild(root);
  const outdir = join(root, "dist", "dev");
  rmSync(outdir, { recursive: true, force: true });
  let builds = 0;
  /** @type {() => unknown} */
  let rebuilt = () => undefined;
  /** @type {(errors: { text: string, location?: { file: string, line: number } | null }[]) => void} */
  let firstDone = () => undefined;
  /** @type {Promise<{ text: string, location?: { file: string, line: number } | null }[]>} */
  const first = new Promise((resolve) => {
    firstDone = resolve;
  });
  const options = bundleOptions(root, outdir, true);
  const context = await esbuild.context({
    ...options,
    logLevel: "error",
    plugins: [
      {
        name: "rebuilt",
        /** @param {import("esbuild").PluginBuild} build */
        setup(build) {
          build.onEnd(({ errors }) => {
            builds += 1;
            if (builds === 1) firstDone(errors);
            else if (errors.length === 0) rebuilt();
          });
        },
      },
    ],
  });
  await context.watch();
  const errors = await first;
  if (errors.length > 0) {
    await context.dispose();
    throw new StepError("The server could not be bundled.", "Mend the lines named above, and start again.");
  }
  return {
    stop: () => context.dispose(),
    /** @param {() => unknown} run */
    onRebuilt: (run) => {
      rebuilt = run;
    },
  };
}
