import { cron } from "inngest";
import { env } from "@/env";
import { inngest } from "../inngest/client";
import { jobDatabase } from "../inngest/database";
import { forgetAccess } from "./retention/commands";

// Once a day at a quiet minute; what it forgets has run out long before.
const forget = inngest.createFunction(
  { id: "access-forget", triggers: [cron("43 3 * * *")], singleton: { mode: "skip" }, retries: 2 },
  ({ step }) => step.run("forget", () => forgetAccess(jobDatabase().sql, { days: env().ACCESS_LOG_DAYS })),
);

export const accessJobs = [forget];
