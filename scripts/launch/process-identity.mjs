/** A process is known by its number and its start: numbers are used again. */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";

/** @typedef {{ pid: number, started: string }} Identity */

const hasProc = existsSync("/proc/self/stat");

/**
 * @param {number} pid
 * @returns {Identity | undefined} undefined when no such process runs (a zombie does not run)
 */
export function identify(pid) {
  if (!Number.isInteger(pid) || pid <= 1) return undefined;
  const started = hasProc ? startedByProc(pid) : startedByPs(pid);
  return started ? { pid, started } : undefined;
}

/** @param {number} pid */
function startedByProc(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The command, in parentheses, may itself hold spaces and parentheses; fields count from behind it: state is the 3rd.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    if (fields[0] === "Z" || fields[0] === "X") return undefined;
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
    return `${boot}/${fields[19]}`; // 22nd field: clock ticks since boot
  } catch {
    return undefined;
  }
}

/** @param {number} pid */
function startedByPs(pid) {
  try {
    const [state, ...started] = execFileSync("ps", ["-o", "state=,lstart=", "-p", String(pid)], { encoding: "utf8" })
      .trim()
      .split(/\s+/);
    return state?.startsWith("Z") ? undefined : started.join(" ");
  } catch {
    return undefined;
  }
}

/** @param {number} pid the words the process was started with, "" when unknown */
export function commandOf(pid) {
  try {
    if (hasProc) return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ").trim();
    return execFileSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8" }).trim();
  } catch {
    return "";
  }
}

/** @param {Identity | undefined} identity is exactly this process still running? */
export function isRunning(identity) {
  return identity !== undefined && identify(identity.pid)?.started === identity.started;
}

/**
 * @param {Identity} identity
 * @param {number} timeoutMs
 * @returns {Promise<boolean>} true when it is gone
 */
export async function waitGone(identity, timeoutMs) {
  const until = performance.now() + timeoutMs;
  while (isRunning(identity)) {
    if (performance.now() > until) return false;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  return true;
}

/**
 * Asks a process to end, and makes it end if it does not. A process that is not exactly this one is left alone.
 * @param {Identity | undefined} identity
 * @param {{ signal?: NodeJS.Signals, patienceMs?: number }} [how]
 */
export async function endProcess(identity, { signal = "SIGTERM", patienceMs = 10_000 } = {}) {
  if (!identity || !isRunning(identity)) return;
  send(identity, signal);
  if (await waitGone(identity, patienceMs)) return;
  send(identity, "SIGKILL");
  await waitGone(identity, 5_000);
}

/**
 * @param {Identity} identity
 * @param {NodeJS.Signals} signal
 */
function send(identity, signal) {
  try {
    if (isRunning(identity)) process.kill(identity.pid, signal);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}
