import { cron } from "inngest";
import { finishDue, overdue, takeDue } from "../due/commands";
import { dueEvents } from "../due/jobs";
import { inngest } from "../inngest/client";
import { jobDatabase } from "../inngest/database";
import { createEmit } from "../inngest/emit";
import { rulesDue } from "../inngest/events";
import { orgJob } from "../inngest/org-job";
import { type Evaluated, evaluateRules } from "./alert/commands";
import { RULES_DUE } from "./rule/commands";

dueEvents[RULES_DUE] = ({ orgId }) => rulesDue.create({ orgId });

/** Silence is noticed from our own tables at least so often: no error is no proof of health. */
const EVERY_MS = 5 * 60_000;

async function evaluateDue(orgId: string): Promise<Evaluated | null> {
  const ctx = orgJob("Alert rules", orgId);
  const { sql } = ctx.db;
  const claim = await takeDue(sql, RULES_DUE, { orgId, id: orgId });
  if (!claim) return null;
  const evaluated = await evaluateRules(ctx);
  await finishDue(sql, claim, new Date(ctx.now.getTime() + EVERY_MS));
  return evaluated;
}

const evaluate = inngest.createFunction(
  { id: "rule-evaluate", triggers: [rulesDue], retries: 3, concurrency: [{ key: "event.data.orgId", limit: 1 }] },
  ({ event, step }) => step.run("evaluate", () => evaluateDue(event.data.orgId)),
);

const tick = inngest.createFunction(
  { id: "rule-tick", triggers: [cron("* * * * *")], singleton: { mode: "skip" }, retries: 0 },
  ({ step }) =>
    step.run("announce", async () => {
      const { sql } = jobDatabase();
      const due = await overdue(sql, RULES_DUE, 500, 0);
      if (due.length > 0) await createEmit(sql)(due.map(({ orgId }) => rulesDue.create({ orgId })));
      return due.length;
    }),
);

export const metricJobs = [evaluate, tick];
