import type { AccessKind } from "@/domain/audit/kind";
import type { RequestContext } from "../trpc/context";

export type Caller = Pick<RequestContext, "db" | "address" | "userAgent">;

/** Keeps who came in, or tried to, from where. Of somebody unknown only
 * that it happened is kept: the text typed may be a password. */
export async function noteAccess(
  { db, address, userAgent }: Caller,
  kind: AccessKind,
  { userId, orgId = null, detail = null }: { userId: string | null; orgId?: string | null; detail?: string | null },
): Promise<void> {
  await db.sql`select private.note_access(${kind}, ${userId}, ${orgId}, ${address}, ${userAgent}, ${detail})`;
}
