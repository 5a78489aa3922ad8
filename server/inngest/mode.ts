import { env } from "@/env";

/** True when INNGEST_DEV names a dev server, by `1` or its address: calls carry no signature then. */
export function isDevServer(): boolean {
  const { INNGEST_DEV } = env();
  return INNGEST_DEV !== undefined && INNGEST_DEV !== "0" && INNGEST_DEV !== "false";
}

/**
 * True when no Inngest server is configured: the embedded runner drives the functions.
 *
 * @throws Error if a server is named but not the keys that it and this program know each other by.
 */
export function isEmbedded(): boolean {
  const { INNGEST_BASE_URL, INNGEST_EVENT_KEY, INNGEST_SIGNING_KEY } = env();
  if (isDevServer()) return false;
  if (!INNGEST_BASE_URL && !INNGEST_EVENT_KEY && !INNGEST_SIGNING_KEY) return true;
  if (INNGEST_EVENT_KEY && INNGEST_SIGNING_KEY) return false;
  throw new Error("An Inngest server needs INNGEST_EVENT_KEY and INNGEST_SIGNING_KEY, or INNGEST_DEV for a dev server");
}
