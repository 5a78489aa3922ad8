import type { Sql } from "@/db/client";
import type { Endpoint } from "./http";
import type { Registry } from "./registry";
import type { RunnerSettings } from "./settings";

export interface RunnerLog {
  debug(detail: object, message: string): void;
  info(detail: object, message: string): void;
  warn(detail: object, message: string): void;
  error(detail: object, message: string): void;
}

/** What the leading runner works with. */
export interface DriveContext {
  sql: Sql;
  endpoint: Endpoint;
  registry: Registry;
  settings: RunnerSettings;
  log: RunnerLog;
  /** The leadership all writes name. */
  epoch: string;
  /** Something changed: look at the queue again. */
  ring: () => void;
  /** Another worker leads: stop. */
  superseded: () => void;
}
