import { cron } from "inngest";
import { finishDue, overdue, takeDue } from "../due/commands";
import { dueEvents } from "../due/jobs";
import { inngest } from "../inngest/client";
import { jobDatabase } from "../inngest/database";
import { createEmit } from "../inngest/emit";
import { orgJob } from "../inngest/org-job";
import { log } from "../log";
import { CHECK_DUE, keepResult, runCheck, sealDays } from "./commands";
import { checkRequested, sealDue } from "./due/event";

const NAME = "Seal";
const SEAL_DUE = "seal";
/** Longer than sealing a year of a large organisation takes. */
const LEASE_SECONDS = 1_800;
const ANNOUNCED = 10_000;

// A lost event or a crash loses nothing: what is due and unclaimed is announced again.
dueEvents[SEAL_DUE] = ({ orgId }) => sealDue.create({ orgId });
dueEvents[CHECK_DUE] = ({ orgId, id }) => checkRequested.create({ orgId, checkId: id });

/** Makes sealing due where a finished day has no seal. Every hour, so that a machine that sleeps at night does it when it wakes. */
const tick = inngest.createFunction(
  { id: "seal-tick", triggers: [cron("7 * * * *")], singleton: { mode: "skip" }, retries: 0 },
  ({ step }) =>
    step.run("announce", async () => {
      const { sql } = jobDatabase();
      await sql`select private.seal_ask()`;
      const due = await overdue(sql, SEAL_DUE, ANNOUNCED, 0);
      if (due.length > 0) await createEmit(sql)(due.map(({ orgId }) => sealDue.create({ orgId })));
      return due.length;
    }),
);

async function sealOrganisation(orgId: string): Promise<{ days: number } | null> {
  const ctx = orgJob(NAME, orgId);
  const claim = await takeDue(ctx.db.sql, SEAL_DUE, { orgId, id: orgId }, LEASE_SECONDS);
  if (!claim) return null;
  const days = await sealDays(ctx);
  // Logs are kept outside the database: who altered the whole chain could not alter these.
  for (const sealed of days) log.info({ orgId, ...sealed }, "sealed");
  await finishDue(ctx.db.sql, claim);
  return { days: days.length };
}

const seal = inngest.createFunction(
  { id: "seal-days", triggers: [sealDue], retries: 3, concurrency: [{ limit: 1 }] },
  ({ event, step }) => step.run("seal", () => sealOrganisation(event.data.orgId)),
);

const check = inngest.createFunction(
  {
    id: "seal-check",
    triggers: [checkRequested],
    retries: 2,
    concurrency: [{ key: "event.data.orgId", limit: 1 }],
    onFailure: async ({ event, step }) => {
      const { orgId, checkId } = event.data.event.data;
      const error = "The record could not be read to its end. Try again; the log of the worker says why.";
      await step.run("refuse", () => keepResult(orgJob(NAME, orgId), checkId, { error }));
    },
  },
  async ({ event, step }) => {
    const { orgId, checkId } = event.data;
    return step.run("check", () => runCheck(orgJob(NAME, orgId), { checkId }));
  },
);

export const sealJobs = [tick, seal, check];
