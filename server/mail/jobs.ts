import { dueEvents } from "../due/jobs";
import { inngest } from "../inngest/client";
import { orgJob } from "../inngest/org-job";
import { MAIL_DUE } from "./commands";
import { mailQueued } from "./event";
import { sendMail } from "./send/commands";

const NAME = "Mail"; // as the record names it

// Also what makes a mail be tried again: it is due at its next attempt, and the sweeper announces what is due.
dueEvents[MAIL_DUE] = ({ orgId, id }) => mailQueued.create({ orgId, mailId: id });

const mailSend = inngest.createFunction(
  { id: "mail-send", triggers: [mailQueued], retries: 3, concurrency: [{ limit: 5 }] },
  async ({ event, step }) => {
    const { orgId, mailId } = event.data;
    return step.run("send", () => sendMail(orgJob(NAME, orgId), { mailId }));
  },
);

export const mailJobs = [mailSend];
