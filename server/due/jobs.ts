import { cron } from "inngest";
import type { JobEvent } from "../context";
import { inngest } from "../inngest/client";
import { jobDatabase } from "../inngest/database";
import { createEmit } from "../inngest/emit";
import { sweep } from "./commands";

/** The event each kind of due work is announced with. A noun that uses `due` adds its kind here. */
export const dueEvents: Record<string, (work: { orgId: string; id: string }) => JobEvent> = {};

/** Announces again what is due and unclaimed: a lost event, a crash or a restart loses nothing. */
const sweepDue = inngest.createFunction(
  { id: "due-sweep", triggers: [cron("* * * * *")], singleton: { mode: "skip" }, retries: 0 },
  ({ step }) => step.run("sweep", () => sweep(jobDatabase().sql, createEmit(jobDatabase().sql), dueEvents)),
);

export const dueJobs = [sweepDue];
