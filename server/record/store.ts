import { sql } from "drizzle-orm";
import type postgres from "postgres";
import type { Tx } from "@/db/client";
import type { OrgContext } from "../context";
import { inTransaction, settingsOf } from "./transaction";

/** Writes series and operational tables of one organisation: no change row, but the lock that keeps instants settled. */
export function store<T>(
  ctx: Pick<OrgContext, "orgId" | "actor" | "db">,
  write: (tx: Tx, raw: postgres.ReservedSql) => Promise<T>,
  options: {
    at?: Date /** Open pages are not told: the work says so itself when it changed anything. */;
    quiet?: boolean;
  } = {},
): Promise<T> {
  const past = options.at ? `, set_config('app.seed_at', '${options.at.toISOString()}', true)` : "";
  const open = `begin; ${settingsOf({ ...ctx, asOf: null })}${past}; select private.open_store(${options.quiet ? "true" : "false"})`;
  return inTransaction({ ...ctx, asOf: null }, { open, awaitCommit: true }, write);
}

/** Within a quiet store: something did change, tell the open pages when this commits. */
export const tellPages = (tx: Tx): Promise<unknown> => tx.execute(sql`select private.tell_pages()`);
