import { dueEvents } from "../due/jobs";
import { inngest } from "../inngest/client";
import { orgJob } from "../inngest/org-job";
import { DUE_KIND, writeImport } from "./commit/commands";
import { importConfirmed } from "./commit/event";

const NAME = "Import"; // as the record names it

// A lost event or a crash loses nothing: what is due and unclaimed is announced again.
dueEvents[DUE_KIND] = ({ orgId, id }) => importConfirmed.create({ orgId, importId: id });

const importWrite = inngest.createFunction(
  { id: "import-write", triggers: importConfirmed, retries: 0, concurrency: { key: "event.data.orgId", limit: 1 } },
  async ({ event, step }) => {
    const { orgId, importId } = event.data;
    return step.run("write", () => writeImport(orgJob(NAME, orgId), { importId }));
  },
);

export const importJobs = [importWrite];
