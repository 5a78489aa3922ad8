import { connect, type Database } from "@/db/client";
import { env, need } from "@/env";

let database: Database | undefined;

/** The database of the jobs that run in this process. */
export function jobDatabase(): Database {
  database ??= connect(need("DATABASE_URL"), { max: env().DATABASE_POOL, name: "portolan-jobs" });
  return database;
}

/** Gives the jobs of this process the clients that it has already. */
export function shareJobDatabase(db: Database): void {
  database = db;
}
