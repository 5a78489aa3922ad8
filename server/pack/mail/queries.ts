import { and, asc, desc, eq, inArray, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { membership } from "@/db/schema/organisation";
import { pack, packMail } from "@/db/schema/pack";
import { can, ROLES } from "@/domain/access/permission";
import type { PackLink } from "@/domain/pack/mail";
import { AppError } from "@/domain/shared/error";
import type { OrgContext } from "../../context";
import { read } from "../../record/read";
import { readLink } from "./link";

const MOST_PEOPLE = 500;
const MOST_SENDS = 200;

const READERS = ROLES.filter((role) => can(role, "pack:read"));

/** Active members who may read packs: those one can be sent to. */
export function packReaders(ctx: OrgContext) {
  return read({ ...ctx, asOf: null }, (tx) =>
    tx
      .select({ id: membership.id, name: membership.name, role: membership.role })
      .from(membership)
      .where(and(eq(membership.orgId, ctx.orgId), eq(membership.active, true), inArray(membership.role, READERS)))
      .orderBy(asc(sql`lower(${membership.name})`), asc(membership.id))
      .limit(MOST_PEOPLE),
  );
}

const reader = alias(membership, "reader");
const sender = alias(membership, "sender");

/** Who was sent a pack, by whom, the latest first. */
export function listSends(ctx: OrgContext, { id }: { id: string }) {
  return read(ctx, async (tx) => {
    const [known] = await tx
      .select({ id: pack.id })
      .from(pack)
      .where(and(eq(pack.orgId, ctx.orgId), eq(pack.id, id)));
    if (!known) throw new AppError("NOT_FOUND", "No such pack");
    return tx
      .select({
        id: packMail.id,
        name: reader.name,
        sentBy: sender.name,
        sentAt: packMail.sentAt,
        expiresAt: packMail.expiresAt,
      })
      .from(packMail)
      .leftJoin(reader, and(eq(reader.orgId, packMail.orgId), eq(reader.id, packMail.memberId)))
      .leftJoin(sender, and(eq(sender.orgId, packMail.orgId), eq(sender.id, packMail.sentBy)))
      .where(and(eq(packMail.orgId, ctx.orgId), eq(packMail.packId, id)))
      .orderBy(desc(packMail.sentAt), asc(sql`lower(${reader.name})`))
      .limit(MOST_SENDS);
  });
}

export type MailedPack =
  | { outcome: "open"; packId: string }
  /** It was sent to another member. */
  | { outcome: "not yours" }
  | { outcome: "ended"; endedAt: Date; sentBy: string | null };

/**
 * Where a mailed link leads for whoever is signed in. It gives no right of its own: the role must allow packs as ever.
 * @throws AppError NOT_FOUND for a link that is none of this organisation's
 */
export async function openLink(ctx: OrgContext, { token }: PackLink): Promise<MailedPack> {
  const id = readLink(ctx.orgId, token);
  const [row] = await read({ ...ctx, asOf: null }, (tx) =>
    tx
      .select({
        packId: packMail.packId,
        memberId: packMail.memberId,
        expiresAt: packMail.expiresAt,
        sentBy: sender.name,
      })
      .from(packMail)
      .leftJoin(sender, and(eq(sender.orgId, packMail.orgId), eq(sender.id, packMail.sentBy)))
      .where(and(eq(packMail.orgId, ctx.orgId), eq(packMail.id, id))),
  );
  if (!row) throw new AppError("NOT_FOUND", "This link does not lead anywhere any more.");
  if (ctx.actor.kind !== "user" || ctx.actor.memberId !== row.memberId) return { outcome: "not yours" };
  if (row.expiresAt <= ctx.now) return { outcome: "ended", endedAt: row.expiresAt, sentBy: row.sentBy };
  return { outcome: "open", packId: row.packId };
}
