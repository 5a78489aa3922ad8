import { cron } from "inngest";
import { overdue } from "../due/commands";
import { dueEvents } from "../due/jobs";
import { inngest } from "../inngest/client";
import { jobDatabase } from "../inngest/database";
import { createEmit } from "../inngest/emit";
import { connectionPollRequested } from "../inngest/events";
import { orgJob } from "../inngest/org-job";
import { evaluateRules } from "../metric/alert/commands";
import { CONNECTION_DUE, pollConnection } from "./poll/commands";

dueEvents[CONNECTION_DUE] = ({ orgId, id }) => connectionPollRequested.create({ orgId, connectionId: id });

const AT_ONCE = 500;
/** A cron fires once a minute; looking so often within it keeps short intervals. */
const LOOKS_A_MINUTE = 6;

/** Announces the connections that are due, in any organisation. The id counts each of their polls once. */
async function announceDue(): Promise<number> {
  const { sql } = jobDatabase();
  const due = await overdue(sql, CONNECTION_DUE, AT_ONCE, 0);
  const events = due.map(({ orgId, id, dueAt }) =>
    connectionPollRequested.create({ orgId, connectionId: id }, { id: `poll:${id}:${dueAt.getTime()}` }),
  );
  if (events.length > 0) await createEmit(sql)(events);
  return events.length;
}

const tick = inngest.createFunction(
  { id: "connection-tick", triggers: [cron("* * * * *")], singleton: { mode: "skip" }, retries: 0 },
  async ({ step }) => {
    for (let look = 1; look <= LOOKS_A_MINUTE; look += 1) {
      await step.run(`announce-${look}`, announceDue);
      if (look < LOOKS_A_MINUTE) await step.sleep(`wait-${look}`, "9s");
    }
  },
);

const poll = inngest.createFunction(
  {
    id: "connection-poll",
    triggers: [connectionPollRequested],
    retries: 3,
    concurrency: [
      { key: "event.data.connectionId", limit: 1 },
      { key: "event.data.orgId", limit: 5 },
    ],
  },
  async ({ event, step }) => {
    const { orgId, connectionId } = event.data;
    const polled = await step.run("poll", () => pollConnection(orgJob("Connection poll", orgId), { connectionId }));
    if (polled.outcome !== "ok" || polled.touched.length === 0) return polled;
    const { touched, ...counts } = polled;
    const rules = await step.run("evaluate", () => evaluateRules(orgJob("Alert rules", orgId), { seriesIds: touched }));
    return { ...counts, rules };
  },
);

export const connectionJobs = [tick, poll];
