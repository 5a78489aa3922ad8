/** The product's own processes: started, watched, started again when they die, stopped in order. */
import { spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { rotate, tail } from "./log.mjs";
import { endProcess, identify } from "./process-identity.mjs";
import { StepError } from "./step.mjs";

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;
const STEADY_MS = 60_000; // after this long alive, the next death counts as the first
const STOP_PATIENCE_MS = 10_000;

/** @typedef {{ name: string, args: string[], cwd: string, env: NodeJS.ProcessEnv, log: string, inherit?: boolean, firstPauseMs?: number }} Plan */
/** @typedef {import("./process-identity.mjs").Identity} Identity */

/**
 * @param {Plan} plan
 * @param {{ changed(): void, say(text: string): void }} watcher
 */
export function supervise(plan, watcher) {
  const firstPauseMs = plan.firstPauseMs ?? FIRST_PAUSE_MS;
  let pause = firstPauseMs;
  /** The process that runs now. Its end is expected once it was asked to end. */
  let current = { isExpected: false, identity: /** @type {Identity | undefined} */ (undefined) };
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  /** @type {(error: StepError) => void} */
  let giveUp = () => undefined;
  let isSettled = false;
  /** Rejects when the process dies before `settle()` was called: a start that fails is not tried again and again. */
  const failed = new Promise((_, reject) => {
    giveUp = reject;
  });
  failed.catch(() => undefined);

  const start = () => {
    rotate(plan.log);
    const out = plan.inherit ? undefined : openSync(plan.log, "a");
    const startedAt = performance.now();
    // Detached, so that Ctrl-C reaches the launcher alone; into a file, so that it outlives a launcher that was killed.
    const child = spawn(process.execPath, plan.args, {
      cwd: plan.cwd,
      env: plan.env,
      detached: true,
      stdio: plan.inherit ? ["ignore", "inherit", "inherit"] : ["ignore", out, out],
    });
    if (out !== undefined) closeSync(out);
    const started = { isExpected: false, identity: child.pid === undefined ? undefined : identify(child.pid) };
    current = started;
    watcher.changed();
    child.once("exit", (code, signal) => {
      started.identity = undefined;
      if (started.isExpected) return;
      const how = signal ? `was ended by ${signal}` : `ended with code ${code}`;
      if (!isSettled) {
        giveUp(
          new StepError(
            `${plan.name} ${how} while starting.`,
            `Its last words are below; all of them are in ${plan.log}.`,
            tail(plan.log),
          ),
        );
        return;
      }
      if (performance.now() - startedAt > STEADY_MS) pause = firstPauseMs;
      watcher.say(`${plan.name} ${how}; starting it again in ${pause / 1000} s (log: ${plan.log})`);
      timer = setTimeout(start, pause);
      pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
    });
  };
  start();
  const end = async () => {
    clearTimeout(timer);
    current.isExpected = true;
    await endProcess(current.identity, { patienceMs: STOP_PATIENCE_MS });
  };

  return {
    name: plan.name,
    failed,
    settle: () => {
      isSettled = true;
    },
    identity: () => current.identity,
    /** Ends it for good; requests and steps in hand may finish. */
    stop: end,
    /** Ends it and starts it again at once, for instance with new code. */
    restart: async () => {
      await end();
      pause = firstPauseMs;
      start();
    },
  };
}
