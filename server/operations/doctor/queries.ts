import type { Env } from "@/env";
import { type Finding, fail } from "./check";
import { examineApp, examineOwner } from "./database";
import { examineFolder, examineMail, examineSettings } from "./surroundings";

const absent = (name: string): Finding =>
  fail("settings", `${name} is not set`, "npm run portolan sets it for the database that comes along; else set it.");

/** Looks at everything the product leans on, and goes on when something is broken. */
export async function examine(env: Env, storage: string): Promise<Finding[]> {
  const { DATABASE_URL, DATABASE_OWNER_URL } = env;
  const parts = await Promise.all([
    examineSettings(env),
    DATABASE_URL ? examineApp(DATABASE_URL) : [absent("DATABASE_URL")],
    DATABASE_OWNER_URL ? examineOwner(DATABASE_OWNER_URL) : [absent("DATABASE_OWNER_URL")],
    examineMail(env),
    examineFolder("storage", storage),
    examineFolder("data folder", env.PORTOLAN_HOME),
  ]);
  return parts.flat();
}
