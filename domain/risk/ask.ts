import type { Strategy } from "./response";
import { isAtLeast, type Severity } from "./severity";

/** What decides whether a committee is asked for something on a risk. */
export type Asking = {
  readonly severity: Severity | null;
  readonly beyond: boolean;
  readonly strategy: Strategy | null;
  /** Its acceptance is proposed and not decided. */
  readonly proposed: boolean;
  /** An acceptance holds. */
  readonly accepted: boolean;
  readonly hasOwner: boolean;
  readonly overdueActions: number;
};

/** What is asked for, the weightiest first; "None" where the response runs as it should. */
export function askOf({ severity, beyond, strategy, proposed, accepted, hasOwner, overdueActions }: Asking): string {
  if (proposed) return "Decide: accept it";
  if (strategy === "escalate") return "Decide: escalated";
  if (beyond && !accepted && strategy === null) return "Choose a response";
  if (!hasOwner) return "Name an owner";
  if (overdueActions > 0) return overdueActions === 1 ? "An action is overdue" : "Actions are overdue";
  if (beyond && !accepted) return severity !== null && isAtLeast(severity, "red") ? "Back the response" : "Note";
  return "None";
}

/** True where the committee has to decide or act, not only to know. */
export const isDecision = (ask: string): boolean => ask !== "None" && ask !== "Note";
