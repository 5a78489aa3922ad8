import type { Tx } from "@/db/client";
import type { OrgContext } from "../context";
import { inTransaction, settingsOf } from "./transaction";

/**
 * Plans each statement anew for the values it is given. For reads over a window of time: a plan for any window takes each version
 * by itself, which is 1.6 x as slow when the window holds all of 50,000. Wide versions are joined in memory, not on disk (1.3 x).
 */
export const PLANNED_ANEW =
  ", set_config('plan_cache_mode', 'force_custom_plan', true), set_config('work_mem', '32MB', true)";

/** Every query runs in here: one snapshot, one organisation, now or as of `ctx.asOf`. */
export function read<T>(
  ctx: Pick<OrgContext, "orgId" | "actor" | "asOf" | "db" | "presumed">,
  query: (tx: Tx) => Promise<T>,
  plans: "" | typeof PLANNED_ANEW = "",
): Promise<T> {
  const { presumed } = ctx;
  const begin = "begin isolation level repeatable read read only;";
  const open = `${settingsOf(ctx)}${plans}`;
  if (!presumed || presumed.isConfirmed)
    return inTransaction(ctx, { open: `${begin} ${open}`, awaitCommit: false }, query);
  const plan = { open: `${begin} select ${presumed.question} as is_stale; ${open}`, awaitCommit: false };
  return inTransaction(
    ctx,
    { ...plan, opened: (answers) => presumed.confirm(answers[1]?.[0]?.is_stale === true) },
    query,
  );
}
