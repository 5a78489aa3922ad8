import { jobContext, type OrgContext } from "../context";
import { jobDatabase } from "./database";
import { createEmit } from "./emit";

/** The context of a job inside one organisation. Made inside a step, so that a repeated step gets a fresh clock. */
export function orgJob(name: string, orgId: string): OrgContext {
  const db = jobDatabase();
  return jobContext({ db, emit: createEmit(db.sql) }, name, orgId);
}
