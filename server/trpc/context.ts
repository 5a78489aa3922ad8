import { createHash, randomUUID } from "node:crypto";
import type { Database } from "@/db/client";
import type { Role } from "@/domain/access/permission";
import type { Emit } from "../context";

export const SESSION_COOKIES = ["__Secure-authjs.session-token", "authjs.session-token"] as const;

/** One row of `private.resolve`: who is asking, and as which member of which organisation. */
export type Resolved = {
  userId: string;
  userName: string;
  userEmail: string;
  member: { orgId: string; memberId: string; name: string; role: Role; timeZone: string } | null;
};

export type RequestContext = {
  db: Database;
  emit: Emit;
  tokenHash: string | null;
  address: string;
  userAgent: string;
  requestId: string;
  now: Date;
  /** Sets or clears the session cookie; absent where a page renders on the server. */
  setSession?: (token: string | null, expires?: Date) => void;
  resolve(org: string): Promise<Resolved | null>;
};

export const hashToken = (token: string): string => createHash("sha256").update(token).digest("hex");

export function sessionTokenOf(cookieHeader: string | undefined): string | null {
  for (const part of (cookieHeader ?? "").split(";")) {
    const [name, ...value] = part.trim().split("=");
    if (SESSION_COOKIES.some((cookie) => cookie === name)) return decodeURIComponent(value.join("="));
  }
  return null;
}

type ResolveRow = {
  user_id: string;
  user_name: string;
  user_email: string;
  org_id: string | null;
  member_id: string;
  member_name: string;
  role: Role;
  time_zone: string;
};

/** One statement a request and organisation: several calls in a batch share its answer. */
export function requestContext(given: {
  db: Database;
  emit: Emit;
  cookie: string | undefined;
  address: string;
  userAgent: string;
  requestId?: string;
  setSession?: RequestContext["setSession"];
}): RequestContext {
  const token = sessionTokenOf(given.cookie);
  const tokenHash = token ? hashToken(token) : null;
  const resolved = new Map<string, Promise<Resolved | null>>();
  const look = async (org: string): Promise<Resolved | null> => {
    if (!tokenHash) return null;
    const [row] = await given.db.sql<ResolveRow[]>`select * from private.resolve(${tokenHash}, ${org})`;
    if (!row) return null;
    const member = row.org_id
      ? { orgId: row.org_id, memberId: row.member_id, name: row.member_name, role: row.role, timeZone: row.time_zone }
      : null;
    return {
      userId: row.user_id,
      userName: row.user_name,
      userEmail: row.user_email,
      member: row.member_id ? member : null,
    };
  };
  return {
    db: given.db,
    emit: given.emit,
    tokenHash,
    address: given.address,
    userAgent: given.userAgent,
    requestId: given.requestId ?? randomUUID(),
    now: new Date(),
    ...(given.setSession ? { setSession: given.setSession } : {}),
    resolve: (org) => {
      const known = resolved.get(org) ?? look(org);
      resolved.set(org, known);
      return known;
    },
  };
}
