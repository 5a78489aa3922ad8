import { z } from "zod";

export const NOTIFICATION_PAGE = 20;

export const notificationList = z.object({
  page: z.number().int().min(1).max(10_000).default(1),
  unread: z.boolean().default(false),
});
export type NotificationList = z.infer<typeof notificationList>;

export const notificationMark = z.object({ ids: z.array(z.uuid()).min(1).max(100), read: z.boolean() });
export type NotificationMark = z.infer<typeof notificationMark>;
