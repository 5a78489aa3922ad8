import { eventType } from "inngest";
import { z } from "zod";
import { declare } from "../../inngest/events";

/** A change was committed that somebody may want to hear of. */
export const notificationsDue = declare(
  eventType("notification/notification.making-due", { schema: z.object({ orgId: z.uuid(), changeId: z.uuid() }) }),
);
