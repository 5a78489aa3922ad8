import { eventType } from "inngest";
import { z } from "zod";
import { declare } from "../inngest/events";

/** A mail lies in the outbox. */
export const mailQueued = declare(
  eventType("mail/mail.queued", { schema: z.object({ orgId: z.uuid(), mailId: z.uuid() }) }),
);
