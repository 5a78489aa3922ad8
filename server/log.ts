import pino from "pino";
import { env } from "@/env";

/** JSON lines on stdout, without personal data: ids, names of procedures, durations, codes. */
export const log = pino({
  level: env().LOG_LEVEL,
  base: undefined,
  redact: {
    paths: ["password", "*.password", "token", "*.token", "secret", "*.secret", "email", "*.email"],
    censor: "[redacted]",
  },
});
export type Log = Pick<typeof log, "info" | "warn" | "error" | "debug">;
