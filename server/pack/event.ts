import { eventType } from "inngest";
import { z } from "zod";
import { declare } from "../inngest/events";

/** Somebody asked for a pack; its row says of which instant. */
export const packRequested = declare(
  eventType("pack/pack.requested", { schema: z.object({ orgId: z.uuid(), packId: z.uuid() }) }),
);
