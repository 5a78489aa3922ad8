import { awayFrom } from "@/db/unreachable";
import { log } from "../log";

/**
 * The driver makes promises of its own while it connects, and nobody waits for them: one that fails because the database
 * went away must not end the process. Everything else that nobody waits for still does.
 */
export function outliveStrayFailures(): void {
  process.on("unhandledRejection", (reason) => {
    if (!awayFrom(reason)) throw reason;
    log.warn({ err: reason }, "a connection to the database failed");
  });
}
