import { and, eq, inArray, isNull } from "drizzle-orm";
import { notification } from "@/db/schema/notification";
import { memberPreference } from "@/db/schema/organisation";
import type { NotificationMark } from "@/domain/notification/input";
import type { PreferenceEdit } from "@/domain/notification/kind";
import type { OrgContext } from "../context";
import { store } from "../record/store";
import { notificationsDue } from "./make/event";
import { memberOf, preferenceKey } from "./queries";

/** The kind of due work that looking at a change is; its id is the change's. Triggers ask for it: db/mechanism/72-subject.sql. */
export const NOTIFICATION_DUE = "notification";
/** The kind of due work that a member's mail is; its id is the member's. */
export const DIGEST_DUE = "notification.digest";

/** Has a committed change looked at now; else it is within a minute. */
export const announceNotifications = ({ emit, orgId }: Pick<OrgContext, "emit" | "orgId">, changeId: string) =>
  emit(notificationsDue.create({ orgId, changeId }));

/** Marks the reader's own; ids of others are passed over. @returns how many changed */
export async function markNotifications(ctx: OrgContext, { ids, read }: NotificationMark): Promise<{ marked: number }> {
  const rows = await store(
    ctx,
    (tx) =>
      tx
        .update(notification)
        .set({ readAt: read ? ctx.now : null })
        .where(
          and(
            eq(notification.orgId, ctx.orgId),
            eq(notification.memberId, memberOf(ctx)),
            inArray(notification.id, ids),
          ),
        )
        .returning({ id: notification.id }),
    { quiet: true },
  );
  return { marked: rows.length };
}

export async function markAllNotifications(ctx: OrgContext): Promise<{ marked: number }> {
  const rows = await store(
    ctx,
    (tx) =>
      tx
        .update(notification)
        .set({ readAt: ctx.now })
        .where(
          and(eq(notification.orgId, ctx.orgId), eq(notification.memberId, memberOf(ctx)), isNull(notification.readAt)),
        )
        .returning({ id: notification.id }),
    { quiet: true },
  );
  return { marked: rows.length };
}

export async function setPreference(ctx: OrgContext, { kind, delivery }: PreferenceEdit): Promise<PreferenceEdit> {
  const row = { orgId: ctx.orgId, memberId: memberOf(ctx), key: preferenceKey(kind), value: delivery };
  const target = [memberPreference.orgId, memberPreference.memberId, memberPreference.key];
  await store(
    ctx,
    (tx) =>
      tx
        .insert(memberPreference)
        .values(row)
        .onConflictDoUpdate({ target, set: { value: delivery } }),
    { quiet: true },
  );
  return { kind, delivery };
}
