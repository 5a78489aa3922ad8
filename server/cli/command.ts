import type { ParseArgsConfig } from "node:util";
import { connect, type Database } from "@/db/client";
import { AppError } from "@/domain/shared/error";
import { need } from "@/env";
import { jobContext, type OrgContext } from "../context";
import { createEmit } from "../inngest/emit";

/** What was typed cannot be understood: the usage is shown and the exit code is 2. */
export class UsageError extends Error {}

export type Flags = Readonly<Record<string, string | boolean | undefined>>;
/** `code`: the exit code when it is not 0. `data`: what --json prints. */
export type Result = { text: string; data: Record<string, unknown>; code?: number };

export type Command = {
  /** What to type → what it does, one line a form. */
  usage: readonly (readonly [form: string, does: string])[];
  options?: NonNullable<ParseArgsConfig["options"]>;
  /** What the forms do not say. */
  notes?: string;
  run(words: string[], flags: Flags): Promise<Result>;
};

async function using<T>(url: string, work: (db: Database) => Promise<T>): Promise<T> {
  const db = connect(url, { max: 2, name: "portolan-cli" });
  try {
    return await work(db);
  } finally {
    await db.end();
  }
}

export const asOwner = <T>(work: (db: Database) => Promise<T>): Promise<T> => using(need("DATABASE_OWNER_URL"), work);
export const asApp = <T>(work: (db: Database) => Promise<T>): Promise<T> => using(need("DATABASE_URL"), work);

/** @throws AppError NOT_FOUND */
export async function organisationCalled(
  owner: Database,
  slug: string,
): Promise<{ orgId: string; name: string; timeZone: string; sample: boolean }> {
  const [row] = await owner.sql<{ orgId: string; name: string; timeZone: string; sample: boolean }[]>`
    select org_id as "orgId", name, time_zone as "timeZone", sample from private.org_slug where slug = ${slug}`;
  if (!row) throw new AppError("NOT_FOUND", `There is no organisation "${slug}". portolan org list shows them.`);
  return row;
}

/** Works inside one organisation as the command line's own actor, in the app's role, like any request. */
export async function inOrganisation<T>(
  slug: string,
  work: (ctx: OrgContext & { timeZone: string }) => Promise<T>,
): Promise<T> {
  const { orgId, timeZone } = await asOwner((owner) => organisationCalled(owner, slug));
  return asApp((db) => work({ ...jobContext({ db, emit: createEmit(db.sql) }, "Command line", orgId), timeZone }));
}

export const textFlag = (flags: Flags, name: string): string | undefined => {
  const value = flags[name];
  return typeof value === "string" && value !== "" ? value : undefined;
};

/** Columns of text, the last one as long as it is. */
export function columns(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, at) => (at === row.length - 1 ? cell : cell.padEnd(widths[at] ?? 0)))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
