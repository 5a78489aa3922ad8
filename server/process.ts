import { connect, type Database } from "@/db/client";
import { env, need } from "@/env";
import type { Emit } from "./context";
import { createEmit } from "./inngest/emit";

export type Process = { db: Database; emit: Emit };

// The pages are bundled apart from server/main.ts and run in the same process: both find one pool here.
const SLOT = Symbol.for("portolan.process");
const host = globalThis as { [SLOT]?: Process };

/** What one process has once: its database clients and its way to emit events. */
export function sharedProcess(): Process {
  let found = host[SLOT];
  if (!found) {
    const db = connect(need("DATABASE_URL"), { max: env().DATABASE_POOL, name: "portolan-web" });
    found = { db, emit: createEmit(db.sql) };
    host[SLOT] = found;
  }
  return found;
}
