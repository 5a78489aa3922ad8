import { eventType } from "inngest";
import { z } from "zod";
import { declare } from "../../inngest/events";

/** A day of an organisation is over and has no seal. */
export const sealDue = declare(eventType("seal/seal.due", { schema: z.object({ orgId: z.uuid() }) }));

/** Somebody asked for the record to be compared with its seals. */
export const checkRequested = declare(
  eventType("seal/check.requested", { schema: z.object({ orgId: z.uuid(), checkId: z.uuid() }) }),
);
