import { deviceOf } from "@/domain/session/device";
import { METHOD_LABELS } from "@/domain/session/input";
import type { RequestContext, Resolved } from "../trpc/context";

type Row = {
  id: string;
  created_at: Date;
  last_used_at: Date;
  expires_at: Date;
  user_agent: string | null;
  address: string | null;
  method: string;
  is_this: boolean;
};

/** The person's own sessions, this one first. */
export async function listSessions(ctx: RequestContext & { person: Resolved }) {
  const rows = await ctx.db.sql<Row[]>`
    select * from private.sessions_of(${ctx.person.userId}, ${ctx.tokenHash ?? ""})`;
  return rows.map((row) => ({
    id: row.id,
    device: deviceOf(row.user_agent),
    address: row.address,
    method: METHOD_LABELS[row.method] ?? row.method,
    openedAt: row.created_at,
    lastUsedAt: row.last_used_at,
    expiresAt: row.expires_at,
    isThis: row.is_this,
  }));
}
