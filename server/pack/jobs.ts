import { dueEvents } from "../due/jobs";
import { inngest } from "../inngest/client";
import { orgJob } from "../inngest/org-job";
import { buildPack, refusePack } from "./commands";
import { packRequested } from "./event";

const NAME = "Packs"; // as the record names it

// A lost event or a crash loses nothing: what is due and unclaimed is announced again.
dueEvents.pack = ({ orgId, id }) => packRequested.create({ orgId, packId: id });

const packBuild = inngest.createFunction(
  {
    id: "pack-build",
    triggers: packRequested,
    retries: 2,
    concurrency: { key: "event.data.orgId", limit: 1 },
    onFailure: async ({ event, step }) => {
      const { orgId, packId } = event.data.event.data;
      const reason = "The pack could not be built after three attempts. Ask for it again.";
      await step.run("refuse", () => refusePack(orgJob(NAME, orgId), { packId, reason }));
    },
  },
  async ({ event, step }) => {
    const { orgId, packId } = event.data;
    return step.run("build", () => buildPack(orgJob(NAME, orgId), { packId }));
  },
);

export const packJobs = [packBuild];
