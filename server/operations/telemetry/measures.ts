import { Counter, Histogram } from "./registry";

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

const made = () => ({
  procedures: new Counter(
    "portolan_procedure_calls_total",
    "Calls of a procedure by outcome: ok, or the code of the refusal.",
  ),
  procedureSeconds: new Histogram(
    "portolan_procedure_duration_seconds",
    "How long calls of a procedure took.",
    SECONDS,
  ),
  responses: new Counter("portolan_http_responses_total", "Answers of the web process by route and status."),
  responseSeconds: new Histogram("portolan_http_response_duration_seconds", "Time until an answer was sent.", SECONDS),
});

// The pages are bundled apart from server/main.ts and run in the same process: both count here.
const SLOT = Symbol.for("portolan.measures");
const host = globalThis as { [SLOT]?: ReturnType<typeof made> };

/** What one process counts. */
export function measures(): ReturnType<typeof made> {
  host[SLOT] ??= made();
  return host[SLOT];
}

export function countCall(procedure: string, outcome: string, ms: number): void {
  const { procedures, procedureSeconds } = measures();
  procedures.add({ procedure, outcome });
  procedureSeconds.observe({ procedure }, ms / 1000);
}

export function countResponse(route: string, status: number, ms: number): void {
  const { responses, responseSeconds } = measures();
  responses.add({ route, status: String(status) });
  responseSeconds.observe({ route }, ms / 1000);
}
