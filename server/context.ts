import { randomUUID } from "node:crypto";
import type { Database } from "@/db/client";
import type { Role } from "@/domain/access/permission";
import { mintOrgId, type OrgId } from "@/domain/shared/id";

export type Actor =
  | { kind: "user"; userId: string; memberId: string; name: string; role: Role }
  | { kind: "job"; name: string };

/** An event for jobs: ids only, never content. The same id is taken once a day. */
export type JobEvent = { name: string; data: Record<string, unknown>; id?: string };

export type Emit = (events: JobEvent | JobEvent[]) => Promise<void>;

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
