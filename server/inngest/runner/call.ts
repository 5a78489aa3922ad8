import { z } from "zod";
import { retryInstant } from "./duration";
import { type Answer, type Endpoint, request } from "./http";

/** One row of runner.take(). Events, steps and stack stay text: they go into the request as they are. */
export interface Task {
  id: string;
  runId: string;
  fnId: string;
  stepId: string;
  attempt: number;
  starts: number;
  events: string;
  steps: string;
  stack: string;
  open: boolean;
}

export interface Failure {
  name: string;
  message: string;
  stack?: string;
  cause?: unknown;
}

const failure = z
  .object({
    name: z.string().optional(),
    message: z.string().optional(),
    error: z.unknown().optional(),
    stack: z.string().optional(),
    cause: z.unknown().optional(),
  })
  .transform(
    ({ name, message, error, stack, cause }): Failure => ({
      name: name || "Error",
      message: message || String(error ?? "Unknown error"),
      stack,
      cause,
    }),
  );

const operation = z.object({
  op: z.string(),
  id: z.string(),
  name: z.string().nullish(),
  displayName: z.string().nullish(),
  data: z.unknown(),
  error: failure.nullish(),
  opts: z
    .object({
      if: z.string().nullish(),
      timeout: z.string().nullish(),
      function_id: z.string().nullish(),
      payload: z.object({ data: z.unknown() }).nullish(),
      parallelMode: z.string().nullish(),
    })
    .nullish(),
});
export type Operation = z.infer<typeof operation>;

export type Outcome =
  | { kind: "finished"; output: unknown }
  | { kind: "failed"; failure: Failure }
  | { kind: "retry"; failure: Failure; at?: Date; stepId?: string }
  | { kind: "moved"; operations: Operation[]; race: boolean };

/** Calls a function once and says what came of it. Never throws: no answer is an outcome too. */
export async function callFunction(
  endpoint: Endpoint,
  task: Task,
  options: { maxAttempts: number; timeoutMs: number; now: () => Date },
): Promise<Outcome> {
  let answer: Answer;
  try {
    answer = await request(endpoint, {
      method: "POST",
      query: { fnId: task.fnId, stepId: task.stepId || "step" },
      headers: { "x-inngest-run-id": task.runId },
      body: requestBody(task, options.maxAttempts),
      timeoutMs: options.timeoutMs,
    });
  } catch (error) {
    return {
      kind: "retry",
      failure: { name: "Error", message: error instanceof Error ? error.message : String(error) },
    };
  }
  try {
    return readAnswer(answer, options.now());
  } catch (error) {
    const message = `The app's answer (${answer.status}) was not understood: ${error instanceof Error ? error.message : String(error)}`;
    return { kind: "retry", failure: { name: "Error", message } };
  }
}

function requestBody(task: Task, maxAttempts: number): string {
  const ctx = JSON.stringify({
    run_id: task.runId,
    attempt: task.attempt,
    max_attempts: maxAttempts,
    // With steps open, a step found alone must be planned, not run inside this call.
    disable_immediate_execution: task.open,
    use_api: false,
  });
  const stack = `"stack":{"stack":${task.stack},"current":0}`;
  const context = `${ctx.slice(0, -1)},${stack}}`;
  return `{"version":2,"ctx":${context},"event":${firstOf(task.events)},"events":${task.events},"steps":${task.steps}}`;
}

function firstOf(events: string): string {
  const [first] = JSON.parse(events) as unknown[];
  return JSON.stringify(first);
}

function readAnswer(answer: Answer, now: Date): Outcome {
  const body: unknown = answer.body === "" ? null : JSON.parse(answer.body);
  if (answer.status === 200) return { kind: "finished", output: body };
  const wait = answer.headers["retry-after"];
  const at = wait === undefined ? undefined : retryInstant(wait, now);
  if (answer.status !== 206) {
    const said = failure.catch({ name: "Error", message: answer.body.slice(0, 2000) }).parse(body);
    return answer.headers["x-inngest-no-retry"] === "true"
      ? { kind: "failed", failure: said }
      : { kind: "retry", failure: said, at };
  }
  const operations = z.array(operation).parse([body].flat());
  const complete = operations.find((each) => each.op === "RunComplete");
  if (complete) return { kind: "finished", output: complete.data };
  const erred = operations.find((each) => each.op === "StepError");
  if (erred)
    return { kind: "retry", failure: erred.error ?? { name: "Error", message: "Unknown error" }, at, stepId: erred.id };
  return { kind: "moved", operations, race: answer.headers["x-inngest-req-version"] === "1" };
}
