import { eventType } from "inngest";
import { z } from "zod";
import { declare } from "../../inngest/events";

/** A risk, what hangs on it or what it is measured by changed: its rules are looked at again. */
export const riskChanged = declare(
  eventType("risk/risk.changed", { schema: z.object({ orgId: z.uuid(), riskId: z.uuid() }) }),
);

/** All open risks of an organisation are to be looked at: a day has passed, or what it decided about risk changed. */
export const risksDue = declare(eventType("risk/risk.sweep-due", { schema: z.object({ orgId: z.uuid() }) }));
