import { cron } from "inngest";
import { overdue } from "../due/commands";
import { dueEvents } from "../due/jobs";
import { inngest } from "../inngest/client";
import { jobDatabase } from "../inngest/database";
import { createEmit } from "../inngest/emit";
import { connectionPollRequested } from "../inngest/events";
import { orgJob } from "../inngest/org-job";
import { evaluateRules } from "../metric/alert/commands";
import { BACKFILL_DUE } from "./backfill/commands";
import { backfillRequested } from "./backfill/event";
import { runBackfill } from "./backfill/run";
import { CONNECTION_DUE, pollConnection } from "./poll/commands";

// Also what makes a backfill go on after a crash or a wait: what is due and unclaimed is announced again.
dueEvents[BACKFILL_DUE] = ({ orgId, id }) => backfillRequested.create({ orgId, backfillId: id });
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

/** Slices of one run; a longer backfill goes on with the next, which the sweeper announces. */
const MOST_SLICES = 200;

const backfill = inngest.createFunction(
  {
    id: "connection-backfill",
    triggers: [backfillRequested],
    retries: 2,
    concurrency: [{ key: "event.data.backfillId", limit: 1 }, { limit: 4 }],
  },
  async ({ event, step }) => {
    const { orgId, backfillId } = event.data;
    for (let slice = 1; slice <= MOST_SLICES; slice += 1) {
      // One step: the ids it touched would add up in the state of the run.
      const outcome = await step.run(`read-${slice}`, async () => {
        const read = await runBackfill(orgJob("Backfill", orgId), { backfillId });
        if (read.touched.length > 0) await evaluateRules(orgJob("Alert rules", orgId), { seriesIds: read.touched });
        return read.outcome;
      });
      if (outcome !== "more") return { outcome, slices: slice };
    }
    return { outcome: "more", slices: MOST_SLICES };
  },
);

export const connectionJobs = [tick, poll, backfill];
