import { env } from "@/env";

/** True when no Inngest server is configured: the embedded runner drives the functions. */
export const isEmbedded = (): boolean => !env().INNGEST_BASE_URL && !env().INNGEST_DEV;
