import { eventType } from "inngest";
import { z } from "zod";
import { declare } from "../../inngest/events";

/** Somebody asked for a stretch of the past, or it is to go on. */
export const backfillRequested = declare(
  eventType("connection/backfill.requested", { schema: z.object({ orgId: z.uuid(), backfillId: z.uuid() }) }),
);
