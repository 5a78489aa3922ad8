"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { NotificationEntry } from "@/components/notification/notification-entry";
import { PreferenceTable } from "@/components/notification/preference-table";
import { useNotifications } from "@/components/notification/use-notifications";
import { pageIn, useAddress } from "@/components/providers/address";
import { useTRPC } from "@/components/providers/trpc";
import { useShell } from "@/components/providers/use-shell";
import { Crumbs } from "@/components/shell/crumbs";
import { Button } from "@/components/ui/button";
import { Headline } from "@/components/ui/headline";
import { Pager } from "@/components/ui/pager";
import { Section } from "@/components/ui/section";
import { Skeleton } from "@/components/ui/skeleton";
import { EmptyState, ErrorState } from "@/components/ui/states";
import { unreadSentence } from "@/domain/notification/sentence";

/** Everything one was told, what to do with it, and what one wants to be told. */
export function NotificationCentre({ org }: { org: string }) {
  const trpc = useTRPC();
  const { org: organisation } = useShell(org);
  const { search, change } = useAddress();
  const [page, unread] = [pageIn(search), search.get("unread") === "true"];
  const query = useQuery({
    ...trpc.notification.list.queryOptions({ org, page, unread }),
    placeholderData: keepPreviousData,
  });
  const { mark, markAll, busy } = useNotifications(org);
  const { data } = query;
  const where = { locale: organisation?.locale, timeZone: organisation?.timeZone ?? "UTC" };
  const show = (next: { page?: number; unread?: boolean }) =>
    change({ ...next, ...(next.page === 1 ? { page: null } : {}) });
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-8">
      <Crumbs trail={[{ label: "Notifications" }]} />
      <Headline
        title={data ? unreadSentence(data.unread, data.unread + data.total) : "Notifications"}
        lead="What happened to the records you answer for, commented on or follow."
        actions={
          data && data.unread > 0 ? (
            <Button busy={busy} onClick={markAll}>
              Mark all read
            </Button>
          ) : null
        }
      />
      <div className="columns-page">
        <Section
          id="notifications"
          name={unread ? "Unread" : "All"}
          aside={
            <button
              type="button"
              aria-pressed={unread}
              className="text-accent underline-offset-2 hover:underline"
              onClick={() => show({ unread: !unread, page: 1 })}
            >
              {unread ? "Show all" : "Only unread"}
            </button>
          }
        >
          {query.isError ? <ErrorState message={query.error.message} onRetry={() => void query.refetch()} /> : null}
          {query.isPending ? [1, 2, 3, 4].map((n) => <Skeleton key={n} className="my-4 w-3/4" />) : null}
          {data && data.rows.length === 0 ? (
            <EmptyState title={unread ? "Nothing is unread" : "Nothing yet"}>
              Follow an initiative or a model on its page, and what happens to it is told here.
            </EmptyState>
          ) : null}
          <ul aria-busy={query.isPlaceholderData}>
            {data?.rows.map((notification) => (
              <li key={notification.id} className="flex items-start gap-3 border-rule-2 border-b py-1 last:border-b-0">
                <NotificationEntry
                  org={org}
                  notification={notification}
                  where={where}
                  onOpen={() => (notification.isRead ? undefined : mark([notification.id], true))}
                />
                <Button
                  size="small"
                  tone="quiet"
                  className="mt-1"
                  onClick={() => mark([notification.id], !notification.isRead)}
                >
                  {notification.isRead ? "Mark unread" : "Mark read"}
                </Button>
              </li>
            ))}
          </ul>
          {data && data.total > data.pageSize ? (
            <Pager
              page={data.page}
              pageSize={data.pageSize}
              total={data.total}
              onPage={(next) => show({ page: next })}
            />
          ) : null}
        </Section>
        <PreferenceTable org={org} />
      </div>
    </div>
  );
}
