import type { Sql } from "@/db/client";
import type { Emit, JobEvent } from "../context";
import { storeEvents } from "./event-store";
import { assertDeclared } from "./events";
import { isEmbedded } from "./mode";

const CHUNK = 1000;

/** How a process emits events: to the embedded runner through its database, else to the Inngest server. */
export function createEmit(sql: Sql): Emit {
  return async (given) => {
    const events = [given].flat();
    for (const event of events) assertDeclared(event);
    for (let from = 0; from < events.length; from += CHUNK) {
      const chunk = events.slice(from, from + CHUNK);
      await (isEmbedded() ? storeEvents(sql, chunk) : send(chunk));
    }
  };
}

async function send(events: JobEvent[]): Promise<void> {
  const { inngest } = await import("./client"); // only where there is a server to send to
  await inngest.send(events);
}
