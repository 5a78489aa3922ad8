import { sql as statement } from "drizzle-orm";
import type { Sql, Tx } from "@/db/client";
import type { Emit, JobEvent } from "../context";

/** One claimed piece of work. The lease proves the claim when the work is done or given back. */
export interface Claim {
  kind: string;
  orgId: string;
  id: string;
  dueAt: Date;
  /** Claims since the work was last done, this one included. */
  attempt: number;
  lease: string;
}

const LEASE_SECONDS = 300;

/** Asks for work in the transaction's organisation; within change() or store(), so that both or neither happen. */
export async function setDue(tx: Tx, kind: string, id: string, dueAt: Date): Promise<void> {
  await tx.execute(statement`select private.due_set(${kind}, ${id}, ${dueAt.toISOString()}::timestamptz)`);
}

/** Asks for no more of it. */
export async function dropDue(tx: Tx, kind: string, id: string): Promise<void> {
  await tx.execute(statement`select private.due_drop(${kind}, ${id})`);
}

/** Claims what is due, in any organisation, the longest due first. */
export async function claimDue(sql: Sql, kind: string, limit: number, leaseSeconds = LEASE_SECONDS): Promise<Claim[]> {
  const rows = await sql<Omit<Claim, "kind">[]>`
    select org_id as "orgId", id, due_at as "dueAt", attempt, lease
    from private.due_claim(${kind}, ${limit}, make_interval(secs => ${leaseSeconds})) order by due_at`;
  return rows.map((row) => ({ kind, ...row }));
}

/** Claims the one piece of work an event names; undefined when it is not due or another worker has it. */
export async function takeDue(
  sql: Sql,
  kind: string,
  work: { orgId: string; id: string },
  leaseSeconds = LEASE_SECONDS,
): Promise<Claim | undefined> {
  const [row] = await sql<Omit<Claim, "kind">[]>`
    select org_id as "orgId", id, due_at as "dueAt", attempt, lease
    from private.due_take(${kind}, ${work.orgId}, ${work.id}, make_interval(secs => ${leaseSeconds}))`;
  return row && { kind, ...row };
}

/** @returns false when the lease had run out and the work is another's by now */
export async function finishDue(
  sql: Sql,
  { kind, orgId, id, lease }: Claim,
  nextAt: Date | null = null,
): Promise<boolean> {
  const [row] = await sql<
    { held: boolean }[]
  >`select private.due_done(${kind}, ${orgId}, ${id}, ${lease}, ${nextAt}) as held`;
  return row?.held ?? false;
}

/** Gives the work back undone, to be tried again at `retryAt`. */
export async function releaseDue(sql: Sql, { kind, orgId, id, lease }: Claim, retryAt: Date): Promise<boolean> {
  const [row] = await sql<{ held: boolean }[]>`
    select private.due_release(${kind}, ${orgId}, ${id}, ${lease}, ${retryAt}) as held`;
  return row?.held ?? false;
}

/** What has been due for a while and is unclaimed, the longest due first. */
export async function overdue(
  sql: Sql,
  kind: string,
  limit: number,
  seconds: number,
): Promise<{ orgId: string; id: string; dueAt: Date }[]> {
  return await sql<{ orgId: string; id: string; dueAt: Date }[]>`
    select org_id as "orgId", id, due_at as "dueAt"
    from private.due_peek(${kind}, ${limit}, make_interval(secs => ${seconds})) order by due_at`;
}

const SWEEP_LIMIT = 500;
/** Younger work has just been announced by its command. */
const SWEEP_AFTER_SECONDS = 30;

/** Emits the event of everything due and unclaimed. @returns how many, by kind */
export async function sweep(
  sql: Sql,
  emit: Emit,
  events: Readonly<Record<string, (work: { orgId: string; id: string }) => JobEvent>>,
): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const [kind, toEvent] of Object.entries(events)) {
    const late = await overdue(sql, kind, SWEEP_LIMIT, SWEEP_AFTER_SECONDS);
    if (late.length > 0) await emit(late.map(({ orgId, id }) => toEvent({ orgId, id })));
    counts[kind] = late.length;
  }
  return counts;
}
