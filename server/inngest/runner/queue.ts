import { setTimeout as delay } from "node:timers/promises";
import { callFunction, type Task } from "./call";
import type { DriveContext } from "./drive-context";
import { Capacity } from "./limits";
import { settle } from "./settle";
import { isSuperseded, persist } from "./superseded";

/** Calls that are under way, and the queue they come from. */
export class CallQueue {
  readonly #context: DriveContext;
  readonly #capacity = new Capacity();
  readonly #busy = new Map<string, Promise<void>>();

  constructor(context: DriveContext) {
    this.#context = context;
  }

  get size(): number {
    return this.#busy.size;
  }

  /** Begins as many due calls as there is room for. @returns whether it began any */
  async begin(): Promise<boolean> {
    const { sql, registry, settings, epoch } = this.#context;
    const room = settings.parallel - this.#busy.size;
    if (room <= 0) return false;
    const due = await sql<{ id: string; fnId: string; keys: string[] }[]>`
      select id, fn_id as "fnId", keys from runner.task
      where due_at <= ${settings.clock.now()} and fn_id = any(${[...registry.functions.keys()]}::text[])
        and id <> all(${[...this.#busy.keys()]}::bigint[]) and not keys && ${this.#capacity.full}::text[]
      order by due_at, id limit ${room * 4}`;
    const chosen = new Map<string, string[]>();
    for (const { id, fnId, keys } of due) {
      const fn = registry.functions.get(fnId);
      if (chosen.size < room && fn && this.#capacity.enter(fn, keys)) chosen.set(id, keys);
    }
    if (chosen.size === 0) return false;
    try {
      const tasks = await sql<Task[]>`
        select id, run_id as "runId", fn_id as "fnId", step_id as "stepId", attempt, starts, events, steps, stack, open
        from runner.take(${epoch}, ${[...chosen.keys()]}::bigint[])`;
      for (const task of tasks) {
        const keys = chosen.get(task.id) ?? [];
        chosen.delete(task.id);
        this.#busy.set(task.id, this.#carryOut(task, keys));
      }
    } finally {
      for (const keys of chosen.values()) this.#capacity.leave(keys);
    }
    return true;
  }

  /** Resolves when no call is under way. */
  async idle(): Promise<void> {
    while (this.#busy.size > 0) await Promise.all(this.#busy.values());
  }

  async #carryOut(task: Task, keys: readonly string[]): Promise<void> {
    const { endpoint, registry, settings, log } = this.#context;
    const fn = registry.functions.get(task.fnId);
    try {
      if (!fn) return;
      const outcome =
        task.starts > settings.maxStarts
          ? ({
              kind: "failed",
              failure: { name: "Error", message: `The worker died ${settings.maxStarts} times here` },
            } as const)
          : await callFunction(endpoint, task, {
              maxAttempts: fn.maxAttempts,
              timeoutMs: settings.callTimeoutMs,
              now: settings.clock.now,
            });
      await persist(() => settle(this.#context, task, fn, outcome), delay);
    } catch (error) {
      if (isSuperseded(error)) this.#context.superseded();
      else
        log.error(
          { err: error, run: task.runId, function: task.fnId },
          "a result could not be stored; the call will be repeated",
        );
    } finally {
      this.#busy.delete(task.id);
      this.#capacity.leave(keys);
      this.#context.ring();
    }
  }
}
