import { storableJson } from "../storable";
import type { Failure, Outcome, Task } from "./call";
import type { DriveContext } from "./drive-context";
import { type StepChange, stepChange } from "./operations";
import type { RegisteredFunction } from "./registry";

/** Stores what a call came to, in one transaction, before the run moves on. */
export async function settle(
  context: DriveContext,
  task: Task,
  fn: RegisteredFunction,
  outcome: Outcome,
): Promise<void> {
  const { registry, settings, log } = context;
  const at = settings.clock.now();
  switch (outcome.kind) {
    case "finished":
      return end(context, task, at, "completed", outcome.output, null);
    case "failed":
      return giveUp(context, task, at, outcome.failure, task.stepId);
    case "retry": {
      if (task.attempt + 1 >= fn.maxAttempts) {
        return giveUp(context, task, at, outcome.failure, task.stepId || outcome.stepId || "");
      }
      const due = outcome.at ?? new Date(at.getTime() + settings.retryDelayMs(task.attempt));
      log.warn(
        { run: task.runId, function: fn.id, attempt: task.attempt + 1, again: due, reason: outcome.failure.message },
        "a call failed and will be repeated",
      );
      await context.sql`select runner.settle_retry(${context.epoch}, ${task.id}, ${due})`;
      return;
    }
    case "moved": {
      let changes: StepChange[];
      try {
        changes = outcome.operations.map((each) => stepChange(each, task, registry, at, outcome.race));
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        return giveUp(context, task, at, { name: "Error", message }, "");
      }
      return store(context, task, at, changes);
    }
  }
}

/** The last attempt failed: a step hands its error to the function, a function's failure ends the run. */
function giveUp(context: DriveContext, task: Task, at: Date, failure: Failure, stepId: string): Promise<void> {
  if (stepId) {
    const result = { type: "error", error: failure } as const;
    return store(context, task, at, [{ id: stepId, op: "run", name: stepId, race: false, result }]);
  }
  context.log.error({ run: task.runId, function: task.fnId, reason: failure.message }, "a run failed");
  return end(context, task, at, "failed", null, failure);
}

async function store({ sql, epoch }: DriveContext, task: Task, at: Date, changes: StepChange[]): Promise<void> {
  const steps = storableJson(changes.map(({ result, ...step }) => step));
  const results = changes.map(({ result }) => (result ? JSON.stringify(result) : null));
  await sql`select runner.settle(${epoch}, ${at}, ${task.id}, ${steps}::text::json, ${results}::text[])`;
}

async function end(
  { sql, epoch }: DriveContext,
  task: Task,
  at: Date,
  how: "completed" | "failed",
  output: unknown,
  failure: Failure | null,
): Promise<void> {
  const result = how === "completed" ? JSON.stringify(output ?? null) : null;
  await sql`
    select runner.settle_end(${epoch}, ${at}, ${task.id}, ${how}, ${result}::text::json,
      ${failure && storableJson(failure)}::text::json)`;
}
