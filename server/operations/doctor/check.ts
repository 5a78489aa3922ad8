export type Status = "ok" | "warn" | "fail";
/** One line of the report. `todo` says what to do unless all is well. */
export type Finding = { check: string; status: Status; says: string; todo?: string };

export const ok = (check: string, says: string): Finding => ({ check, status: "ok", says });
export const warn = (check: string, says: string, todo: string): Finding => ({ check, status: "warn", says, todo });
export const fail = (check: string, says: string, todo: string): Finding => ({ check, status: "fail", says, todo });

/** A driver gives a list of causes and no words of its own when a port does not answer. */
export function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(error.errors[0]);
  return error instanceof Error ? error.message || error.name : String(error);
}
