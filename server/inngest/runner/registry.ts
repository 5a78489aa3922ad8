import { z } from "zod";
import { durationMs } from "./duration";
import { compile } from "./expression";
import { type Endpoint, request } from "./http";
import { nextTick } from "./schedule";

/** The Inngest server sends this event at the end of each run; this runner only those of failure and cancellation. */
export const RUN_FINISHED = "inngest/function.finished";
/** The Inngest server's own default: five attempts in all. */
const DEFAULT_RETRIES = 4;
const limit = z.object({
  limit: z.number(),
  key: z.string().optional(),
  scope: z.enum(["fn", "env", "account"]).optional(),
});

const functionConfig = z.object({
  id: z.string(),
  triggers: z.array(
    z.union([
      z.object({ cron: z.string(), jitter: z.string().optional() }),
      z.object({ event: z.string(), expression: z.string().optional() }),
    ]),
  ),
  steps: z.record(z.string(), z.object({ retries: z.object({ attempts: z.number().optional() }).optional() })),
  idempotency: z.string().optional(),
  concurrency: z.union([z.number(), limit, z.array(limit)]).optional(),
  singleton: z.object({ key: z.string().optional(), mode: z.enum(["skip", "cancel"]) }).optional(),
  cancel: z
    .array(z.object({ event: z.string(), if: z.string().optional(), timeout: z.string().optional() }))
    .optional(),
  batchEvents: z
    .object({ maxSize: z.number(), timeout: z.string(), key: z.string().optional(), if: z.string().optional() })
    .optional(),
  rateLimit: z.unknown().optional(),
  throttle: z.unknown().optional(),
  debounce: z.unknown().optional(),
  priority: z.unknown().optional(),
  timeouts: z.unknown().optional(),
});
type FunctionConfig = z.infer<typeof functionConfig>;

export interface RegisteredFunction {
  id: string;
  maxAttempts: number;
  events: { name: string; condition?: string }[];
  crons: { schedule: string; jitterMs: number }[];
  limits: { limit: number; key?: string; scope: "fn" | "env" | "account" }[];
  idempotency?: string;
  singleton?: { key?: string; mode: "skip" | "cancel" };
  cancelOn: { event: string; condition?: string; timeoutMs?: number }[];
  batch?: { maxSize: number; timeoutMs: number; key?: string };
}

export interface Registry {
  functions: ReadonlyMap<string, RegisteredFunction>;
}

/**
 * Asks the app over HTTP which functions it has, as an Inngest server does.
 *
 * @throws Error naming every function that uses what this runner does not do.
 */
export async function register(endpoint: Endpoint): Promise<Registry> {
  const answer = await request(endpoint, {
    method: "PUT",
    headers: { "x-inngest-sync-kind": "in_band" },
    body: JSON.stringify({ url: endpoint.url }),
    timeoutMs: 30_000,
  });
  if (answer.status !== 200) throw new Error(`The app did not name its functions: ${answer.status} ${answer.body}`);
  const { functions } = z.object({ functions: z.array(functionConfig) }).parse(JSON.parse(answer.body));
  const problems = functions.flatMap((config) => unsupported(config).map((problem) => `${config.id}: ${problem}`));
  if (problems.length > 0) throw new Error(`The embedded runner cannot run these functions.\n${problems.join("\n")}`);
  return { functions: new Map(functions.map((config) => [config.id, toFunction(config)])) };
}

const NOT_DONE = ["rateLimit", "throttle", "debounce", "priority", "timeouts"] as const;

function unsupported(config: FunctionConfig): string[] {
  const problems: string[] = NOT_DONE.filter((name) => config[name] !== undefined).map(
    (name) => `${name} is not supported`,
  );
  if (config.batchEvents?.if !== undefined) problems.push("batchEvents.if is not supported");
  const attempt = (check: () => unknown) => {
    try {
      check();
    } catch (error) {
      problems.push(error instanceof Error ? error.message : String(error));
    }
  };
  const expressions = [
    config.idempotency,
    config.singleton?.key,
    config.batchEvents?.key,
    ...limitsOf(config).map((each) => each.key),
    ...(config.cancel ?? []).map((each) => each.if),
    ...config.triggers.map((trigger) => ("event" in trigger ? trigger.expression : undefined)),
  ];
  for (const source of expressions) if (source !== undefined) attempt(() => compile(source));
  for (const trigger of config.triggers) {
    if ("cron" in trigger) attempt(() => nextTick(trigger.cron, new Date()));
    else if (trigger.event.includes("*")) problems.push(`trigger "${trigger.event}": wildcards are not supported`);
    else if (trigger.event === RUN_FINISHED) problems.push(`trigger "${RUN_FINISHED}" is not supported`);
    else if (trigger.event.startsWith("deferred.") || trigger.expression?.includes("_inngest")) {
      problems.push("deferred functions are not supported");
    }
  }
  const durations = [config.batchEvents?.timeout, ...(config.cancel ?? []).map((each) => each.timeout)];
  for (const text of durations) if (text !== undefined) attempt(() => durationMs(text));
  return problems;
}

function limitsOf({ concurrency }: FunctionConfig): z.infer<typeof limit>[] {
  if (concurrency === undefined) return [];
  return typeof concurrency === "number" ? [{ limit: concurrency }] : [concurrency].flat();
}

function toFunction(config: FunctionConfig): RegisteredFunction {
  const { batchEvents: batch } = config;
  const retries = Object.values(config.steps)[0]?.retries?.attempts ?? DEFAULT_RETRIES;
  return {
    id: config.id,
    maxAttempts: retries + 1,
    events: config.triggers.flatMap((trigger) =>
      "event" in trigger ? [{ name: trigger.event, condition: trigger.expression }] : [],
    ),
    crons: config.triggers.flatMap((trigger) =>
      "cron" in trigger ? [{ schedule: trigger.cron, jitterMs: trigger.jitter ? durationMs(trigger.jitter) : 0 }] : [],
    ),
    // A limit of 0 means none, as on the Inngest server.
    limits: limitsOf(config)
      .filter((each) => each.limit > 0)
      .map((each) => ({ ...each, scope: each.scope ?? "fn" })),
    idempotency: config.idempotency,
    singleton: config.singleton,
    cancelOn: (config.cancel ?? []).map((each) => ({
      event: each.event,
      condition: each.if,
      timeoutMs: each.timeout === undefined ? undefined : durationMs(each.timeout),
    })),
    batch: batch && { maxSize: batch.maxSize, timeoutMs: durationMs(batch.timeout), key: batch.key },
  };
}
