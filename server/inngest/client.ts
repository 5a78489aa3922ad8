import { Inngest } from "inngest";
import { env } from "@/env";
import { log } from "../log";
import { jobDatabase } from "./database";
import { embeddedFetch } from "./event-store";
import { isDevServer, isEmbedded } from "./mode";

const { INNGEST_BASE_URL, INNGEST_EVENT_KEY, INNGEST_SIGNING_KEY } = env();

/**
 * The one Inngest client: every function is made with it. Results are stored step by step (no checkpointing), so that
 * a step means the same on the embedded runner and on an Inngest server.
 */
export const inngest = new Inngest({
  id: "portolan",
  isDev: isEmbedded() || isDevServer(),
  checkpointing: false,
  logger: log,
  ...(INNGEST_BASE_URL && { baseUrl: INNGEST_BASE_URL }),
  ...(INNGEST_EVENT_KEY && { eventKey: INNGEST_EVENT_KEY }),
  ...(INNGEST_SIGNING_KEY && { signingKey: INNGEST_SIGNING_KEY }),
  ...(isEmbedded() && { fetch: embeddedFetch(() => jobDatabase().sql) }),
});
