import { keyOf } from "./expression";
import { limitKeys } from "./limits";
import type { RegisteredFunction } from "./registry";

export interface StoredEvent {
  id: string;
  name: string;
  ts: number;
  data: unknown;
}

/** What runner.start() takes. */
export interface RunSpec {
  fnId: string;
  event: StoredEvent;
  keys: string[];
  dueAt?: Date;
  idempotencyKey?: string;
  singletonKey?: string;
  singletonMode?: "skip" | "cancel";
  batchKey?: string;
  batchMax?: number;
  cronTick?: Date;
  parentRun?: string;
  parentStep?: string;
}

/** The run an event or a tick starts. */
export function triggeredRun(fn: RegisteredFunction, event: StoredEvent, at: Date): RunSpec {
  const { idempotency, singleton, batch } = fn;
  return {
    fnId: fn.id,
    event,
    keys: limitKeys(fn, event),
    ...(event.ts > at.getTime() && { dueAt: new Date(event.ts) }), // an event of the future waits for its time
    ...(idempotency !== undefined && { idempotencyKey: keyOf(idempotency, { event }) }),
    ...(singleton && { singletonKey: keyOrAll(singleton.key, event), singletonMode: singleton.mode }),
    ...(batch && {
      batchKey: keyOrAll(batch.key, event),
      batchMax: batch.maxSize,
      dueAt: batch.maxSize > 1 ? new Date(at.getTime() + batch.timeoutMs) : at,
    }),
  };
}

function keyOrAll(key: string | undefined, event: StoredEvent): string {
  return key === undefined ? "" : (keyOf(key, { event }) ?? "");
}
