import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import type { Sql } from "@/db/client";
import { drive } from "./drive";
import type { RunnerLog } from "./drive-context";
import type { Endpoint } from "./http";
import { campaign, type Leadership } from "./leader";
import { register } from "./registry";
import { defaultSettings, type RunnerSettings } from "./settings";

export interface RunnerOptions {
  /** For the session lock, which needs a connection of its own. */
  databaseUrl: string;
  sql: Sql;
  endpoint: Endpoint;
  log: RunnerLog;
  settings?: Partial<RunnerSettings>;
  worker?: string;
}

export interface Runner {
  readonly worker: string;
  readonly isLeading: boolean;
  /** Takes no further call, waits at most `graceMs` for those in hand, and gives up the lead. */
  stop(graceMs?: number): Promise<void>;
}

/**
 * Drives the app's functions as long as this worker leads, and stands by as long as another does.
 *
 * @throws Error when the app does not answer or has functions that this runner does not support.
 */
export async function startRunner(options: RunnerOptions): Promise<Runner> {
  const { databaseUrl, sql, endpoint, log } = options;
  const settings = { ...defaultSettings, ...options.settings };
  const worker = options.worker ?? randomUUID();
  const registry = await register(endpoint);
  const stopping = new AbortController();
  let leadership: Leadership | undefined;
  let grace = 10_000;

  const beat = async () => {
    await sql`
      insert into runner.heartbeat (worker, at, "leading") values (${worker}, clock_timestamp(), ${leadership !== undefined})
      on conflict (worker) do update set at = excluded.at, "leading" = excluded."leading"`;
    await leadership?.check();
  };
  const beats = async () => {
    while (!stopping.signal.aborted) {
      await beat().catch((error: unknown) => log.warn({ err: error }, "no sign of life could be written"));
      await delay(settings.heartbeatMs, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
    await sql`delete from runner.heartbeat where worker = ${worker}`.catch(() => undefined);
  };
  const lead = async () => {
    while (!stopping.signal.aborted) {
      try {
        leadership = await campaign(databaseUrl, worker, { everyMs: settings.electionMs, stop: stopping.signal });
        if (leadership) {
          log.info(
            { worker, epoch: leadership.epoch, functions: registry.functions.size },
            "this worker drives the jobs",
          );
          const until = AbortSignal.any([stopping.signal, leadership.lost]);
          await drive({ sql, endpoint, registry, settings, log, epoch: leadership.epoch }, until, () => grace);
        }
      } catch (error) {
        log.error({ err: error }, "the runner stopped driving and will try again");
      } finally {
        await leadership?.release().catch(() => undefined);
        leadership = undefined;
      }
      await delay(settings.electionMs, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  };
  const running = Promise.all([beats(), lead()]);
  return {
    worker,
    get isLeading() {
      return leadership !== undefined;
    },
    stop: async (graceMs = 10_000) => {
      grace = graceMs;
      stopping.abort();
      await running;
    },
  };
}
