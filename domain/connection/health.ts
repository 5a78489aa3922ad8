/** How polling of a connection goes. */
export const CONNECTION_STATUSES = ["new", "ok", "failing", "needs_reauth", "open_circuit"] as const;
export type ConnectionStatus = (typeof CONNECTION_STATUSES)[number];

export const CONNECTION_STATUS_TEXT: Record<ConnectionStatus, string> = {
  new: "not polled yet",
  ok: "working",
  failing: "failing",
  needs_reauth: "sign-in refused",
  open_circuit: "resting after failures",
};

export type ConnectionHealth = { status: ConnectionStatus; consecutiveFailures: number; circuitOpenUntil: Date | null };

export const NEW_HEALTH: ConnectionHealth = { status: "new", consecutiveFailures: 0, circuitOpenUntil: null };

/** What one poll came to. `wait` is what the platform asked for (Retry-After), in milliseconds. */
export type PollOutcome =
  | { kind: "ok" }
  | { kind: "auth" | "config" | "contract" | "transient" }
  | { kind: "rate_limited"; waitMs: number };

/** After so many failures in a row the connection rests. */
export const FAILURES_TO_OPEN = 5;
const FIRST_REST_MS = 60_000;
const LONGEST_REST_MS = 3_600_000;

/** Rest after `failures` in a row: one minute at the fifth, doubled with each further one, at most an hour. */
export function restMs(failures: number): number {
  if (failures < FAILURES_TO_OPEN) return 0;
  return Math.min(LONGEST_REST_MS, FIRST_REST_MS * 2 ** (failures - FAILURES_TO_OPEN));
}

/**
 * Circuit breaker. A refused sign-in stops polling until a person edits the connection; being asked to wait is not a
 * failure; any success closes the circuit.
 */
export function afterPoll(before: ConnectionHealth, outcome: PollOutcome, now: Date): ConnectionHealth {
  if (outcome.kind === "ok") return { status: "ok", consecutiveFailures: 0, circuitOpenUntil: null };
  if (outcome.kind === "rate_limited")
    return { ...before, circuitOpenUntil: new Date(now.getTime() + Math.min(outcome.waitMs, LONGEST_REST_MS)) };
  const consecutiveFailures = before.consecutiveFailures + 1;
  if (outcome.kind === "auth") return { status: "needs_reauth", consecutiveFailures, circuitOpenUntil: null };
  const rest = restMs(consecutiveFailures);
  if (rest === 0) return { status: "failing", consecutiveFailures, circuitOpenUntil: null };
  return { status: "open_circuit", consecutiveFailures, circuitOpenUntil: new Date(now.getTime() + rest) };
}

/** Whether a poll may start now. A rest that is over lets one poll through. */
export function mayPoll(health: Pick<ConnectionHealth, "status" | "circuitOpenUntil">, now: Date): boolean {
  if (health.status === "needs_reauth") return false;
  return health.circuitOpenUntil === null || health.circuitOpenUntil <= now;
}

/** No success for more than twice the interval (and at least two minutes): figures may be stale. */
export function isStale(lastSuccessAt: Date | null, intervalSeconds: number, now: Date): boolean {
  if (lastSuccessAt === null) return true;
  return now.getTime() - lastSuccessAt.getTime() > Math.max(120_000, 2 * intervalSeconds * 1000);
}
