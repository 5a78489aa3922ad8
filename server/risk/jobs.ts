import { cron } from "inngest";
import { overdue } from "../due/commands";
import { dueEvents } from "../due/jobs";
import { inngest } from "../inngest/client";
import { jobDatabase } from "../inngest/database";
import { createEmit } from "../inngest/emit";
import { alertsChanged } from "../inngest/events";
import { orgJob } from "../inngest/org-job";
import { gatherDueRisks, lookAtDueRisk, lookAtDueRisks, RISK_DUE, RISKS_DUE, sweepRisks } from "./escalate/commands";
import { riskChanged, risksDue } from "./escalate/event";

const NAME = "Risk rules";
const MOST_ANNOUNCED = 500;
/** More risks due in one organisation are looked at in one go. */
const MOST_BY_ITSELF = 200;

dueEvents[RISK_DUE] = ({ orgId, id }) => riskChanged.create({ orgId, riskId: id });
dueEvents[RISKS_DUE] = ({ orgId }) => risksDue.create({ orgId });

const look = inngest.createFunction(
  { id: "risk-look", triggers: [riskChanged], retries: 3, concurrency: [{ key: "event.data.orgId", limit: 2 }] },
  ({ event, step }) =>
    step.run("look", () => lookAtDueRisk(orgJob(NAME, event.data.orgId), { riskId: event.data.riskId })),
);

const signal = inngest.createFunction(
  { id: "risk-signal", triggers: [alertsChanged], retries: 3, concurrency: [{ key: "event.data.orgId", limit: 1 }] },
  ({ event, step }) => step.run("look", () => lookAtDueRisks(orgJob(NAME, event.data.orgId))),
);

const sweep = inngest.createFunction(
  { id: "risk-sweep", triggers: [risksDue], retries: 3, concurrency: [{ key: "event.data.orgId", limit: 1 }] },
  ({ event, step }) => step.run("sweep", () => sweepRisks(orgJob(NAME, event.data.orgId))),
);

// Finds what triggers asked for and no event told of: whatever a risk was changed by, the night, a lost event.
const tick = inngest.createFunction(
  { id: "risk-tick", triggers: [cron("* * * * *")], singleton: { mode: "skip" }, retries: 0 },
  ({ step }) =>
    step.run("announce", async () => {
      const { sql } = jobDatabase();
      await gatherDueRisks(sql, MOST_BY_ITSELF);
      const [risks, organisations] = await Promise.all(
        [RISK_DUE, RISKS_DUE].map((kind) => overdue(sql, kind, MOST_ANNOUNCED, 0)),
      );
      const events = [
        ...(risks ?? []).map(({ orgId, id }) => riskChanged.create({ orgId, riskId: id })),
        ...(organisations ?? []).map(({ orgId }) => risksDue.create({ orgId })),
      ];
      if (events.length > 0) await createEmit(sql)(events);
      return events.length;
    }),
);

export const riskJobs = [look, signal, sweep, tick];
