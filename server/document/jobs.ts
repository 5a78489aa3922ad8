import { cron } from "inngest";
import { env } from "@/env";
import { inngest } from "../inngest/client";
import { jobDatabase } from "../inngest/database";
import { documentStorage } from "./storage/registry";
import { sweepDocuments } from "./sweep/commands";

const sweep = inngest.createFunction(
  { id: "document-sweep", triggers: [cron("41 * * * *")], singleton: { mode: "skip" }, retries: 1 },
  ({ step }) =>
    step.run("sweep", () =>
      sweepDocuments(
        { sql: jobDatabase().sql, storage: documentStorage(), now: new Date() },
        { days: env().DOCUMENT_DELETED_DAYS },
      ),
    ),
);

export const documentJobs = [sweep];
