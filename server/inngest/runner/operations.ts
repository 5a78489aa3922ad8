import type { Failure, Operation, Task } from "./call";
import { instantOf } from "./duration";
import { limitKeys } from "./limits";
import { type Registry, RUN_FINISHED } from "./registry";
import type { RunSpec, StoredEvent } from "./run-spec";

/** What runner.settle() takes: a step with its result, or a step that is open and what it waits for. */
export interface StepChange {
  id: string;
  op: "run" | "sleep" | "wait" | "invoke";
  name: string;
  race: boolean;
  dueAt?: Date;
  eventName?: string;
  condition?: string;
  child?: RunSpec;
  result?: { type: "data"; data: unknown } | { type: "error"; error: Failure };
}

const YEAR_MS = 365 * 86_400_000;

/**
 * @throws RangeError for an operation this runner does not do.
 */
export function stepChange(operation: Operation, task: Task, registry: Registry, at: Date, race: boolean): StepChange {
  const { id, opts } = operation;
  const base = { id, name: operation.displayName ?? operation.name ?? id, race: race || opts?.parallelMode === "race" };
  const giveUp = () => (opts?.timeout ? instantOf(opts.timeout, at) : new Date(at.getTime() + YEAR_MS));
  switch (operation.op) {
    case "StepRun":
    case "Step":
      return { ...base, op: "run", result: { type: "data", data: operation.data ?? null } };
    case "StepFailed":
      return {
        ...base,
        op: "run",
        result: { type: "error", error: operation.error ?? { name: "Error", message: "Unknown error" } },
      };
    case "StepPlanned":
      return { ...base, op: "run" };
    case "Sleep":
      return { ...base, op: "sleep", dueAt: instantOf(operation.name ?? "", at) };
    case "WaitForEvent":
      if (operation.name === RUN_FINISHED) throw new RangeError(`The embedded runner does not send ${RUN_FINISHED}`);
      return {
        ...base,
        op: "wait",
        dueAt: giveUp(),
        eventName: operation.name ?? "",
        condition: opts?.if ?? undefined,
      };
    case "InvokeFunction": {
      const fn = registry.functions.get(opts?.function_id ?? "");
      if (!fn) {
        const error = { name: "Error", message: `No function ${opts?.function_id ?? ""} to invoke` };
        return { ...base, op: "invoke", result: { type: "error", error } };
      }
      const event: StoredEvent = {
        id: `invoke:${task.runId}:${id}`,
        name: "inngest/function.invoked",
        ts: at.getTime(),
        data: opts?.payload?.data ?? {},
      };
      const child: RunSpec = { fnId: fn.id, event, keys: limitKeys(fn, event), parentRun: task.runId, parentStep: id };
      return { ...base, op: "invoke", dueAt: giveUp(), child };
    }
    default:
      throw new RangeError(`The embedded runner does not support the step operation ${operation.op}`);
  }
}
