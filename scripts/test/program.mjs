/** Any program, run to its end with what it printed. */
import { spawn } from "node:child_process";

/**
 * @param {string} command
 * @param {string[]} words
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, stream?: boolean, timeoutMs?: number }} [options]
 * @returns {Promise<{ code: number, output: string }>}
 */
export function runProgram(command, words, { cwd, env = process.env, stream = false, timeoutMs } = {}) {
  const child = spawn(command, words, { cwd, env, stdio: ["ignore", "pipe", "pipe"], timeout: timeoutMs });
  let output = "";
  for (const source of [child.stdout, child.stderr]) {
    source.setEncoding("utf8").on("data", (text) => {
      output += text;
      if (stream) process.stdout.write(text);
    });
  }
  return new Promise((resolve) => {
    child.once("error", (error) => resolve({ code: 127, output: error.message }));
    child.once("close", (code) => resolve({ code: code ?? 1, output }));
  });
}
