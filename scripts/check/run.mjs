/** One tool, run to its end with what it printed. */
import { spawn } from "node:child_process";

/** @typedef {{ name: string, ok: boolean, ms: number, output: string }} Outcome */

/**
 * @param {string[]} words program of node_modules and its arguments, run by this Node
 * @param {{ cwd: string, env?: NodeJS.ProcessEnv, stream?: boolean }} options
 * @returns {Promise<{ code: number, output: string }>}
 */
export function runTool(words, { cwd, env = process.env, stream = false }) {
  const child = spawn(process.execPath, words, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const source of [child.stdout, child.stderr]) {
    source.setEncoding("utf8").on("data", (text) => {
      output += text;
      if (stream) process.stdout.write(text);
    });
  }
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ code: code ?? 1, output }));
  });
}

/**
 * @param {string} name
 * @param {() => Promise<{ ok: boolean, output: string }>} run
 * @returns {Promise<Outcome>}
 */
export async function timed(name, run) {
  const from = performance.now();
  try {
    return { name, ...(await run()), ms: performance.now() - from };
  } catch (error) {
    const output = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { name, ok: false, output, ms: performance.now() - from };
  }
}

/**
 * The outcomes of jobs in their order, `most` of them under way at a time.
 * @template T
 * @param {number} most
 * @param {(() => Promise<T>)[]} jobs
 * @returns {Promise<T[]>}
 */
export async function inTurn(most, jobs) {
  /** @type {T[]} */
  const outcomes = [];
  const waiting = jobs.entries();
  const lane = async () => {
    for (const [place, job] of waiting) outcomes[place] = await job();
  };
  await Promise.all(Array.from({ length: most }, lane));
  return outcomes;
}
