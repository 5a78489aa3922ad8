import type { inferRouterOutputs } from "@trpc/server";
import { subjectPath } from "@/domain/subject/subject";
import type { AppRouter } from "@/server/trpc/root";

export type NotificationPage = inferRouterOutputs<AppRouter>["notification"]["list"];
export type Notification = NotificationPage["rows"][number];

/** Where a notification leads: the record, and in it the comment. */
export const notificationPath = (org: string, { about, commentId }: Notification): string =>
  `${subjectPath(org, about)}${commentId ? `#comment-${commentId}` : ""}`;
