import pino from "pino";
import { env } from "@/env";
import { scrubbed } from "./http/scrub";

/** JSON lines on stdout, without personal data: ids, names of procedures, durations, codes. What slips in is taken out. */
export const logOptions = {
  base: undefined,
  formatters: { log: (entry: Record<string, unknown>) => scrubbed(entry) as Record<string, unknown> },
  serializers: { err: (error: unknown) => error }, // pino's own would put the words of causes together again
} satisfies pino.LoggerOptions;

export const log = pino({ ...logOptions, level: env().LOG_LEVEL });
export type Log = Pick<typeof log, "info" | "warn" | "error" | "debug">;
