import { createHash } from "node:crypto";
import type { Database } from "@/db/client";
import { networkOf } from "@/domain/access/network";
import { AppError } from "@/domain/shared/error";

/** Attempts in a window of 15 minutes before more are refused: failed ones, and mails anybody can cause. */
export const ATTEMPT_LIMIT = { address: 60, account: 10, mail: 3 } as const;
const WINDOW = "15 minutes";

export type AttemptKey = { kind: keyof typeof ATTEMPT_LIMIT; key: string };

/** An address counts with its network. Hashed: the table then holds no address of a person, and keys of any length fit. */
export const attemptKey = (purpose: string, kind: AttemptKey["kind"], who: string): AttemptKey => ({
  kind,
  key: `${purpose}:${kind}:${createHash("sha256")
    .update((kind === "address" ? networkOf(who) : who).toLowerCase())
    .digest("hex")}`,
});

/**
 * Counts an attempt before it is made, so that attempts at the same moment are all counted.
 * @throws AppError TOO_MANY_REQUESTS
 */
export async function countAttempts(db: Database, keys: readonly AttemptKey[]): Promise<void> {
  let allowed = true;
  for (const { kind, key } of keys) {
    const [row] = await db.sql<{ ok: boolean }[]>`
      select private.attempt_allowed(${key}, ${ATTEMPT_LIMIT[kind]}, ${WINDOW}::text::interval) as ok`;
    allowed = allowed && row?.ok === true;
  }
  if (!allowed) throw new AppError("TOO_MANY_REQUESTS", "Too many attempts. Wait 15 minutes, then try again.");
}

/** A success: the account starts afresh, the address gets this one attempt back and no more. */
export async function forgiveAttempts(db: Database, keys: readonly AttemptKey[]): Promise<void> {
  for (const { kind, key } of keys) {
    if (kind === "account") await db.sql`select private.clear_attempts(${key})`;
    else await db.sql`select private.forgive_attempt(${key})`;
  }
}
