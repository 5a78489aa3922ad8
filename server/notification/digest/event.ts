import { eventType } from "inngest";
import { z } from "zod";
import { declare } from "../../inngest/events";

/** The mail of a member's unread notifications is due. */
export const digestDue = declare(
  eventType("notification/notification.digest-due", { schema: z.object({ orgId: z.uuid(), memberId: z.uuid() }) }),
);
