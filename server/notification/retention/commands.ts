import { and, eq, isNotNull, lt, or } from "drizzle-orm";
import { notification } from "@/db/schema/notification";
import type { OrgContext } from "../../context";
import { store } from "../../record/store";

const DAY_MS = 86_400_000;
/** Read ones go after a quarter, the others after a year: the record keeps what they told of. */
const READ_DAYS = 90;
const UNREAD_DAYS = 365;

/** @returns how many were removed */
export async function forgetNotifications({ orgId, ...ctx }: OrgContext): Promise<number> {
  const ago = (days: number) => new Date(ctx.now.getTime() - days * DAY_MS);
  const old = or(
    lt(notification.createdAt, ago(UNREAD_DAYS)),
    and(isNotNull(notification.readAt), lt(notification.createdAt, ago(READ_DAYS))),
  );
  const rows = await store(
    { ...ctx, orgId },
    (tx) =>
      tx
        .delete(notification)
        .where(and(eq(notification.orgId, orgId), old))
        .returning({ id: notification.id }),
    { quiet: true },
  );
  return rows.length;
}
