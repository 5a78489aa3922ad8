import { eventType } from "inngest";
import { z } from "zod";
import { declare } from "../../inngest/events";

/** Once a day: what an organisation has kept long enough is to be removed. */
export const retentionDue = declare(
  eventType("organisation/organisation.retention-due", { schema: z.object({ orgId: z.uuid() }) }),
);
