import { access, mkdir, open, readdir, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import postgres from "postgres";
import { AppError } from "@/domain/shared/error";
import { copyOut, LEFT_OUT, organisationIds, pointMonths, sequencesOf, type Table, tablesOf } from "./catalogue";
import { backUpFiles } from "./files";
import { FORMAT, knownMigrations, MANIFEST, type Manifest } from "./manifest";
import { syncFolder, writeCompressed } from "./stream";

type Tx = postgres.TransactionSql;

export const ownerConnection = (url: string, name: string) =>
  postgres(url, {
    max: 1,
    onnotice: () => undefined,
    connect_timeout: 10,
    // The same rows must give the same text wherever they are read.
    connection: {
      application_name: name,
      TimeZone: "UTC",
      DateStyle: "ISO, MDY",
      IntervalStyle: "postgres",
      extra_float_digits: 3,
      bytea_output: "hex",
      statement_timeout: 0,
      idle_in_transaction_session_timeout: 0,
    },
  });

/** What a statement copies out. The driver pauses its socket when a reader is slow, and forgets to go on when the rows end just then. */
async function* copied(tx: Tx, statement: string) {
  const rows = await tx.unsafe(statement).readable();
  yield rows;
  rows._read(0); // resumes the socket
}

/** The rows of a table as streams: all of it, or organisation by organisation where its policies ask for one. */
export async function* rowsOf(tx: Tx, table: Table, organisations: readonly string[]) {
  if (!table.isolated) {
    yield* copied(tx, copyOut(table));
    return;
  }
  for (const orgId of organisations) {
    await tx`select set_config('app.org_id', ${orgId}, true), set_config('app.role', 'job', true)`;
    yield* copied(tx, copyOut(table, orgId));
  }
}

const fileOf = (table: string) => `tables/${table}.copy.gz`;

async function writeTables(tx: Tx, folder: string, organisations: readonly string[]): Promise<Manifest["tables"]> {
  await mkdir(path.join(folder, "tables"));
  const written: Manifest["tables"] = [];
  for (const table of await tablesOf(tx)) {
    const file = fileOf(table.table);
    const { bytes, lines, sha256 } = await writeCompressed(path.join(folder, file), rowsOf(tx, table, organisations));
    written.push({ table: table.table, columns: table.columns, rows: lines, file, bytes, sha256 });
  }
  return written;
}

/** @throws AppError PRECONDITION_FAILED when the database is not the one this build was made for */
async function assertMigrated(tx: Tx, migrations: readonly string[]): Promise<void> {
  const [row] = await tx<{ n: number }[]>`select count(*)::int as n from private.__drizzle_migrations`;
  if (row?.n === migrations.length) return;
  throw new AppError(
    "PRECONDITION_FAILED",
    `The database has ${row?.n ?? 0} migrations, this version knows ${migrations.length}. Back up with the version that runs, or migrate first.`,
  );
}

export type BackedUp = { folder: string; rows: number; bytes: number; organisations: number; files: number };

/**
 * Copies everything into a new folder while the system runs: one snapshot of the database, then the documents, which never
 * change once they are written. The folder gets its name at the very end, so what has the name is whole.
 *
 * @throws AppError CONFLICT when the folder exists
 */
export async function backUp(given: {
  ownerUrl: string;
  target: string;
  storage: string | null;
  now?: Date;
}): Promise<BackedUp> {
  const target = path.resolve(given.target);
  if (await exists(target)) throw new AppError("CONFLICT", `${target} exists already. Name a new folder.`);
  const draft = `${target}.partial-${process.pid}`;
  await mkdir(path.dirname(target), { recursive: true });
  await removeLeftovers(target);
  await mkdir(draft, { mode: 0o700 });
  const sql = ownerConnection(given.ownerUrl, "portolan-backup");
  let first: unknown;
  try {
    const migrations = await knownMigrations();
    const manifest = await sql.begin("isolation level repeatable read read only", async (tx): Promise<Manifest> => {
      await assertMigrated(tx, migrations);
      const [at] = await tx<{ at: string; postgres: string }[]>`
        select to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at, current_setting('server_version') as postgres`;
      const organisations = await organisationIds(tx);
      const tables = await writeTables(tx, draft, organisations).catch((error: unknown) => {
        first = error; // the driver cannot take the transaction back while rows are under way, and says only that
        throw error;
      });
      return {
        portolan: "backup",
        format: FORMAT,
        madeAt: (given.now ?? new Date()).toISOString(),
        snapshotAt: at?.at ?? "",
        postgres: at?.postgres ?? "",
        migrations,
        organisations: organisations.length,
        tables,
        sequences: await sequencesOf(tx),
        pointMonths: await pointMonths(tx),
        files: await backUpFiles(given.storage, draft),
        leftOut: {
          ...LEFT_OUT,
          ...(given.storage === null ? { "documents in a bucket": "keep the bucket by its own means" } : {}),
          "the key (SECRETS_KEY, AUTH_SECRET)":
            "secrets stay sealed; keep the key elsewhere, without it they must be entered again",
        },
      };
    });
    await writeManifest(draft, manifest);
    await rename(draft, target);
    await syncFolder(path.dirname(target));
    const sum = (list: readonly { bytes: number }[]) => list.reduce((total, { bytes }) => total + bytes, 0);
    return {
      folder: target,
      rows: manifest.tables.reduce((total, { rows }) => total + rows, 0),
      bytes: sum(manifest.tables) + sum(manifest.files),
      organisations: manifest.organisations,
      files: manifest.files.length,
    };
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    throw first ?? error;
  } finally {
    await sql.end({ timeout: 1 });
  }
}

async function writeManifest(folder: string, manifest: Manifest): Promise<void> {
  await syncFolder(path.join(folder, "tables"));
  const file = path.join(folder, MANIFEST);
  await writeFile(`${file}.partial`, `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600 });
  const handle = await open(`${file}.partial`, "r");
  await handle.sync().finally(() => handle.close());
  await rename(`${file}.partial`, file);
  await syncFolder(folder);
}

const exists = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );

/** What earlier backups of this name left when they were killed. */
async function removeLeftovers(target: string): Promise<void> {
  const folder = path.dirname(target);
  for (const name of await readdir(folder)) {
    const pid = name.startsWith(`${path.basename(target)}.partial-`) ? Number(name.split("-").at(-1)) : 0;
    if (pid > 0 && !isRunning(pid)) await rm(path.join(folder, name), { recursive: true, force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as { code?: unknown }).code === "EPERM";
  }
}
