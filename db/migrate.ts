import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { drizzle } from "drizzle-orm/postgres-js";
import { migrate as applyMigrations } from "drizzle-orm/postgres-js/migrator";
import postgres from "postgres";
import { kinds } from "./kinds";

const LOCK = 727_274;

async function mechanisms(folder: string): Promise<{ name: string; text: string }[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".sql")).sort();
  return Promise.all(names.map(async (name) => ({ name, text: await readFile(path.join(folder, name), "utf8") })));
}

type Plan = { digest: string; files: { name: string; text: string }[] };

async function planOf(root: string): Promise<Plan> {
  const files = await mechanisms(path.join(root, "db/mechanism"));
  const journal = await readFile(path.join(root, "db/migrations/meta/_journal.json"), "utf8");
  // Sorted: in what order tables are declared depends on which bundle imports them.
  const digest = createHash("sha256")
    .update(JSON.stringify([files, [...kinds].sort(([one], [other]) => (one < other ? -1 : 1)), journal]))
    .digest("hex");
  return { digest, files };
}

let expected: Promise<string> | undefined;
/** What `private.mechanism` must hold for this build. */
export function mechanismDigest(root = process.cwd()): Promise<string> {
  expected ??= planOf(root).then((plan) => plan.digest);
  return expected;
}

/**
 * Tables by drizzle's migrations, then the mechanisms (functions, triggers, policies, views), which are applied again
 * whenever they or the tables changed. Connects as the owner; concurrent callers wait for each other.
 */
export async function migrate(ownerUrl: string, root = process.cwd()): Promise<{ applied: boolean }> {
  const sql = postgres(ownerUrl, { max: 1, onnotice: () => undefined });
  try {
    await sql`select pg_advisory_lock(${LOCK})`;
    const { files, digest } = await planOf(root);
    const [prelude, ...rest] = files;
    if (prelude?.name !== "00-prelude.sql") throw new Error("db/mechanism/00-prelude.sql must come first");
    await sql`create schema if not exists private`;
    await sql`create table if not exists private.mechanism (digest text not null)`;
    const [stored] = await sql<{ digest: string }[]>`select digest from private.mechanism`;
    if (stored?.digest === digest) return { applied: false };
    await sql.begin((tx) => tx.unsafe(prelude.text));
    await applyMigrations(drizzle(sql), {
      migrationsFolder: path.join(root, "db/migrations"),
      migrationsSchema: "private",
    });
    await sql.begin(async (tx) => {
      await tx`set local check_function_bodies = off`; // files may name what a later one makes
      for (const file of rest) {
        await tx.unsafe(file.text);
        if (file.name === "10-record.sql") {
          for (const [table, kind] of kinds)
            await tx`select ${tx(kind === "recorded" ? "private.record_table" : "private.isolate_table")}(${table})`;
        }
      }
      await tx`delete from private.mechanism`;
      await tx`insert into private.mechanism values (${digest})`;
    });
    return { applied: true };
  } finally {
    await sql.end({ timeout: 5 });
  }
}
