import { randomUUID } from "node:crypto";
import type { Sql } from "@/db/client";
import { storableJson } from "./storable";

export interface OutgoingEvent {
  name: string;
  data?: unknown;
  id?: string;
  ts?: number;
  v?: string;
}

/** Writes events where the embedded runner finds them. @returns their ids */
export async function storeEvents(sql: Sql, events: readonly OutgoingEvent[], now = Date.now()): Promise<string[]> {
  const rows = events.map(({ name, data, id, ts, v }) => {
    const body = { id: id ?? randomUUID(), name, data: data ?? {}, ts: ts ?? now, ...(v && { v }) };
    return { id: body.id, name, keyed: id !== undefined, body };
  });
  if (rows.length > 0) await sql`select runner.emit(${storableJson(rows)}::text::json)`;
  return rows.map(({ id }) => id);
}

/**
 * A fetch for the Inngest client: what it would send to an Inngest server goes to the embedded runner instead. So
 * `step.sendEvent` works unchanged. The server's other services do not exist here and say so.
 */
export function embeddedFetch(sql: () => Sql): typeof fetch {
  return async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    if (init?.method !== "POST" || !url.pathname.startsWith("/e/") || typeof init.body !== "string") {
      return Response.json(
        { error: `The embedded runner does not offer ${url.pathname}`, status: 501 },
        { status: 501 },
      );
    }
    const ids = await storeEvents(sql(), [JSON.parse(init.body)].flat() as OutgoingEvent[]);
    return Response.json({ ids, status: 200 });
  };
}
