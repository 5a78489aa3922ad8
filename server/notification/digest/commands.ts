import { and, asc, eq, inArray, isNull } from "drizzle-orm";
import { notification } from "@/db/schema/notification";
import { membership, organisation } from "@/db/schema/organisation";
import { subjectPath } from "@/domain/subject/subject";
import { publicAddress } from "@/env";
import type { OrgContext } from "../../context";
import { finishDue, takeDue } from "../../due/commands";
import { announceMail, queueMail } from "../../mail/commands";
import { read } from "../../record/read";
import { store } from "../../record/store";
import { DIGEST_DUE } from "../commands";
import { preferencesIn, type Told, toldIn } from "../queries";

/** A mail names so many and says how many more there are. */
const MOST_NAMED = 20;
const MOST_READ = 500;

/** Everything the member is to hear of by mail and has not read meanwhile, as they may see it today. */
async function waitingFor(ctx: OrgContext, memberId: string) {
  const found = await read(ctx, async (tx) => {
    const [person] = await tx
      .select({ userId: membership.userId, name: membership.name, email: membership.email, role: membership.role })
      .from(membership)
      .where(and(eq(membership.orgId, ctx.orgId), eq(membership.id, memberId), eq(membership.active, true)));
    const [place] = await tx
      .select({ slug: organisation.slug, name: organisation.name })
      .from(organisation)
      .where(eq(organisation.orgId, ctx.orgId));
    return { person, place };
  });
  if (!found.person || !found.place) return null;
  const { person, place } = found;
  const reader: OrgContext = { ...ctx, actor: { kind: "user", memberId, scopes: null, ...person } };
  const told = await read(reader, async (tx) => {
    const wishes = (await preferencesIn(tx, reader, [memberId]))(memberId);
    const rows = await tx
      .select()
      .from(notification)
      .where(
        and(
          eq(notification.orgId, ctx.orgId),
          eq(notification.memberId, memberId),
          eq(notification.mail, true),
          isNull(notification.mailedAt),
          isNull(notification.readAt),
        ),
      )
      .orderBy(asc(notification.createdAt), asc(notification.id))
      .limit(MOST_READ);
    return toldIn(
      tx,
      reader,
      rows.filter(({ kind }) => wishes[kind] === "mail"),
    );
  });
  return { person, place, told };
}

export type Digest = { outcome: "not due" | "nothing" | "queued"; notifications: number };

/**
 * Mails a member what happened, all of it in one mail. The mail and the mark on each notification are one transaction, so
 * that nothing is mailed twice.
 */
export async function mailDigest(ctx: OrgContext, { memberId }: { memberId: string }): Promise<Digest> {
  const { orgId, db } = ctx;
  const claim = await takeDue(db.sql, DIGEST_DUE, { orgId, id: memberId });
  if (!claim) return { outcome: "not due", notifications: 0 };
  const waiting = await waitingFor(ctx, memberId);
  if (!waiting || waiting.told.length === 0) {
    await finishDue(db.sql, claim);
    return { outcome: "nothing", notifications: 0 };
  }
  const { person, place, told } = waiting;
  const home = `${publicAddress()}/${place.slug}`;
  const linkOf = ({ about, commentId }: Told) =>
    `${publicAddress()}${subjectPath(place.slug, about)}${commentId ? `#comment-${commentId}` : ""}`;
  const queued = await store(
    ctx,
    async (tx) => {
      const ids = told.map(({ id }) => id);
      const marked = await tx
        .update(notification)
        .set({ mailedAt: ctx.now })
        .where(and(eq(notification.orgId, orgId), inArray(notification.id, ids), isNull(notification.mailedAt)))
        .returning({ id: notification.id });
      const fresh = told.filter(({ id }) => marked.some((each) => each.id === id));
      if (fresh.length === 0) return null;
      const values = {
        ...{ name: person.name, organisation: place.name, link: `${home}/notifications` },
        items: fresh.slice(0, MOST_NAMED).map((item) => ({
          text: item.text.slice(0, 300),
          excerpt: item.excerpt,
          link: linkOf(item),
        })),
        more: Math.max(0, fresh.length - MOST_NAMED),
      };
      return queueMail(tx, ctx, { template: "notification-digest", to: person.email, values });
    },
    { quiet: true },
  );
  await finishDue(db.sql, claim);
  if (!queued) return { outcome: "nothing", notifications: 0 };
  await announceMail(ctx, queued);
  return { outcome: "queued", notifications: told.length };
}
