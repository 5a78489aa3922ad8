import { createReadStream } from "node:fs";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import type postgres from "postgres";
import { migrate } from "@/db/migrate";
import { AppError } from "@/domain/shared/error";
import { inLoadingOrder, organisationIds, quoted, type Table, tablesOf } from "../backup/catalogue";
import { ownerConnection, rowsOf } from "../backup/commands";
import { restoreFiles } from "../backup/files";
import { knownMigrations, type Manifest, readManifest } from "../backup/manifest";
import { measure, readCompressed } from "../backup/stream";

type Tx = postgres.TransactionSql;

/** Reads every file of the backup and compares it with the manifest. @throws AppError BAD_REQUEST naming the file */
export async function checkBackup(folder: string): Promise<Manifest> {
  const manifest = await readManifest(folder);
  const damaged = (file: string, why: string) =>
    new AppError("BAD_REQUEST", `The backup is damaged: ${file} ${why}. Nothing was restored.`);
  for (const { file, bytes, sha256, rows } of manifest.tables) {
    const found = await measure(readCompressed(path.join(folder, file))).catch(() => null);
    if (!found) throw damaged(file, "is missing or cannot be read");
    if (found.sha256 !== sha256 || found.bytes !== bytes || found.lines !== rows)
      throw damaged(file, "is not what was written");
  }
  for (const { file, sha256 } of manifest.files) {
    const found = await measure(createReadStream(path.join(folder, file))).catch(() => null);
    if (found?.sha256 !== sha256) throw damaged(file, found ? "is not what was written" : "is missing");
  }
  return manifest;
}

export type Restored = { rows: number; organisations: number; files: number; snapshotAt: string };

/**
 * Loads a backup into an empty database in one transaction: it is there wholly or not at all. What was loaded is read again
 * and compared with the manifest before it counts.
 *
 * @throws AppError BAD_REQUEST for a damaged backup or one of another version, PRECONDITION_FAILED for a database that is
 * not empty or in use
 */
export async function restoreBackup(given: {
  ownerUrl: string;
  folder: string;
  storage: string | null;
}): Promise<Restored> {
  const manifest = await checkBackup(given.folder);
  const known = await knownMigrations();
  if (JSON.stringify(manifest.migrations) !== JSON.stringify(known)) {
    throw new AppError(
      "BAD_REQUEST",
      `This backup was made after migration ${manifest.migrations.at(-1)}; this version is at ${known.at(-1)}. Restore it with the version that made it, then upgrade.`,
    );
  }
  if (manifest.files.length > 0 && given.storage === null)
    throw new AppError("PRECONDITION_FAILED", "The backup holds documents, and there is no folder to put them in.");
  await migrate(given.ownerUrl);
  if (given.storage !== null) await restoreFiles(manifest, given.folder, given.storage);
  const sql = ownerConnection(given.ownerUrl, "portolan-restore");
  try {
    await sql.begin((tx) => load(tx, manifest, given.folder));
  } finally {
    await sql.end({ timeout: 5 });
  }
  return {
    rows: manifest.tables.reduce((total, { rows }) => total + rows, 0),
    organisations: manifest.organisations,
    files: manifest.files.length,
    snapshotAt: manifest.snapshotAt,
  };
}

async function load(tx: Tx, manifest: Manifest, folder: string): Promise<void> {
  const tables = await tablesOf(tx);
  await assertAlone(tx);
  assertSameTables(tables, manifest);
  for (const table of tables) await open(tx, table);
  await assertEmpty(tx, tables);
  for (const month of manifest.pointMonths) await tx`select private.ensure_point_month(${`${month}-01`}::timestamptz)`;
  for (const table of await inLoadingOrder(tx, tables)) await fill(tx, table, manifest, folder);
  for (const table of tables) await close(tx, table);
  await assertEqual(tx, tables, manifest);
  for (const { name, lastValue, isCalled } of manifest.sequences)
    await tx`select setval(${quoted(name)}::regclass, ${lastValue}::bigint, ${isCalled})`;
}

/** Policies and triggers rest while rows come in: they were kept and recorded once, and must not be again. */
async function open(tx: Tx, { table, isolated }: Table): Promise<void> {
  if (isolated) await tx.unsafe(`alter table ${quoted(table)} no force row level security`);
  await tx.unsafe(`alter table ${quoted(table)} disable trigger user`);
}

async function close(tx: Tx, { table, isolated }: Table): Promise<void> {
  await tx.unsafe(`alter table ${quoted(table)} enable trigger user`);
  if (isolated) await tx.unsafe(`alter table ${quoted(table)} force row level security`);
}

async function assertAlone(tx: Tx): Promise<void> {
  const users = await tx<{ name: string }[]>`
    select distinct application_name as name from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid() and application_name like 'portolan%' order by 1`;
  if (users.length === 0) return;
  const names = users.map(({ name }) => name).join(", ");
  throw new AppError("PRECONDITION_FAILED", `The database is in use by ${names}. Stop web and worker first.`);
}

function assertSameTables(tables: readonly Table[], manifest: Manifest): void {
  const here = tables.map(({ table }) => table);
  const there = manifest.tables.map(({ table }) => table);
  const odd = [...here.filter((name) => !there.includes(name)), ...there.filter((name) => !here.includes(name))];
  const [first] = odd;
  if (first === undefined) return;
  throw new AppError("BAD_REQUEST", `Backup and database do not have the same tables: ${odd.join(", ")}.`);
}

/** What the job runner keeps of an empty system (its schedules) gives way; anything else means that somebody works here. */
async function assertEmpty(tx: Tx, tables: readonly Table[]): Promise<void> {
  for (const { table } of tables) {
    if (table.startsWith("runner.")) continue;
    const [row] = await tx.unsafe<{ found: boolean }[]>(`select exists (select 1 from ${quoted(table)}) as found`);
    if (row?.found) {
      throw new AppError(
        "PRECONDITION_FAILED",
        `The database is not empty: ${table} has rows. Restore into a new, empty database; nothing was changed here.`,
      );
    }
  }
  await tx.unsafe(
    `truncate ${tables
      .filter(({ table }) => table.startsWith("runner."))
      .map(({ table }) => quoted(table))
      .join(", ")}`,
  );
}

async function fill(tx: Tx, { table }: Table, manifest: Manifest, folder: string): Promise<void> {
  const held = manifest.tables.find((each) => each.table === table);
  if (!held || held.rows === 0) return;
  const into = await tx.unsafe(`copy ${quoted(table)} (${held.columns.map(quoted).join(", ")}) from stdin`).writable();
  await pipeline(readCompressed(path.join(folder, held.file)), into);
}

async function assertEqual(tx: Tx, tables: readonly Table[], manifest: Manifest): Promise<void> {
  const organisations = await organisationIds(tx);
  for (const table of tables) {
    const found = await measure(rowsOf(tx, table, organisations));
    const held = manifest.tables.find((each) => each.table === table.table);
    if (found.sha256 !== held?.sha256)
      throw new AppError(
        "PRECONDITION_FAILED",
        `${table.table} reads differently after loading (${found.lines} of ${held?.rows} rows). Nothing was restored.`,
      );
  }
}
