/** Any program, run to its end with what it printed. */
import { spawn } from "node:child_process";

/** Programs under way: ended with this process. @type {Set<number>} */
const groups = new Set();
process.on("exit", () => {
  for (const pid of groups) endGroup(pid);
});

/** @param {number} pid of a group's leader: workers that loop forever end too */
function endGroup(pid) {
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // already gone
  }
}

/**
 * @param {string} command
 * @param {string[]} words
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, stream?: boolean, timeoutMs?: number, silenceMs?: number }} [options]
 *   `silenceMs`: ended when it has printed nothing for so long
 * @returns {Promise<{ code: number, output: string }>}
 */
export function runProgram(command, words, { cwd, env = process.env, stream = false, timeoutMs, silenceMs } = {}) {
  const child = spawn(command, words, { cwd, env, stdio: ["ignore", "pipe", "pipe"], detached: true });
  const { pid } = child;
  if (pid !== undefined) groups.add(pid);
  const end = () => pid !== undefined && endGroup(pid);
  const limit = timeoutMs === undefined ? undefined : setTimeout(end, timeoutMs);
  let silence = silenceMs === undefined ? undefined : setTimeout(end, silenceMs);
  let output = "";
  for (const source of [child.stdout, child.stderr]) {
    source.setEncoding("utf8").on("data", (text) => {
      output += text;
      if (stream) process.stdout.write(text);
      silence?.refresh();
    });
  }
  return new Promise((resolve) => {
    /** @param {number} code */
    const done = (code) => {
      clearTimeout(limit);
      clearTimeout(silence);
      silence = undefined;
      if (pid !== undefined) groups.delete(pid);
      resolve({ code, output });
    };
    child.once("error", (error) => {
      output = error.message;
      done(127);
    });
    child.once("close", (code) => done(code ?? 1));
  });
}
