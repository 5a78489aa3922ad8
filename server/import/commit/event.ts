import { eventType } from "inngest";
import { z } from "zod";
import { declare } from "../../inngest/events";

/** A person decided on an import; its row says on what. */
export const importConfirmed = declare(
  eventType("import/import.confirmed", { schema: z.object({ orgId: z.uuid(), importId: z.uuid() }) }),
);
