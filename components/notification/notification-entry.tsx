"use client";

import { clsx } from "clsx";
import Link from "next/link";
import { type Notification, notificationPath } from "@/components/notification/shape";
import { formatDate } from "@/components/ui/format";

type Where = { locale: string | undefined; timeZone: string };

/** One notification as a link to what it is about. Leaves the as-of day: it is about now. */
export function NotificationEntry({
  org,
  notification,
  where,
  onOpen,
}: {
  org: string;
  notification: Notification;
  where: Where;
  onOpen: () => void;
}) {
  const { text, excerpt, isRead, createdAt } = notification;
  return (
    <Link
      href={notificationPath(org, notification)}
      prefetch={false}
      onClick={onOpen}
      className="grid min-w-0 flex-1 grid-cols-[14px_minmax(0,1fr)] gap-x-1 rounded-small py-1 hover:bg-wash"
    >
      <span aria-hidden="true" className={clsx("pt-px text-label", isRead ? "invisible" : "text-accent")}>
        ●
      </span>
      <span className="min-w-0">
        <span className={clsx("wrap-anywhere block text-table", isRead ? "text-ink-2" : "font-medium")}>
          {isRead ? null : <span className="sr-only">Unread: </span>}
          {text}
        </span>
        {excerpt ? <span className="wrap-anywhere block text-ink-2 text-note">“{excerpt}”</span> : null}
        <time dateTime={createdAt.toISOString()} className="block text-ink-2 text-label">
          {formatDate(createdAt, "instant", where)}
        </time>
      </span>
    </Link>
  );
}
