import { cron } from "inngest";
import { overdue } from "../due/commands";
import { inngest } from "../inngest/client";
import { jobDatabase } from "../inngest/database";
import { createEmit } from "../inngest/emit";
import { orgJob } from "../inngest/org-job";
import { DIGEST_DUE, NOTIFICATION_DUE } from "./commands";
import { mailDigest } from "./digest/commands";
import { digestDue } from "./digest/event";
import { makeNotifications } from "./make/commands";
import { notificationsDue } from "./make/event";
import { forgetNotifications } from "./retention/commands";

const NAME = "Notifications";

const make = inngest.createFunction(
  { id: "notification-make", triggers: [notificationsDue], retries: 3, concurrency: [{ limit: 5 }] },
  async ({ event, step }) => {
    const { orgId, changeId } = event.data;
    return step.run("make", () => makeNotifications(orgJob(NAME, orgId), { changeId }));
  },
);

const digest = inngest.createFunction(
  { id: "notification-digest", triggers: [digestDue], retries: 3, concurrency: [{ limit: 5 }] },
  async ({ event, step }) => {
    const { orgId, memberId } = event.data;
    return step.run("mail", () => mailDigest(orgJob(NAME, orgId), { memberId }));
  },
);

// Finds what triggers asked for, and what a lost event left lying.
const tick = inngest.createFunction(
  { id: "notification-tick", triggers: [cron("* * * * *")], singleton: { mode: "skip" }, retries: 0 },
  ({ step }) =>
    step.run("announce", async () => {
      const { sql } = jobDatabase();
      const [changes, members] = await Promise.all(
        [NOTIFICATION_DUE, DIGEST_DUE].map((kind) => overdue(sql, kind, 500, 0)),
      );
      const events = [
        ...(changes ?? []).map(({ orgId, id }) => notificationsDue.create({ orgId, changeId: id })),
        ...(members ?? []).map(({ orgId, id }) => digestDue.create({ orgId, memberId: id })),
      ];
      if (events.length > 0) await createEmit(sql)(events);
      return events.length;
    }),
);

const forget = inngest.createFunction(
  { id: "notification-forget", triggers: [{ event: "organisation/organisation.retention-due" }], retries: 3 },
  ({ event, step }) => step.run("forget", () => forgetNotifications(orgJob(NAME, String(event.data.orgId)))),
);

export const notificationJobs = [make, digest, tick, forget];
