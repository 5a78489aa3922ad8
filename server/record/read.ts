import type { Tx } from "@/db/client";
import type { OrgContext } from "../context";
import { inTransaction, settingsOf } from "./transaction";

/** Every query runs in here: one snapshot, one organisation, now or as of `ctx.asOf`. */
export function read<T>(
  ctx: Pick<OrgContext, "orgId" | "actor" | "asOf" | "db">,
  query: (tx: Tx) => Promise<T>,
): Promise<T> {
  const open = `begin isolation level repeatable read read only; ${settingsOf(ctx)}`;
  return inTransaction(ctx, { open, awaitCommit: false }, query);
}
