import { createHash, randomUUID } from "node:crypto";
import type { Database } from "@/db/client";
import type { Role } from "@/domain/access/permission";
import { API_TOKEN_PREFIX } from "@/domain/api-token/input";
import { env } from "@/env";
import type { Emit, Presumed } from "../context";
import { log } from "../log";
import { known } from "./known";

/** Carries the caller's address to pages, which see no socket; whatever a caller puts there is overwritten. */
export const ADDRESS_HEADER = "x-portolan-address";

/** Under https: `__Host-` binds the cookie to this very host and to TLS, so no neighbour can plant one. */
const COOKIE = { secure: "__Host-authjs.session-token", plain: "authjs.session-token" } as const;

export const isSecure = (): boolean => (env().AUTH_URL ?? "").startsWith("https:");
export const sessionCookie = (secure = isSecure()): string => (secure ? COOKIE.secure : COOKIE.plain);

/** One row of `private.resolve`: who is asking, and as which member of which organisation. */
export type Resolved = {
  userId: string;
  userName: string;
  userEmail: string;
  member: { orgId: string; memberId: string; name: string; role: Role; timeZone: string } | null;
  /** The organisation asks for a second factor that this session has not shown. */
  lacksFactor: boolean;
  /** What an access token may do at most; null for a person at a screen. */
  scopes: readonly string[] | null;
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
  /** Who is asking, as it was when this session was last resolved; to be confirmed by what reads. Null when that is not known. */
  presume(org: string): { person: Resolved; presumed: Presumed } | null;
};

export const hashToken = (token: string): string => createHash("sha256").update(token).digest("hex");

/** Only the cookie of this scheme counts: under https one without the prefix could be another host's. */
export function sessionTokenOf(cookieHeader: string | undefined, secure = isSecure()): string | null {
  const wanted = sessionCookie(secure);
  for (const part of (cookieHeader ?? "").split(";")) {
    const [name, ...value] = part.trim().split("=");
    if (name !== wanted) continue;
    try {
      return decodeURIComponent(value.join("="));
    } catch {
      return null; // no cookie of ours
    }
  }
  return null;
}

/** An access token from `Authorization: Bearer`; null for anything else, such as another scheme. */
export function bearerTokenOf(authorization: string | undefined): string | null {
  const [, token = ""] = /^bearer +(\S{1,200}) *$/i.exec(authorization ?? "") ?? [];
  return token.startsWith(API_TOKEN_PREFIX) ? token : null;
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
  is_stale: boolean;
};
type SessionRow = ResolveRow & { lacks_factor: boolean; proof: string };

const personOf = (row: ResolveRow & { lacks_factor?: boolean }, scopes: readonly string[] | null): Resolved => ({
  userId: row.user_id,
  userName: row.user_name,
  userEmail: row.user_email,
  member:
    row.org_id && row.member_id
      ? { orgId: row.org_id, memberId: row.member_id, name: row.member_name, role: row.role, timeZone: row.time_zone }
      : null,
  lacksFactor: row.lacks_factor ?? false,
  scopes,
});

type TokenRow = ResolveRow & { token_id: string; token_org: string; scopes: string[] };

async function resolveToken(
  { db, address, userAgent }: { db: Database; address: string; userAgent: string },
  hash: string,
  org: string,
): Promise<Resolved | null> {
  const [row] = await db.sql<TokenRow[]>`select * from private.resolve_token(${hash}, ${org})`;
  if (!row) return null;
  if (row.is_stale) {
    const { token_org, token_id, user_id } = row;
    const note = async () => {
      const [used] = await db.sql<{ is_news: boolean }[]>`
        select private.touch_token(${token_org}, ${token_id}, ${address}) as is_news`;
      if (used?.is_news)
        await db.sql`select private.note_access('token.used', ${user_id}, ${token_org}, ${address}, ${userAgent}, ${token_id})`;
    };
    noteUse(note());
  }
  return personOf(row, row.scopes);
}

/** Beside the request, which does not wait for it. */
function noteUse(work: PromiseLike<unknown>): void {
  work.then(undefined, (error: unknown) => log.warn({ err: error }, "a use was not noted"));
}

/** One statement a request and organisation: several calls in a batch share its answer. */
export function requestContext(given: {
  db: Database;
  emit: Emit;
  cookie: string | undefined;
  /** The header of that name: `Bearer` and an access token. */
  authorization?: string | undefined;
  address: string;
  userAgent: string;
  requestId?: string;
  setSession?: RequestContext["setSession"];
}): RequestContext {
  const bearer = bearerTokenOf(given.authorization);
  const token = bearer ? null : sessionTokenOf(given.cookie); // a token given beside a cookie is the one that counts
  const tokenHash = token ? hashToken(token) : null;
  const resolved = new Map<string, Promise<Resolved | null>>();
  const touch = () => noteUse(given.db.sql`select private.touch_session(${tokenHash}, ${given.address})`);
  const look = async (org: string): Promise<Resolved | null> => {
    if (bearer) return resolveToken(given, hashToken(bearer), org);
    if (!tokenHash) return null;
    const [row] = await given.db.sql<SessionRow[]>`select * from private.resolve(${tokenHash}, ${org})`;
    if (row?.is_stale) touch();
    const person = row ? personOf(row, null) : null;
    known.keep(tokenHash, org, person, row?.proof);
    return person;
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
      const asked = resolved.get(org) ?? look(org);
      resolved.set(org, asked);
      return asked;
    },
    presume: (org) => (tokenHash ? known.presume(tokenHash, org, touch) : null),
  };
}
