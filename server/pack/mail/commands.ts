import { randomUUID } from "node:crypto";
import { and, eq, inArray } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { membership, organisation } from "@/db/schema/organisation";
import { pack, packMail } from "@/db/schema/pack";
import { can } from "@/domain/access/permission";
import type { PackSend } from "@/domain/pack/mail";
import { dayOf } from "@/domain/shared/day";
import { AppError } from "@/domain/shared/error";
import { listOf } from "@/domain/shared/sentence";
import { publicAddress } from "@/env";
import type { OrgContext } from "../../context";
import { announceMail, queueMail } from "../../mail/commands";
import { change } from "../../record/change";
import { signLink } from "./link";

const DAY_MS = 86_400_000;

/** Those who may read packs, in the order asked for. @throws AppError BAD_REQUEST naming who may not */
async function readersIn(tx: Tx, orgId: string, memberIds: readonly string[]) {
  const wanted = [...new Set(memberIds)];
  const rows = await tx
    .select({
      id: membership.id,
      name: membership.name,
      email: membership.email,
      role: membership.role,
      active: membership.active,
    })
    .from(membership)
    .where(and(eq(membership.orgId, orgId), inArray(membership.id, wanted)));
  if (rows.length < wanted.length) throw new AppError("BAD_REQUEST", "Somebody chosen is not a member here.");
  const barred = rows.filter(({ active, role }) => !active || !can(role, "pack:read"));
  if (barred.length > 0)
    throw new AppError(
      "BAD_REQUEST",
      `${listOf(
        barred.map(({ name }) => name),
        5,
      )} may not read packs; nothing was sent. Leave them out, or change their role.`,
    );
  return rows;
}

/**
 * Mails a link to a pack to chosen members, one mail each, and records whom it was sent to. The link opens for the
 * person it was sent to, once signed in here, until it ends; the mail says nothing of what stands in the pack.
 *
 * @throws AppError NOT_FOUND; PRECONDITION_FAILED while the pack is not ready; BAD_REQUEST for somebody who may not read it
 */
export async function sendPack(ctx: OrgContext, { id, memberIds, days }: PackSend): Promise<{ sent: number }> {
  const { orgId, now, actor } = ctx;
  const mails = await change(ctx, { name: "pack.send" }, async (tx) => {
    const [one] = await tx
      .select({ number: pack.number, forum: pack.forum, asOf: pack.asOf, status: pack.status })
      .from(pack)
      .where(and(eq(pack.orgId, orgId), eq(pack.id, id)));
    if (!one) throw new AppError("NOT_FOUND", "No such pack");
    if (one.status !== "ready")
      throw new AppError("PRECONDITION_FAILED", "This pack is not ready, so there is nothing to send.");
    const people = await readersIn(tx, orgId, memberIds);
    const [place] = await tx
      .select({ name: organisation.name, slug: organisation.slug, timeZone: organisation.timeZone })
      .from(organisation)
      .where(eq(organisation.orgId, orgId));
    if (!place) throw new AppError("NOT_FOUND", "No such organisation");
    const expiresAt = new Date(now.getTime() + days * DAY_MS);
    const sender = actor.kind === "user" ? actor : null;
    const rows = people.map((person) => ({ person, packMailId: randomUUID() }));
    await tx.insert(packMail).values(
      rows.map(({ person, packMailId }) => ({
        ...{ orgId, id: packMailId, packId: id, memberId: person.id, sentBy: sender?.memberId ?? null },
        ...{ sentAt: now, expiresAt },
      })),
    );
    const queued: string[] = [];
    for (const { person, packMailId } of rows) {
      const values = {
        ...{ name: person.name, sentBy: sender?.name ?? null, organisation: place.name },
        ...{ forum: one.forum, number: one.number, asOf: dayOf(one.asOf, place.timeZone) },
        link: `${publicAddress()}/${place.slug}/packs/mailed/${signLink(orgId, packMailId)}`,
        until: dayOf(expiresAt, place.timeZone),
      };
      queued.push(await queueMail(tx, ctx, { template: "pack", to: person.email, values }));
    }
    return queued;
  });
  for (const mailId of mails) await announceMail(ctx, mailId);
  return { sent: mails.length };
}
