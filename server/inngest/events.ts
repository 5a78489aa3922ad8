import { eventType } from "inngest";
import { z } from "zod";
import type { JobEvent } from "../context";

/*
 * Every event of the product, declared once, named `noun/noun.verbed`, ids only:
 *
 *   export const riskAssessed = declare(
 *     eventType("risk/risk.assessed", { schema: z.object({ orgId: z.uuid(), riskId: z.uuid() }) }),
 *   );
 *
 * A command emits `ctx.emit(riskAssessed.create({ orgId, riskId }))` after its change; a job names `riskAssessed` as
 * its trigger. Give an id (`create(data, { id })`) to an event that must count once in 24 hours.
 */
interface Declared {
  name: string;
  schema: {
    "~standard": { validate(data: unknown): { issues?: readonly { message: string }[] } | Promise<unknown> };
  };
}
const declared = new Map<string, Declared>();

export function declare<Event extends Declared>(event: Event): Event {
  if (declared.has(event.name)) throw new RangeError(`Event "${event.name}" is declared twice`);
  declared.set(event.name, event);
  return event;
}

export const connectionPollRequested = declare(
  eventType("connection/connection.poll-requested", { schema: z.object({ orgId: z.uuid(), connectionId: z.uuid() }) }),
);

/** The rules of an organisation are to be looked at: one was saved, or data may have stopped. */
export const rulesDue = declare(eventType("rule/rule.evaluation-due", { schema: z.object({ orgId: z.uuid() }) }));

/** Alerts of an organisation opened, changed or closed. */
export const alertsChanged = declare(eventType("alert/alert.changed", { schema: z.object({ orgId: z.uuid() }) }));

/**
 * Refuses an event no job could read where it is emitted, not where it is read.
 *
 * @throws RangeError if the name is not declared or the data do not fit.
 */
export function assertDeclared({ name, data }: JobEvent): void {
  const event = declared.get(name);
  if (!event) throw new RangeError(`No event "${name}" is declared in server/inngest/events.ts`);
  const result = event.schema["~standard"].validate(data);
  if ("issues" in result && result.issues) {
    throw new RangeError(`Event "${name}": ${result.issues.map(({ message }) => message).join("; ")}`);
  }
}
