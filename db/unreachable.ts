/** Codes of the network, the driver and PostgreSQL that say: the database never got the statement. */
const NOT_REACHED = [
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "CONNECT_TIMEOUT",
  "57P03",
  "53100", // the disk is full: the statement was taken back
  "53200",
  "53300",
];
/** It may have got it: the connection broke while a statement was under way. */
const BROKEN = ["ECONNRESET", "EPIPE", "ETIMEDOUT", "CONNECTION_CLOSED", "CONNECTION_DESTROYED", "57P01", "57P02"];

/** Whether a failure means that the database is away, and whether a statement may have reached it. Looks through causes. */
export function awayFrom(error: unknown): "not reached" | "broken" | null {
  for (let at = error; at instanceof Error; at = at.cause) {
    const { code } = at as Error & { code?: unknown };
    if (typeof code !== "string") continue;
    if (NOT_REACHED.includes(code)) return "not reached";
    if (BROKEN.includes(code)) return "broken";
  }
  return null;
}
