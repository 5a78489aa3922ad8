import { randomUUID } from "node:crypto";
import type { Database } from "@/db/client";
import { can, type Permission, type Role } from "@/domain/access/permission";
import { mintOrgId, type OrgId } from "@/domain/shared/id";

/** `scopes`: what an access token may do at most; null for a person at a screen. */
export type Actor =
  | { kind: "user"; userId: string; memberId: string; name: string; role: Role; scopes: readonly string[] | null }
  | { kind: "job"; name: string };

/**
 * Whether the actor may: by role, and where an access token speaks for the member, by its scopes too. Everything below the gate
 * asks here, never the role alone. A job may what its code does.
 */
export const may = (actor: Actor, permission: Permission): boolean =>
  actor.kind === "job" || (can(actor.role, permission) && (actor.scopes?.includes(permission) ?? true));

/** An event for jobs: ids only, never content. The same id is taken once a day. */
export type JobEvent = { name: string; data: Record<string, unknown>; id?: string };

export type Emit = (events: JobEvent | JobEvent[]) => Promise<void>;

/**
 * A session taken for what it was when it was last asked for. What reads first asks the database again, in the message that opens
 * its transaction and before anything is read: if the session is another by now, or gone, all of it fails.
 */
export type Presumed = {
  /** An expression of SQL that fails unless the session is as presumed; else whether its use is to be noted. */
  readonly question: string;
  readonly isConfirmed: boolean;
  confirm(isStale: boolean): void;
};

/** What core code receives; it fetches none of it. */
export type OrgContext = {
  orgId: OrgId;
  actor: Actor;
  db: Database;
  now: Date;
  asOf: Date | null; // null = now
  requestId: string;
  emit: Emit;
  /** Where the request came from; kept with what it changes. */
  address?: string;
  /** Only where a query does nothing but `read`; what it answers is thrown away unless this was confirmed. */
  presumed?: Presumed;
};

/** The context of a job inside one organisation. Its id comes from a claim or an event, which only core code writes. */
export function jobContext(deps: { db: Database; emit: Emit; now?: Date }, name: string, orgId: string): OrgContext {
  return {
    orgId: mintOrgId(orgId),
    actor: { kind: "job", name },
    db: deps.db,
    now: deps.now ?? new Date(),
    asOf: null,
    requestId: `job-${randomUUID()}`,
    emit: deps.emit,
  };
}
