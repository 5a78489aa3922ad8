import { cron } from "inngest";
import type { Sql } from "@/db/client";
import { env } from "@/env";
import { forgetPolls } from "../connection/retention/commands";
import type { Emit } from "../context";
import { forgetFiles } from "../import/retention/commands";
import { inngest } from "../inngest/client";
import { jobDatabase } from "../inngest/database";
import { createEmit } from "../inngest/emit";
import { orgJob } from "../inngest/org-job";
import { forgetMails } from "../mail/retention/commands";
import { retentionDue } from "./retention/event";

const NAME = "Retention";

/** Announces every organisation; the id counts each of them once a day. */
export async function announceRetention(sql: Sql, emit: Emit, now = new Date()): Promise<number> {
  const rows = await sql<{ id: string }[]>`select private.every_organisation() as id`;
  const day = now.toISOString().slice(0, 10);
  const events = rows.map(({ id }) => retentionDue.create({ orgId: id }, { id: `retention:${id}:${day}` }));
  if (events.length > 0) await emit(events);
  return events.length;
}

// Every hour, so that a machine that sleeps at night does it when it wakes.
const tick = inngest.createFunction(
  { id: "retention-tick", triggers: [cron("17 * * * *")], singleton: { mode: "skip" }, retries: 0 },
  ({ step }) => step.run("announce", () => announceRetention(jobDatabase().sql, createEmit(jobDatabase().sql))),
);

const forget = inngest.createFunction(
  { id: "retention-forget", triggers: [retentionDue], retries: 3, concurrency: [{ limit: 1 }] },
  async ({ event, step }) => {
    const { orgId } = event.data;
    const { POLL_RUN_DAYS, IMPORT_FILE_DAYS, ACCESS_LOG_DAYS } = env();
    const polls = await step.run("polls", () => forgetPolls(orgJob(NAME, orgId), { days: POLL_RUN_DAYS }));
    const files = await step.run("files", () => forgetFiles(orgJob(NAME, orgId), { days: IMPORT_FILE_DAYS }));
    const mails = await step.run("mails", () => forgetMails(orgJob(NAME, orgId), { days: ACCESS_LOG_DAYS }));
    return { polls, ...files, mails };
  },
);

export const retentionJobs = [tick, forget];
