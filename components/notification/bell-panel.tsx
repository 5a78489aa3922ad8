"use client";

import { useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, useRef } from "react";
import { NotificationEntry } from "@/components/notification/notification-entry";
import { useNotifications } from "@/components/notification/use-notifications";
import { useTRPC } from "@/components/providers/trpc";
import { useShell } from "@/components/providers/use-shell";
import { OrgLink } from "@/components/ui/org-link";
import { Skeleton } from "@/components/ui/skeleton";
import { unreadSentence } from "@/domain/notification/sentence";

const SHOWN = 8;

/** Up and down move among the notifications. */
function moveFocus(event: KeyboardEvent, list: HTMLElement | null) {
  const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
  const links = [...(list?.querySelectorAll("a") ?? [])];
  if (step === 0 || links.length === 0) return;
  event.preventDefault();
  const here = links.findIndex((link) => link.matches(":focus"));
  links[here < 0 ? (step > 0 ? 0 : links.length - 1) : (here + step + links.length) % links.length]?.focus();
}

/** The latest notifications, under the bell. */
export function BellPanel({ org, close }: { org: string; close: () => void }) {
  const trpc = useTRPC();
  const list = useRef<HTMLUListElement>(null);
  const { org: organisation } = useShell(org);
  const { mark, markAll, busy } = useNotifications(org);
  const query = useQuery(trpc.notification.list.queryOptions({ org, page: 1 }));
  const { data } = query;
  const where = { locale: organisation?.locale, timeZone: organisation?.timeZone ?? "UTC" };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the panel around it is the dialog; this only moves the focus inside
    <div className="w-[min(380px,calc(100vw-32px))] p-2.5" onKeyDown={(event) => moveFocus(event, list.current)}>
      <p className="font-serif text-meaning">{data ? unreadSentence(data.unread, data.total) : "Notifications"}</p>
      {query.isPending ? [1, 2, 3].map((n) => <Skeleton key={n} className="my-4 w-3/4" />) : null}
      {query.isError ? (
        <p role="alert" className="py-2 text-bad text-table">
          {query.error.message}
        </p>
      ) : null}
      {data && data.rows.length > 0 ? (
        <ul ref={list} className="mt-1.5 border-rule border-t">
          {data.rows.slice(0, SHOWN).map((notification) => (
            <li key={notification.id} className="flex border-rule-2 border-b last:border-b-0">
              <NotificationEntry
                org={org}
                notification={notification}
                where={where}
                onOpen={() => {
                  close();
                  if (!notification.isRead) mark([notification.id], true);
                }}
              />
            </li>
          ))}
        </ul>
      ) : null}
      <p className="mt-1.5 flex justify-between gap-4 border-rule border-t pt-2 text-note">
        <OrgLink
          href={`/${org}/notifications`}
          onClick={close}
          className="text-accent underline-offset-2 hover:underline"
        >
          All notifications and choices
        </OrgLink>
        {data && data.unread > 0 ? (
          <button
            type="button"
            disabled={busy}
            className="text-accent underline-offset-2 hover:underline"
            onClick={markAll}
          >
            Mark all read
          </button>
        ) : null}
      </p>
    </div>
  );
}
