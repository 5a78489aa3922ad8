import { and, desc, eq, inArray, isNull, like, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { comment } from "@/db/schema/comment";
import { notification } from "@/db/schema/notification";
import { memberPreference } from "@/db/schema/organisation";
import { NOTIFICATION_PAGE, type NotificationList } from "@/domain/notification/input";
import {
  DEFAULT_PREFERENCES,
  DELIVERIES,
  NOTIFICATION_KINDS,
  type NotificationKind,
  type Preferences,
} from "@/domain/notification/kind";
import { notificationSentence } from "@/domain/notification/sentence";
import { AppError } from "@/domain/shared/error";
import { shorten } from "@/domain/shared/sentence";
import type { OrgContext } from "../context";
import { read } from "../record/read";
import { subjectsIn } from "../subject/queries";

const EXCERPT = 140;
export const preferenceKey = (kind: NotificationKind): string => `notify.${kind}`;

export type AllPreferences = (memberId: string) => Preferences;

/** How each of the members wants to hear of what; one statement. */
export async function preferencesIn(
  tx: Tx,
  { orgId }: OrgContext,
  members: readonly string[],
): Promise<AllPreferences> {
  const rows = members.length
    ? await tx
        .select({ memberId: memberPreference.memberId, key: memberPreference.key, value: memberPreference.value })
        .from(memberPreference)
        .where(
          and(
            eq(memberPreference.orgId, orgId),
            inArray(memberPreference.memberId, [...members]),
            like(memberPreference.key, "notify.%"),
          ),
        )
    : [];
  return (memberId) => {
    const held = { ...DEFAULT_PREFERENCES };
    for (const kind of NOTIFICATION_KINDS) {
      const said = rows.find((row) => row.memberId === memberId && row.key === preferenceKey(kind))?.value;
      held[kind] = DELIVERIES.find((delivery) => delivery === said) ?? held[kind];
    }
    return held;
  };
}

export function memberOf({ actor }: Pick<OrgContext, "actor">): string {
  if (actor.kind !== "user") throw new AppError("FORBIDDEN", "Only a person has notifications");
  return actor.memberId;
}

const mine = (ctx: OrgContext) => and(eq(notification.orgId, ctx.orgId), eq(notification.memberId, memberOf(ctx)));

export const getPreferences = (ctx: OrgContext): Promise<Preferences> =>
  read(ctx, async (tx) => (await preferencesIn(tx, ctx, [memberOf(ctx)]))(memberOf(ctx)));

/** How many the reader has not read; of what is hidden from them by now, none. */
export const countUnread = (ctx: OrgContext): Promise<{ unread: number }> =>
  read(ctx, async (tx) => ({ unread: await tx.$count(notification, and(mine(ctx), isNull(notification.readAt))) }));

type Row = typeof notification.$inferSelect;

/**
 * What notifications say today, as one sentence each. Texts are read from the record, as the reader may see it: one about
 * what is gone or hidden from them is left out.
 */
export async function toldIn(tx: Tx, ctx: OrgContext, rows: readonly Row[]) {
  const subjects = await subjectsIn(
    tx,
    ctx,
    rows.map(({ aboutNoun, aboutId }) => ({ noun: aboutNoun, id: aboutId })),
  );
  const commentIds = rows.flatMap(({ detail }) => detail.commentId ?? []);
  const comments = commentIds.length
    ? await tx
        .select({ id: comment.id, body: comment.body })
        .from(comment)
        .where(and(eq(comment.orgId, ctx.orgId), inArray(comment.id, commentIds), isNull(comment.deletedAt)))
    : [];
  return rows.flatMap(({ id, kind, aboutNoun, aboutId, actorName, detail, createdAt, readAt }) => {
    const subject = subjects.get(aboutId);
    if (!subject) return [];
    const name = [subject.code, shorten(subject.title, 90)].filter(Boolean).join(" ");
    const body = comments.find((each) => each.id === detail.commentId)?.body;
    return {
      ...{ id, kind, createdAt, isRead: readAt !== null, commentId: detail.commentId ?? null },
      about: { noun: aboutNoun, id: aboutId },
      text: notificationSentence({ kind, actorName, subject: name, detail }),
      excerpt: body ? shorten(body.replaceAll(/\s+/g, " "), EXCERPT) : null,
    };
  });
}
export type Told = Awaited<ReturnType<typeof toldIn>>[number];

/** One page of the reader's notifications, the latest first. Never of a past date: they are no record. */
export function listNotifications(given: OrgContext, { page, unread }: NotificationList) {
  const ctx = { ...given, asOf: null };
  return read(ctx, async (tx) => {
    const wanted = and(mine(ctx), unread ? isNull(notification.readAt) : undefined);
    const rows = await tx
      .select()
      .from(notification)
      .where(wanted)
      .orderBy(desc(notification.createdAt), desc(notification.id))
      .limit(NOTIFICATION_PAGE)
      .offset((page - 1) * NOTIFICATION_PAGE);
    const [count] = await tx
      .select({
        total: sql<number>`count(*)::int`,
        unread: sql<number>`(count(*) filter (where ${notification.readAt} is null))::int`,
      })
      .from(notification)
      .where(mine(ctx));
    const all = count ?? { total: 0, unread: 0 };
    return {
      rows: await toldIn(tx, ctx, rows),
      total: unread ? all.unread : all.total,
      unread: all.unread,
      page,
      pageSize: NOTIFICATION_PAGE,
    };
  });
}
