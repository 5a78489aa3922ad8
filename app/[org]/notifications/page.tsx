import type { Metadata } from "next";
import { NotificationCentre } from "@/components/notification/notification-centre";
import { fetchOrNotFound, Hydrate, prefetch, trpc } from "@/server/trpc/rsc";

type Props = PageProps<"/[org]/notifications">;

export const metadata: Metadata = { title: "Notifications" };

export default async function Page({ params, searchParams }: Props) {
  const [{ org }, query] = await Promise.all([params, searchParams]);
  const page = Math.max(1, Number.parseInt(String(query.page ?? "1"), 10) || 1);
  const unread = query.unread === "true";
  prefetch(trpc.notification.list.queryOptions({ org, page, unread }));
  await fetchOrNotFound(trpc.notification.preferences.queryOptions({ org }), `/${org}/notifications`);
  return (
    <Hydrate>
      <NotificationCentre org={org} />
    </Hydrate>
  );
}
